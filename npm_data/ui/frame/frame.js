// What Streamlit's page lacks for people who listen to it: its language, names of its own buttons,
// lists that are lists, and changes that are said. Runs once in a window.
(() => {
  if (window.npmMend) return;
  const all = WORDS;
  // The address says the language, and before it does the browser's is meant, as on the server.
  const language = () => {
    const named = new URLSearchParams(location.search).get('lang') ?? navigator.language;
    const code = named.slice(0, 2).toLowerCase();
    return Object.hasOwn(all, code) ? code : 'en';
  };
  const words = () => all[language()];

  const set = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  const ours = (english, element) => {
    const { names, beginnings } = words();
    if (element.closest(UPLOADER) && ofUploader(english)) return ofUploader(english);
    if (Object.hasOwn(names, english)) return names[english];
    const found = Object.keys(beginnings).find((each) => english.startsWith(each));
    return found && beginnings[found] + english.slice(found.length);
  };

  // What the field for files says of itself; a size stands between braces.
  const UPLOADER = '[data-testid="stFileUploader"], [data-testid="stTooltipErrorContent"]';
  const NAME_OF_A_FILE = '[data-testid="stFileChipName"]';
  const ofUploader = (english) => {
    for (const [pattern, text] of words().uploader) {
      const found = english.trim().match(new RegExp(pattern));
      if (found) return text.replace('{size}', sizeOf(found[1] ?? ''));
    }
    return null;
  };

  const sizeOf = (english) => {
    const size = english.replace(/[.,]0$/, '');
    return language() === 'en' ? size : size.replace('.', ',');
  };

  // Texts rather than names: the English that a text node had is remembered for the next language.
  const given = new WeakMap();
  const mendUploader = () => {
    for (const field of document.querySelectorAll(UPLOADER)) {
      const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        const known = given.get(node);
        const english = known && known.text === node.nodeValue ? known.english : node.nodeValue;
        if (node.parentElement.closest(NAME_OF_A_FILE)) continue;
        const text = ofUploader(english);
        if (!text) continue;
        given.set(node, { english, text });
        if (node.nodeValue !== text) node.nodeValue = text;
      }
    }
  };

  // A name that is no longer the one given here was set anew by Streamlit.
  const nameButtons = () => {
    for (const element of document.querySelectorAll('[aria-label]')) {
      const now = element.getAttribute('aria-label');
      const english = now === element.dataset.given ? element.dataset.english : now;
      const name = ours(english, element);
      if (!name) continue;
      element.dataset.english = english;
      element.dataset.given = name;
      set(element, 'aria-label', name);
    }
  };

  // The few words of Streamlit's own that are seen: above the menu, in lists, without a server.
  const TEXTS = '[data-testid="stSkipToContent"], [role="option"] > span, [role="dialog"] *';
  const nameTexts = () => {
    const { texts } = words();
    for (const element of document.querySelectorAll(TEXTS)) {
      if (element.childElementCount) continue;
      const now = element.textContent;
      const english = now === element.dataset.given ? element.dataset.english : now;
      if (!Object.hasOwn(texts, english) || now === texts[english]) continue;
      element.dataset.english = english;
      element.dataset.given = texts[english];
      element.textContent = texts[english];
    }
  };

  // A chart is one picture, an icon beside words is none; both say in English what they are.
  const nameKinds = () => {
    for (const element of document.querySelectorAll('[aria-roledescription]'))
      if (element.matches('[data-testid="stVegaLiteChart"]'))
        set(element, 'aria-roledescription', words().chart);
      else element.removeAttribute('aria-roledescription');
    for (const icon of document.querySelectorAll('[role="img"][aria-label$=" icon"]')) {
      icon.removeAttribute('aria-label');
      set(icon, 'aria-hidden', 'true');
    }
  };

  // The menu's sections stand as boxes in one list, which is none: each becomes a list.
  const mendMenu = () => {
    for (const list of document.querySelectorAll('[data-testid="stSidebarNavItems"]')) {
      set(list, 'role', 'none');
      for (const child of list.children)
        if (child.tagName === 'LI') set(child, 'role', 'none');
        else markSection(child);
    }
  };

  const markSection = (section) => {
    set(section, 'role', 'list');
    const heading = section.querySelector('header [data-testid="stMarkdownContainer"]');
    if (heading) set(section, 'aria-label', heading.textContent);
  };

  // A table wider than its box scrolls in it; without a stop there, only by hand.
  const BOXES = '[data-testid="stExpander"] details > div, [data-testid="stTable"], '
    + '[data-testid="stTable"] > div, [data-testid="stMarkdownContainer"]';
  const stopAtWideTables = () => {
    for (const box of document.querySelectorAll(BOXES)) {
      const scrolls = box.scrollWidth > box.clientWidth + 1 && box.querySelector('table')
        && ['auto', 'scroll'].includes(getComputedStyle(box).overflowX);
      if (scrolls) {
        set(box, 'tabindex', '0');
        set(box, 'role', 'region');
        set(box, 'aria-label', words().table);
      } else if (box.getAttribute('role') === 'region') {
        for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
      }
    }
  };

  const voice = document.createElement('div');
  voice.className = 'npm-said';
  voice.setAttribute('role', 'status');
  document.body.append(voice);
  let said = null;
  // An icon is a word in another font: `update` is not meant to be said.
  const withoutIcons = (element) =>
    [...element.querySelectorAll('[data-testid="stIconMaterial"]')]
      .reduce((text, icon) => text.replace(icon.innerText, ''), element.innerText).trim();
  const saidHere = () =>
    [...document.querySelectorAll('[class*="st-key-said"], [data-testid="stAlert"]')]
      .filter((element) => !element.closest('[role="dialog"]'))
      .map(withoutIcons).join('. ');

  const sayChanges = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (!app || app.dataset.testScriptState !== 'notRunning') return;
    const now = saidHere();
    if (said !== null && now !== said) voice.textContent = now;
    said = now;
  };

  // A dialog stands beside the page and would not know that the page is dark.
  const tellTheme = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (app) document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme;
  };

  window.npmMend = () => {
    document.documentElement.lang = language();
    [tellTheme, nameButtons, nameTexts, nameKinds, mendUploader, mendMenu, stopAtWideTables, sayChanges]
      .forEach((mend) => mend());
  };
  let waiting = 0;
  new MutationObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(window.npmMend, 120);
  }).observe(document.body, {
    subtree: true, childList: true, characterData: true,
    attributes: true,
    attributeFilter: ['data-test-script-state', 'aria-label', 'aria-roledescription'],
  });
  // A link in a text or a table would open a window of its own. One to another page of the
  // dashboard opens in this one, as the menu's do: Streamlit goes where the browser's back leads.
  // How far the page had been read is kept with its address, for the way back.
  const main = () => document.querySelector('[data-testid="stMain"]');
  document.addEventListener('click', (click) => {
    const link = click.target.closest('[data-testid="stMarkdownContainer"] a[href]');
    if (!link || click.button || click.ctrlKey || click.metaKey || click.shiftKey) return;
    const { hash, href } = new URL(link.href);
    if (hash || new URL('.', href).href !== new URL('.', location.href).href) return;
    click.preventDefault();
    click.stopPropagation();
    history.replaceState({ ...history.state, npmRead: main().scrollTop }, '');
    const state = { npmRead: 0 };
    history.pushState(state, '', href);
    window.dispatchEvent(new PopStateEvent('popstate', { state }));
  }, true);
  window.addEventListener('popstate', ({ state }) => {
    if (state?.npmRead === undefined) return;
    // The page there comes in its own time; whoever begins to read elsewhere is let be.
    let rounds = 150;
    let held = 0;
    const letBe = () => { rounds = 0; };
    for (const kind of ['wheel', 'keydown', 'pointerdown'])
      window.addEventListener(kind, letBe, { once: true });
    const readOn = () => {
      const app = document.querySelector('[data-testid="stApp"]');
      if (rounds && app.dataset.testScriptState === 'notRunning') main().scrollTop = state.npmRead;
      held = Math.abs(main().scrollTop - state.npmRead) < 2 ? held + 1 : 0;
      rounds -= 1;
      if (rounds > 0 && held < 12) setTimeout(readOn, 100);
    };
    readOn();
  });
  window.addEventListener('resize', window.npmMend);
  document.addEventListener('toggle', window.npmMend, true);
  window.npmMend();
})();
