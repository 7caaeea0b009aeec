// The screen: which slide stands on it, what lies over it, and what the address says.

const IDLE_MILLISECONDS = 4000;

class Screen {
  constructor(root, component) {
    this.root = root;
    this.at = 0;
    this.open = null; // the panel over the slide: "overview" or "help"
    this.decks = {}; // by language: nobody waits for the server, and it may be lost
    this.notes = new NotesWindow(this);
    this.isBlack = false;
    this.hasLetterKeys = true;
    this.dialog = element("dialog", { class: "forum" });
    root.append(this.dialog);
    this.auto = new AutoAdvance(this);
    this.keys = new Keys(this);
    this.listeners = new AbortController();
    this.take(component);
    this.listen();
    this.dialog.showModal();
    this.stage.focus();
  }

  /** What the server sent: the deck, in further languages a little later, or of another version. */
  take({ data, setTriggerValue }) {
    this.send = setTriggerValue;
    const sent = [data, ...data.others];
    const isOther = !this.decks[data.language] || this.decks[data.language].id !== data.id;
    if (isOther) this.decks = {};
    for (const deck of sent) this.decks[deck.language] = deck;
    this.newer = data.newer;
    this.back = data.back;
    this.known = data.known;
    if (isOther) {
      this.turnTo(this.decks[this.data?.language] ?? data);
      return;
    }
    this.showPanel();
    if (this.wanted) this.speak(this.wanted);
  }

  /** A deck in another language or of another version, at the slide that stands on the screen. */
  turnTo(deck) {
    const isFirst = !this.data;
    const standing = isFirst ? null : this.data.slides[this.at].key;
    this.data = deck;
    this.words = deck.words;
    this.build();
    this.at = isFirst ? this.called() : Math.max(0, this.indexOf(standing));
    this.showPanel();
    this.show();
    if (!isFirst) this.stage.focus();
  }

  indexOf(key) {
    return this.data.slides.findIndex((slide) => slide.key === key);
  }

  /** The slide that the address asks for; a notice says what it asks for in vain. */
  called() {
    const asked = new URL(location.href).searchParams;
    const [slide, version] = [asked.get("slide"), asked.get("version")];
    const notices = [];
    if (version && version !== this.data.version) {
      notices.push(filled(this.words.other_version, { version: version.split("-")[0] }));
    }
    const number = /^\d+$/.test(slide ?? "") ? Number(slide) - 1 : this.indexOf(slide);
    const isThere = number >= 0 && number < this.data.slides.length;
    if (slide && !isThere) notices.push(this.words.unknown_slide);
    this.notice.textContent = notices.join(" ");
    return isThere ? number : 0;
  }

  build() {
    const { data, words } = this;
    this.dialog.className = `forum ${data.look}`;
    this.dialog.lang = data.language;
    this.dialog.setAttribute("aria-label", words.title);
    this.slides = data.slides.map((slide) => slideElement(slide, words));
    this.notice = element("p", { class: "notice", role: "status" });
    this.pill = button("", () => this.auto.toggle(), { title: words.auto, hidden: true });
    this.source = element("span", { class: "source" });
    this.mark = element("span", { class: "mark" });
    this.number = element("p", { class: "number", "aria-hidden": "true" });
    this.live = element("p", { class: "live", "aria-live": "polite" });
    this.panel = element("div", { class: "panel", hidden: true });
    this.night = element("div", { class: "night", hidden: !this.isBlack });
    this.controls = controlsElement(this);
    const foot = element("footer", {}, this.source, this.mark);
    const head = element("div", { class: "head" }, this.pill, this.number);
    const deck = element("div", { class: "deck" }, this.slides);
    const stage = element(
      "div",
      { class: "stage", tabindex: "-1" },
      ...[this.notice, deck, foot, head, this.controls, this.panel, this.live, this.night],
    );
    this.dialog.replaceChildren(stage);
    this.stage = stage;
  }

  go(at) {
    const last = this.data.slides.length - 1;
    const wanted = Math.min(Math.max(at, 0), last);
    if (wanted !== this.at) this.notice.textContent = "";
    this.at = wanted;
    this.auto.restart();
    this.show();
  }

