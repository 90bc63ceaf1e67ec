// The command menu above the message field. The focus stays in the field, or goes into the list: the marked command is told to a
// screen reader by aria-activedescendant. Opens while a lone "/word" is being typed, or from its button.
import { element } from "./dom.js";

export class CommandMenu {
  #all = [];
  #shown = [];
  #marked = 0;
  #byButton = false;
  #dismissed = null;

  /** `onChoose("/help")` sends a command. */
  constructor({ list, field, button, onChoose }) {
    Object.assign(this, { list, field, button, onChoose });
    button.addEventListener("click", () => this.#toggle());
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    for (const stop of [field, button, list]) stop.addEventListener("blur", (event) => this.#left(event.relatedTarget));
    list.addEventListener("keydown", (event) => this.#keyInList(event));
  }

  set commands(commands) {
    this.#all = commands;
    this.button.hidden = commands.length === 0;
    this.typed();
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** The field's text changed. */
  typed() {
    const word = /^\/\S*$/.test(this.field.value) ? this.field.value.slice(1).toLowerCase() : null;
    if (word !== this.#dismissed) this.#dismissed = null;
    if (word === null && this.#byButton && this.field.value === "") return;
    this.#byButton = false;
    if (word === null || this.#dismissed === word) return this.close();
    this.#show(this.#all.filter(({ command }) => command.startsWith(word)));
  }

  /** True if the key was the menu's, and nobody else's. */
  key(event) {
    if (!this.isOpen) return false;
    if (event.key === "ArrowDown") this.#mark(this.#marked + 1);
    else if (event.key === "ArrowUp") this.#mark(this.#marked - 1);
    else if (event.key === "Enter" && !event.shiftKey) this.#choose(this.#shown[this.#marked]);
    else if (event.key === "Tab" && !event.shiftKey && event.target === this.field) this.#complete();
    else if (event.key === "Escape") this.#dismiss();
    else return false;
    event.preventDefault();
    return true;
  }

  close() {
    this.#byButton = false;
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    for (const holder of [this.field, this.list]) holder.removeAttribute("aria-activedescendant");
  }

  #left(next) {
    if (![this.field, this.button, this.list].includes(next)) this.close();
  }

  /** What is typed there belongs into the field. */
  #keyInList(event) {
    const closes = ["Enter", "Escape"].includes(event.key);
    if (closes || (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey)) this.field.focus();
    this.key(event);
  }

  #toggle() {
    if (this.isOpen) return this.close();
    this.field.focus();
    this.#byButton = true;
    this.#show(this.#all);
  }

  #show(commands) {
    this.#shown = commands;
    if (!commands.length) return this.close();
    this.list.replaceChildren(...commands.map((command, index) => this.#option(command, index)));
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.#mark(0);
  }

  #option(command, index) {
    const option = element(
      "li",
      { id: `command-${index}`, class: "command", role: "option" },
      element("span", { class: "command-name" }, `/${command.command}`),
      element("span", { class: "command-words" }, command.description),
    );
    // On pointerdown the field would lose its focus, and the menu would close under the finger.
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => this.#choose(command));
    return option;
  }

  #mark(index) {
    this.#marked = (index + this.#shown.length) % this.#shown.length;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === this.#marked)));
    this.list.children[this.#marked].scrollIntoView({ block: "nearest" });
    for (const holder of [this.field, this.list]) holder.setAttribute("aria-activedescendant", `command-${this.#marked}`);
  }

  #choose({ command }) {
    this.close();
    this.onChoose(`/${command}`);
  }

  /** The command's name and a space, so that something can be added to it: "/start shame". */
  #complete() {
    this.field.value = `/${this.#shown[this.#marked].command} `;
    this.close();
  }

  #dismiss() {
    this.#dismissed = this.field.value.slice(1).toLowerCase();
    this.close();
  }
}
