// The edge between chat and coach's view, which can be moved with a pointer and with the arrow keys. The share is kept.
import { keep, kept } from "./kept.js";

const NARROWEST = 28; // per cent of the window
const WIDEST = 70;
const USUAL = 40;
const STEP = 2;

export class Edge {
  #share = USUAL;

  constructor({ edge, app }) {
    Object.assign(this, { edge, app });
    edge.setAttribute("aria-valuemin", NARROWEST);
    edge.setAttribute("aria-valuemax", WIDEST);
    edge.addEventListener("pointerdown", (event) => this.#grip(event));
    edge.addEventListener("pointermove", (event) => this.#drag(event));
    edge.addEventListener("keydown", (event) => this.#step(event));
    edge.addEventListener("dblclick", () => this.#set(USUAL));
    this.#set(Number(kept("coach-width")) || USUAL);
  }

  #grip(event) {
    event.preventDefault();
    this.edge.focus();
    this.edge.setPointerCapture(event.pointerId);
  }

  #drag(event) {
    if (this.edge.hasPointerCapture(event.pointerId)) this.#set(100 - (event.clientX / window.innerWidth) * 100);
  }

  #step(event) {
    const shares = { ArrowLeft: this.#share + STEP, ArrowRight: this.#share - STEP, Home: WIDEST, End: NARROWEST };
    if (!(event.key in shares)) return;
    event.preventDefault();
    this.#set(shares[event.key]);
  }

  #set(share) {
    this.#share = Math.round(Math.min(WIDEST, Math.max(NARROWEST, share)));
    this.app.style.setProperty("--coach", `${this.#share}vw`);
    this.edge.setAttribute("aria-valuenow", this.#share);
    this.edge.setAttribute("aria-valuetext", `${this.#share} per cent of the window`);
    keep("coach-width", String(this.#share));
  }
}
