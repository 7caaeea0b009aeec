// The slides as elements. Text goes in as text, never as markup; pictures pass a list of what is known.

const SVG = "http://www.w3.org/2000/svg";
const DRAWN = new Set([
  "svg", "g", "path", "text", "tspan", "rect", "line", "circle", "ellipse", "polygon", "polyline",
  "defs", "clipPath", "linearGradient", "radialGradient", "stop", "title", "desc",
]);
const LONG = 110;

/** `element("p", {class: "chapter"}, "Visits")`; what is null is left out. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== ""));
  return made;
}

/** `filled("Slide {number}", {number: 3})`. */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** A number stays in the line of what it counts: no line begins with "months" and ends with "12". */
function unbroken(text) {
  return text.replace(/(\d) (?=\p{L})/gu, "$1\u00a0");
}

function slideElement(slide, words) {
  const isOfWords = !slide.svg && !slide.table && !slide.failed;
  const section = element(
    "section",
    { class: isOfWords ? "slide of-words" : "slide", "data-key": slide.key, hidden: true },
    element("p", { class: "chapter" }, slide.chapter),
    element("h1", { class: `sentence ${lengthOf(slide.sentence)}` }, unbroken(slide.sentence)),
  );
  const body = element("div", { class: "body" });
  if (slide.failed) body.append(element("p", { class: "failed" }, words.failed));
  else if (slide.svg) body.append(pictureElement(slide, words));
  else if (slide.table) body.append(tableElement(slide.table));
  section.append(body);
  if (slide.lines.length) section.append(linesElement(slide.lines));
  return section;
}

function lengthOf(sentence) {
  return sentence.length > LONG ? "long" : "short";
}

function linesElement(lines) {
  return element("ul", { class: "lines" }, lines.map((line) => element("li", {}, line)));
}

function tableElement({ heads, is_number: isNumber, rows }) {
  const kind = (column) => (isNumber[column] ? "number" : null);
  const head = heads.map((text, at) => element("th", { scope: "col", class: kind(at) }, text));
  const body = rows.map((row) =>
    element("tr", {}, row.map((text, at) =>
      at === 0 && !isNumber[0]
        ? element("th", { scope: "row" }, text)
        : element("td", { class: kind(at) }, text),
    )),
  );
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, head)),
    element("tbody", {}, body),
  );
}

/** The picture itself, so that its letters are those of the page; one that cannot be read is said. */
function pictureElement(slide, words) {
  const parsed = new DOMParser().parseFromString(slide.svg, "image/svg+xml").documentElement;
  if (parsed.localName !== "svg" || parsed.namespaceURI !== SVG) {
    return element("p", { class: "failed" }, words.failed);
  }
  clean(parsed, `${slide.key}-`);
  const picture = document.importNode(parsed, true);
  const [width, height] = [picture.getAttribute("width"), picture.getAttribute("height")];
  if (!picture.hasAttribute("viewBox")) {
    picture.setAttribute("viewBox", `0 0 ${parseFloat(width)} ${parseFloat(height)}`);
  }
  picture.removeAttribute("width");
  picture.removeAttribute("height");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", slide.alt);
  return picture;
}

/** Leaves nothing that runs or fetches, and makes names unique among the slides. */
function clean(node, prefix) {
  for (const { name, value } of [...node.attributes]) {
    const isForeign = name.startsWith("on") || name.endsWith("href") || /url\((?!["']?#)/.test(value);
    if (isForeign || name.startsWith("aria-") || name === "role") node.removeAttribute(name);
    else if (name === "id") node.setAttribute(name, prefix + value);
    else if (value.includes("url(")) {
      node.setAttribute(name, value.replace(/url\((["']?)#/g, `url($1#${prefix}`));
    }
  }
  for (const child of [...node.children]) {
    if (child.namespaceURI === SVG && DRAWN.has(child.localName)) clean(child, prefix);
    else child.remove();
  }
}
