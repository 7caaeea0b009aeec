// The presenter's window: what to say, what comes next, and how long it has taken. It can lie on the
// laptop while the slides are on the projector; keys do there what they do here.

class NotesWindow {
  constructor(screen) {
    this.screen = screen;
  }

  get isOpen() {
    return Boolean(this.window && !this.window.closed);
  }

  /** To the front where it is open already. */
  open() {
    const { screen } = this;
    if (this.isOpen) {
      this.window.focus();
      return;
    }
    this.window = window.open("", "npm-notes", "popup,width=900,height=720");
    if (!this.window) {
      screen.notice.textContent = screen.words.notes_blocked;
      return;
    }
    this.begun ??= Date.now();
    this.window.addEventListener("keydown", (event) => screen.keys.pressed(event));
    clearInterval(this.clock);
    this.clock = setInterval(() => this.tick(), 1000);
    this.show();
  }

  show() {
    if (!this.isOpen) return;
    const { screen } = this;
    const { words, data, at } = screen;
    const page = this.window.document;
    const [slide, next] = [data.slides[at], data.slides[at + 1]];
    page.title = `${words.notes}: ${slide.chapter}`;
    page.documentElement.lang = data.language;
    this.time = element("p", { role: "timer", style: "font-size: 40px; font-weight: 700; margin: 0" });
    const anew = button(words.notes_anew, () => this.startAnew(), { style: "font: inherit" });
    const place = filled(words.slide, { number: at + 1, total: data.slides.length });
    const notes = slide.notes.length ? slide.notes : [words.no_notes];
    page.body.style.cssText =
      "background: Canvas; color: CanvasText; font: 22px/1.4 'Source Sans', 'Noto Sans', sans-serif; margin: 24px";
    page.body.replaceChildren(
      element("div", { style: "align-items: baseline; display: flex; gap: 24px" }, this.time, anew),
      element("p", {}, `${place}. ${slide.chapter}`),
      element("h1", { style: "font-size: 30px; line-height: 1.2" }, slide.sentence),
      ...notes.map((note) => element("p", {}, note)),
      element("hr"),
      element("p", {}, next ? `${words.notes_next}: ${next.sentence}` : words.notes_last),
    );
    this.tick();
  }

  tick() {
    if (!this.isOpen) {
      clearInterval(this.clock);
      return;
    }
    const seconds = Math.floor((Date.now() - this.begun) / 1000);
    const rest = String(seconds % 60).padStart(2, "0");
    const time = `${Math.floor(seconds / 60)}:${rest}`;
    this.time.textContent = filled(this.screen.words.notes_time, { time });
  }

  startAnew() {
    this.begun = Date.now();
    this.tick();
  }

  close() {
    clearInterval(this.clock);
    this.window?.close();
  }
}
