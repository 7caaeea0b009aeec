// Auto-advance: slides that go on by themselves, with a sign that says so and a pause.

const EVERY_SECONDS = 20;
const SHORTEST = 5;
const LONGEST = 120;

class AutoAdvance {
  constructor(screen) {
    this.screen = screen;
    this.state = "off";
    this.seconds = EVERY_SECONDS;
    this.left = EVERY_SECONDS;
  }

  toggle() {
    this.state = this.state === "on" ? "paused" : "on";
    clearInterval(this.clock);
    if (this.state === "on") {
      this.left = this.seconds;
      this.clock = setInterval(() => this.tick(), 1000);
    }
    this.say();
    this.screen.live.textContent = this.text();
  }

  /** A panel or the black screen holds the time. */
  tick() {
    if (this.screen.open || this.screen.isBlack || document.hidden) return;
    this.left -= 1;
    if (this.left > 0) this.say();
    else this.screen.go((this.screen.at + 1) % this.screen.data.slides.length);
  }

  restart() {
    this.left = this.seconds;
  }

  slower(seconds) {
    this.seconds = Math.min(Math.max(this.seconds + seconds, SHORTEST), LONGEST);
    this.left = Math.min(this.left, this.seconds);
    if (this.state === "off") this.state = "paused";
    this.say();
    this.screen.live.textContent = this.text();
  }

  text() {
    const { words } = this.screen;
    const every = filled(words.auto_every, { seconds: this.seconds });
    if (this.state === "paused") return `${words.auto_paused}. ${every}`;
    return filled(words.auto_next, { seconds: this.left });
  }

  say() {
    const { pill, controls } = this.screen;
    pill.toggleAttribute("hidden", this.state === "off");
    pill.className = `pill ${this.state}`;
    pill.textContent = this.state === "off" ? "" : this.text();
    const button = controls.querySelector('[data-act="auto"]');
    button.setAttribute("aria-pressed", String(this.state === "on"));
  }

  stop() {
    clearInterval(this.clock);
  }
}