  show() {
    const { at, data, words } = this;
    const slide = data.slides[at];
    this.slides.forEach((element, number) => element.toggleAttribute("hidden", number !== at));
    this.source.textContent = slide.foot;
    this.mark.textContent = slide.mark;
    this.number.textContent = `${at + 1} / ${data.slides.length}`;
    const place = filled(words.slide, { number: at + 1, total: data.slides.length });
    this.live.textContent = `${place}. ${slide.chapter}. ${slide.sentence}`;
    this.notes.show();
    this.auto.say();
    this.remember(slide.key);
  }

  /** The address opens this deck at this slide; the server need not know of it. */
  remember(key) {
    const address = new URL(location.href);
    address.searchParams.set("slide", key);
    address.searchParams.set("version", this.data.version);
    address.searchParams.set("lang", this.data.language);
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  toggle(name) {
    this.open = this.open === name ? null : name;
    this.showPanel();
    if (this.open === "overview") this.send("check", true);
    if (this.open) this.focusPanel();
    else this.stage.focus();
  }

  focusPanel(number) {
    const card = this.panel.querySelector(number ? `[data-number="${number}"]` : "[autofocus]");
    (card ?? this.panel.querySelector("button")).focus();
  }

  showPanel() {
    const made = this.open ? PANELS[this.open](this) : [];
    const focused = this.root.activeElement;
    const hadFocus = this.panel.contains(focused);
    this.panel.className = `panel ${this.open ?? ""}`;
    this.panel.toggleAttribute("hidden", !this.open);
    this.panel.replaceChildren(...made);
    if (hadFocus && this.open) this.focusPanel(focused.dataset.number);
  }

  setBlack(isBlack) {
    this.isBlack = isBlack;
    this.night.toggleAttribute("hidden", !isBlack);
    this.live.textContent = isBlack ? this.words.is_black : "";
    if (!isBlack) this.show();
  }

  /** In place; a language that is not here yet comes when it is. */
  speak(language) {
    const deck = this.decks[language];
    this.wanted = deck ? null : language;
    if (deck && deck !== this.data) this.turnTo(deck);
  }

  nextLanguage() {
    const codes = this.data.languages.map(([code]) => code);
    this.speak(codes[(codes.indexOf(this.data.language) + 1) % codes.length]);
  }

  /** And back, unless it may only fill it. */
  fillTheScreen({ only = false } = {}) {
    if (document.fullscreenElement) {
      if (!only) document.exitFullscreen();
    } else this.dialog.firstElementChild.requestFullscreen?.().catch(() => {});
  }

  /** Back in the session; by the address where the server does not answer. */
  leave() {
    if (this.leaving) return;
    const { language } = this.data;
    const back = this.back.replace(/\blang=\w+/, `lang=${language}`);
    this.leaving = setTimeout(() => location.assign(back), 4000);
    this.send("leave", language);
  }

  listen() {
    const { signal } = this.listeners;
    const on = (target, kind, act) => target.addEventListener(kind, act, { signal, capture: true });
    on(window, "keydown", (event) => this.keys.pressed(event));
    on(this.dialog, "cancel", (event) => {
      event.preventDefault();
      this.leave();
    });
    on(this.dialog, "pointermove", () => this.stir());
    on(this.dialog, "pointerdown", () => this.stir());
    on(this.dialog, "click", (event) => this.clicked(event));
    this.stir();
  }

  /** The hall sees no buttons: they go while no pointer moves and come back with it or with focus. */
  stir() {
    this.dialog.classList.remove("idle");
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.dialog.classList.add("idle"), IDLE_MILLISECONDS);
  }

  /** A click beside the buttons goes on, in the left third back; from black it brings the slide. */
  clicked(event) {
    if (this.isBlack) {
      event.stopPropagation();
      this.setBlack(false);
      return;
    }
    const button = event.target.closest("button, label, input");
    // After a pointer's click the keys belong to the slides again.
    if (button && event.detail && !this.open) setTimeout(() => this.stage.focus());
    if (button || this.open || !event.target.closest(".deck")) return;
    if (!getSelection().isCollapsed) return;
    this.go(this.at + (event.clientX < innerWidth / 3 ? -1 : 1));
  }

  end() {
    this.listeners.abort();
    this.auto.stop();
    this.notes.close();
    clearTimeout(this.idle);
    clearTimeout(this.leaving);
    if (document.fullscreenElement) document.exitFullscreen();
    this.dialog.remove();
  }
}
