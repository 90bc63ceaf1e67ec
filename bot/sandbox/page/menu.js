// A small menu that opens from a button: arrow keys, Home and End walk it, Escape and a press elsewhere close it.
import { element, icon } from "./dom.js";

/** `items()` is asked at every opening and gives [{label, icon, run}]; an item with `choices` shows those as a row of its own. */
export class Menu {
  constructor(button, items) {
    this.button = button;
    this.items = items;
    this.element = element("div", { class: "menu", role: "menu", "aria-label": button.getAttribute("aria-label"), hidden: true });
    button.parentElement.append(this.element);
    button.addEventListener("click", () => (this.isOpen ? this.close() : this.open()));
    button.addEventListener("keydown", (event) => this.#openByKey(event));
    this.element.addEventListener("keydown", (event) => this.#walk(event));
    button.parentElement.addEventListener("focusout", (event) => this.#left(event));
    document.addEventListener("pointerdown", (event) => this.#pressedElsewhere(event));
  }

  get isOpen() {
    return !this.element.hidden;
  }

  open() {
    this.element.replaceChildren(...this.items().map((item) => this.#entry(item)));
    this.element.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.#entries[0]?.focus();
  }

  close({ refocus = true } = {}) {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    if (refocus) this.button.focus();
  }

  get #entries() {
    return [...this.element.querySelectorAll('[role="menuitem"]')];
  }

  #entry(item) {
    if (!item.choices) return this.#button(item, "menu-item", icon(item.icon), item.label);
    const choices = item.choices.map((choice) => this.#button(choice, "menu-choice", choice.label));
    const heading = element("span", { class: "menu-heading" }, icon(item.icon), item.label);
    return element("div", { class: "menu-group", role: "group", "aria-label": item.label }, heading, element("div", { class: "menu-choices" }, ...choices));
  }

  #button({ run, name }, style, ...content) {
    const choose = () => {
      this.close();
      run();
    };
    return element("button", { type: "button", class: style, role: "menuitem", tabindex: -1, "aria-label": name, onclick: choose }, ...content);
  }

  #openByKey(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    this.open();
    if (event.key === "ArrowUp") this.#entries.at(-1)?.focus();
  }

  #walk(event) {
    const entries = this.#entries;
    const here = entries.indexOf(document.activeElement);
    const goals = {
      ArrowDown: here + 1, ArrowRight: here + 1, ArrowUp: here - 1, ArrowLeft: here - 1, Home: 0, End: entries.length - 1,
    };
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    } else if (event.key in goals) {
      event.preventDefault();
      entries[(goals[event.key] + entries.length) % entries.length].focus();
    }
  }

  #left(event) {
    if (event.relatedTarget && !this.button.parentElement.contains(event.relatedTarget)) this.close({ refocus: false });
  }

  #pressedElsewhere(event) {
    if (this.isOpen && !this.button.parentElement.contains(event.target)) this.close({ refocus: false });
  }
}
