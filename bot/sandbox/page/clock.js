// The sandbox's clock: shows it, runs it between two answers of the server, and asks to have it moved.
import { advanceClock, advanceToPrompt, resetClock } from "./api.js";
import { dateOf, dayKey, offsetLabel, timeOf } from "./dates.js";
import { setText } from "./dom.js";

const HOUR_S = 3_600;
const MOVES = { now: resetClock, hour: () => advanceClock(HOUR_S), tomorrow: advanceToPrompt };

export class Clock {
  #read = { at: Date.now(), ticks: performance.now(), offset: 0 };
  #day = "";

  /** `actions`: person() who is asking, onMoved(words), onNewDay() when the date is another, onTrouble(error) when it was refused. */
  constructor(parts, actions) {
    Object.assign(this, parts, { actions });
    for (const button of this.root.querySelectorAll("[data-move]")) {
      button.addEventListener("click", () => this.#move(button, () => MOVES[button.dataset.move](this.actions.person())));
    }
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#move(this.form.querySelector("button"), () => advanceClock(this.minutes.valueAsNumber * 60));
    });
    setInterval(() => this.#show(), 1_000);
  }

  now() {
    return new Date(this.#read.at + performance.now() - this.#read.ticks);
  }

  set({ now, offset_seconds: offset }) {
    this.#read = { at: Date.parse(now), ticks: performance.now(), offset };
    this.#show();
  }

  #show() {
    const now = this.now();
    for (const node of [this.time, this.chip]) setText(node, timeOf(now));
    this.time.setAttribute("datetime", now.toISOString());
    setText(this.date, dateOf(now));
    setText(this.offset, offsetLabel(this.#read.offset));
    this.offset.classList.toggle("is-moved", Math.abs(this.#read.offset) >= 60);
    if (dayKey(now) === this.#day) return;
    this.#day = dayKey(now);
    this.actions.onNewDay();
  }

  async #move(button, ask) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      const clock = await ask();
      this.set(clock);
      this.actions.onMoved(`The clock says ${timeOf(this.now())}, ${dateOf(this.now())}.`);
    } catch (error) {
      this.actions.onTrouble(error);
    } finally {
      button.removeAttribute("aria-busy");
    }
  }
}
