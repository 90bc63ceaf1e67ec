// The buttons under one message: a toolbar with a single tab stop, walked with the arrow keys. A press is handed on; while it is
// being answered the button is busy and does not take a second one.
import { element, icon } from "./dom.js";

const STEPS = { ArrowLeft: "previous", ArrowRight: "next", ArrowUp: "above", ArrowDown: "below", Home: "first", End: "last" };

/** `onPress(data)` returns a promise; `onFocusLost()` is called when the focused button goes away with its row. */
export class Keyboard {
  #rows = [];
  #nodes = [];

  constructor({ onPress, onFocusLost }) {
    this.onPress = onPress;
    this.onFocusLost = onFocusLost;
    this.element = element("div", { class: "keyboard", role: "toolbar", "aria-label": "Answers", onkeydown: (event) => this.#walk(event) });
    this.element.addEventListener("focusin", (event) => this.#keepTabStop(event.target));
    this.element.hidden = true;
  }

  show(rows) {
    if (JSON.stringify(rows) === JSON.stringify(this.#rows)) return;
    const sameShape = shape(rows) === shape(this.#rows);
    this.#rows = rows;
    if (sameShape) this.#relabel();
    else this.#rebuild();
  }

  #relabel() {
    this.#rows.flat().forEach((button, index) => {
      const label = this.#nodes.flat()[index].querySelector(".key-label");
      if (label.textContent !== button.text) label.textContent = button.text;
      if (button.url) this.#nodes.flat()[index].setAttribute("href", button.url);
    });
  }

  #rebuild() {
    const focused = this.#nodes.flat().indexOf(document.activeElement);
    this.#nodes = this.#rows.map((row, y) => row.map((button, x) => this.#key(button, y, x)));
    this.element.replaceChildren(...this.#nodes.map((keys) => element("div", { class: "keyboard-row" }, ...keys)));
    this.element.hidden = this.#rows.length === 0;
    this.#nodes.flat()[0]?.setAttribute("tabindex", "0");
    if (focused < 0) return;
    const successor = this.#nodes.flat()[focused];
    if (successor) successor.focus({ preventScroll: true });
    else this.onFocusLost();
  }

  #key(button, y, x) {
    const label = element("span", { class: "key-label", dir: "auto" }, button.text);
    if (button.url) return element("a", { class: "key", href: button.url, target: "_blank", rel: "noopener noreferrer", tabindex: -1 }, label, icon("link"));
    // Told as disabled, and still a stop on the walk through the keys: its words are there to be read.
    if (button.disabled) return element("button", { type: "button", class: "key", tabindex: -1, "aria-disabled": "true" }, label);
    const key = element("button", { type: "button", class: "key", tabindex: -1 }, label);
    key.addEventListener("click", () => this.#press(key, y, x));
    return key;
  }

  async #press(key, y, x) {
    if (key.getAttribute("aria-busy") === "true") return;
    key.setAttribute("aria-busy", "true");
    try {
      await this.onPress(this.#rows[y][x].data);
    } finally {
      key.removeAttribute("aria-busy");
    }
  }

  #keepTabStop(target) {
    const keys = this.#nodes.flat();
    if (!keys.includes(target)) return;
    for (const key of keys) key.setAttribute("tabindex", key === target ? "0" : "-1");
  }

  #walk(event) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const y = this.#nodes.findIndex((keys) => keys.includes(event.target));
    const goal = this.#goal(step, y, this.#nodes[y].indexOf(event.target));
    goal?.focus();
  }

  #goal(step, y, x) {
    const keys = this.#nodes.flat();
    const index = keys.indexOf(this.#nodes[y][x]);
    const inRow = (keysOfRow) => keysOfRow?.[Math.min(x, keysOfRow.length - 1)];
    switch (step) {
      case "previous": return keys[index - 1];
      case "next": return keys[index + 1];
      case "above": return inRow(this.#nodes[y - 1]);
      case "below": return inRow(this.#nodes[y + 1]);
      case "first": return keys[0];
      default: return keys.at(-1);
    }
  }
}

/** Two keyboards of one shape differ in words only, and can be told apart without building new buttons. */
const shape = (rows) => rows.map((row) => row.map(kindOf).join(" ")).join("/");
const kindOf = (button) => (button.url ? "link" : button.disabled ? "disabled" : "key");
