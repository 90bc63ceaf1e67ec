// The graph of one dialogue, with the state where somebody is lit and in sight. The picture itself is drawn by the server.
import { readGraph } from "./api.js";

const SMALLEST = 0.35;
const LARGEST = 2;
const STEP = 1.25;
const READABLE = 0.9; // smaller than that it is not drawn unasked
const MARGIN_PX = 12;
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

export class Graph {
  #key = null;
  #wanted = null;
  #text = null;
  #svg = null;
  #size = { width: 0, height: 0 };
  #scale = null; // until somebody chose one, it follows from the picture and the room

  constructor({ graph, room, smaller, larger, here }) {
    Object.assign(this, { graph, room, here });
    smaller.addEventListener("click", () => this.#zoom(1 / STEP));
    larger.addEventListener("click", () => this.#zoom(STEP));
    here.addEventListener("click", () => this.#bring());
    new ResizeObserver(() => this.#resized()).observe(room);
  }

  /** `picture`: {dialogue, version, language, revision, title, state}, or null for none. The lit state is `state`, or none. */
  async show(picture) {
    this.#wanted = picture;
    this.graph.hidden = picture === null;
    if (picture === null) return;
    const key = [picture.dialogue, picture.version, picture.language, picture.revision].join("\n");
    if (key !== this.#key) {
      const drawn = await readGraph(picture).catch(() => null);
      if (picture !== this.#wanted || drawn === null) return;
      this.#key = key;
      this.#swap(drawn.svg);
    }
    this.#light(picture);
  }

  /** Only where the picture is another: words that were edited elsewhere change nothing here. */
  #swap(text) {
    if (text === this.#text) return;
    const read = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    if (read.localName !== "svg") return;
    this.#text = text;
    this.#svg = document.importNode(read, true);
    this.#size = { width: Number(read.getAttribute("width")), height: Number(read.getAttribute("height")) };
    this.room.replaceChildren(this.#svg);
    this.#resize();
  }

  #light({ title, state }) {
    const card = state ? this.room.querySelector(`#state-${CSS.escape(state)}`) : null;
    const lit = this.room.querySelector(".here");
    this.here.hidden = card === null;
    this.room.setAttribute("aria-label", state ? `${title}, now at ${state}` : title);
    if (card && card === lit) return;
    lit?.classList.remove("here");
    card?.classList.add("here");
    if (card) this.#bring();
    else this.room.scrollTo({ top: 0, left: 0 });
  }

  #bring() {
    const card = this.room.querySelector(".here");
    if (!card) return;
    const [room, box] = [this.room.getBoundingClientRect(), card.getBoundingClientRect()];
    this.room.scrollBy({
      top: amid(box.top - room.top, box.height, room.height),
      left: amid(box.left - room.left, box.width, room.width),
      behavior: STILL.matches ? "auto" : "smooth",
    });
  }

  #zoom(factor) {
    this.#scale = Math.min(LARGEST, Math.max(SMALLEST, this.#drawnAt * factor));
    this.#resize();
    this.#bring();
  }

  get #drawnAt() {
    return this.#scale ?? Math.min(1, Math.max(READABLE, this.room.clientWidth / this.#size.width));
  }

  #resize() {
    this.#svg.setAttribute("width", this.#size.width * this.#drawnAt);
    this.#svg.setAttribute("height", this.#size.height * this.#drawnAt);
  }

  #resized() {
    if (!this.#svg || this.room.clientWidth === 0) return;
    this.#resize();
    this.#bring();
  }
}

/** How far to scroll to have something in the middle; what is larger than the room begins where the room does. */
const amid = (start, size, room) => (size > room ? start - MARGIN_PX : start + size / 2 - room / 2);
