// Which key does what. Letters and digits go by their place on the keyboard: in Kazakh and Russian
// layouts they write others, and a presenter's clicker sends places.

const NUMBER_MILLISECONDS = 1500;
const MOVES = {
  ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, Enter: 1,
  ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1,
};
const LETTERS = {
  KeyO: (screen) => screen.toggle("overview"),
  KeyN: (screen) => screen.notes.open(),
  KeyA: (screen) => screen.auto.toggle(),
  KeyB: (screen) => screen.setBlack(true),
  KeyF: (screen) => screen.fillTheScreen(),
  KeyL: (screen) => screen.nextLanguage(),
  Period: (screen) => screen.setBlack(true),
  Equal: (screen) => screen.auto.slower(5),
  NumpadAdd: (screen) => screen.auto.slower(5),
  Minus: (screen) => screen.auto.slower(-5),
  NumpadSubtract: (screen) => screen.auto.slower(-5),
};

class Keys {
  constructor(screen) {
    this.screen = screen;
    this.typed = "";
  }

  pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (this.takes(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** Does what the key says; false where it is the browser's. */
  takes(event) {
    const { screen } = this;
    if (screen.isBlack) {
      screen.setBlack(false);
      return true;
    }
    if (event.key === "Escape") {
      if (screen.open) screen.toggle(screen.open);
      else screen.leave();
      return true;
    }
    if (screen.hasLetterKeys && this.takesLetter(event)) return true;
    if (isOnAButton(event) && (event.key === " " || event.key === "Enter")) return false;
    if (screen.open === "overview") return walkOverview(screen, event.key);
    if (screen.open === "help") return false;
    return this.takesMove(event);
  }

  takesMove({ key }) {
    const { screen } = this;
    if (key === "Enter" && this.typed) this.typed = "";
    else if (key in MOVES) screen.go(screen.at + MOVES[key]);
    else if (key === "Home") screen.go(0);
    else if (key === "End") screen.go(screen.data.slides.length - 1);
    // What a clicker sends to begin; the browser would load the page anew.
    else if (key === "F5") screen.fillTheScreen({ only: true });
    else return false;
    return true;
  }

  takesLetter(event) {
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
    if (event.key === "?") this.screen.toggle("help");
    // Before the signs: in the Kazakh layout the place of 7 writes a full stop.
    else if (digit && !event.shiftKey) this.digit(digit[1]);
    else if (event.key === ".") this.screen.setBlack(true);
    else if (event.key === "+") this.screen.auto.slower(5);
    else if (event.code in LETTERS && !event.shiftKey) LETTERS[event.code](this.screen);
    else return false;
    return true;
  }

  /** `3` is the third slide and `0` the tenth; `1` `2` in one go is the twelfth. */
  digit(digit) {
    const { screen } = this;
    const total = screen.data.slides.length;
    const both = Number(this.typed + digit);
    this.typed = this.typed && both >= 1 && both <= total ? this.typed + digit : digit;
    const number = this.typed === "0" ? 10 : Number(this.typed);
    clearTimeout(this.forget);
    this.forget = setTimeout(() => (this.typed = ""), NUMBER_MILLISECONDS);
    if (number > total) return;
    screen.go(number - 1);
    if (screen.open === "overview") {
      screen.focusPanel(number);
      screen.showPanel();
    }
  }
}

function isOnAButton(event) {
  return ["BUTTON", "INPUT"].includes(event.composedPath()[0].tagName);
}
