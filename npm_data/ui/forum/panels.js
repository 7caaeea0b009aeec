// What lies over a slide when it is asked for: all slides, the keys. And the buttons below it.

const PANELS = { overview: overviewPanel, help: helpPanel };

function button(text, act, attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

function controlsElement(screen) {
  const { words, data } = screen;
  const made = (name, key, act) =>
    button(words[name], act, { "data-act": name, "aria-keyshortcuts": key });
  const languages = data.languages.map(([code, name]) =>
    button(name, () => screen.speak(code), {
      lang: code,
      "aria-pressed": String(code === data.language),
    }),
  );
  return element(
    "nav",
    { "aria-label": words.controls },
    element(
      "div",
      {},
      made("previous", "ArrowLeft", () => screen.go(screen.at - 1)),
      made("next", "ArrowRight", () => screen.go(screen.at + 1)),
      made("overview", "O", () => screen.toggle("overview")),
      made("auto", "A", () => screen.auto.toggle()),
      made("black", "B", () => screen.setBlack(true)),
      made("notes", "N", () => screen.notes.open()),
      made("help", "?", () => screen.toggle("help")),
    ),
    element("div", { role: "group", "aria-label": words.language }, languages),
    element(
      "div",
      {},
      made("fullscreen", "F", () => screen.fillTheScreen()),
      made("leave", "Escape", () => screen.leave()),
    ),
  );
}

function heading(screen, text) {
  const close = button(screen.words.close, () => screen.toggle(screen.open), { class: "close" });
  return element("div", { class: "heading" }, element("h2", {}, text), close);
}

/** Cards in a grid; the slide on the screen is where the keyboard begins. */
function overviewPanel(screen) {
  const { data, words } = screen;
  const columns = data.slides.length > 12 ? 5 : data.slides.length > 9 ? 4 : 3;
  const cards = data.slides.map((slide, at) => element("li", {}, cardElement(screen, slide, at)));
  const register = element("p", {}, data.register);
  const newer = screen.newer
    ? element(
        "p",
        { class: "newer" },
        `${screen.newer} `,
        button(words.take_newer, () => screen.send("renew", true)),
      )
    : null;
  const grid = element("ol", { class: "grid", style: `--columns: ${columns}` }, cards);
  return [heading(screen, words.overview), grid, register, newer, knownElement(screen)].filter(Boolean);
}

/** The way to the same slides with what was known at another time. */
function knownElement({ known, data }) {
  if (!known) return null;
  const [text, address] = known[data.language];
  const href = address.replace(/\blang=\w+/, `lang=${data.language}`);
  return element("p", { class: "known" }, element("a", { href }, text));
}

function cardElement(screen, slide, at) {
  const act = () => {
    screen.toggle("overview");
    screen.go(at);
  };
  const isHere = at === screen.at;
  const attributes = { class: "card", "data-number": at + 1, "aria-current": isHere && "true" };
  const made = button("", act, isHere ? { ...attributes, autofocus: true } : attributes);
  made.append(element("span", { class: "name" }, `${at + 1}. ${slide.chapter}`));
  made.append(element("span", { class: "says" }, slide.sentence));
  if (slide.svg) {
    const source = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(slide.svg)}`;
    made.append(element("img", { src: source, alt: "" }));
  }
  return made;
}

/** Arrows go from card to card; true where the key was one of them. */
function walkOverview(screen, key) {
  const cards = [...screen.panel.querySelectorAll(".card")];
  const columns = Number(screen.panel.querySelector(".grid").style.getPropertyValue("--columns"));
  const here = Math.max(0, cards.indexOf(screen.root.activeElement));
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  const ends = { Home: 0, End: cards.length - 1, PageDown: here + 1, PageUp: here - 1 };
  if (!(key in steps) && !(key in ends)) return false;
  const wanted = key in steps ? here + steps[key] : ends[key];
  cards[wanted]?.focus();
  return true;
}

function helpPanel(screen) {
  const rows = screen.data.keys.map(([keys, does]) =>
    element(
      "div",
      {},
      element("dt", {}, keys.map((key) => element("kbd", {}, key))),
      element("dd", {}, does),
    ),
  );
  const box = element("input", { type: "checkbox" });
  box.checked = screen.hasLetterKeys;
  box.addEventListener("change", () => (screen.hasLetterKeys = box.checked));
  return [
    heading(screen, screen.words.help),
    element("dl", {}, rows),
    element("label", {}, box, ` ${screen.words.letter_keys}`),
  ];
}
