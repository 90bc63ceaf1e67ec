// The place where one writes: a field that grows with its text, the command menu, and editing a message sent before. It asks
// for sending and editing; it does neither.
import { CommandMenu } from "./commands.js";
import { setText } from "./dom.js";

export class Composer {
  #editing = null;
  #draftBefore = "";
  #drafts = new Map();
  #person = null;

  /** `actions`: onSend(text), onEdit(id, text), both promises of true if it went well; lastOwnText(), onUnblock(). */
  constructor(parts, actions) {
    Object.assign(this, parts, { actions });
    const { field, list, commandButton: button } = this;
    this.menu = new CommandMenu({ list, field, button, onChoose: (command) => this.#sendCommand(command) });
    this.form.addEventListener("submit", (event) => this.#submit(event));
    this.field.addEventListener("input", () => this.#changed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.editingCancel.addEventListener("click", () => this.cancelEditing());
    this.unblock.addEventListener("click", () => actions.onUnblock());
    new ResizeObserver(() => this.#grow()).observe(this.form);
  }

  set commands(commands) {
    this.menu.commands = commands;
  }

  set blocked(blocked) {
    const hadFocus = this.root.contains(document.activeElement);
    const changed = this.form.hidden !== blocked;
    this.form.hidden = blocked;
    this.unblock.hidden = !blocked;
    if (changed && hadFocus) this.focus();
  }

  focus() {
    (this.form.hidden ? this.unblock : this.field).focus({ preventScroll: true });
  }

  /** Each person keeps the draft they left. */
  switchTo(person) {
    this.cancelEditing({ refocus: false });
    if (this.#person !== null) this.#drafts.set(this.#person, this.field.value);
    this.#person = person;
    this.#put(this.#drafts.get(person) ?? "");
  }

  edit(message) {
    if (!this.#editing) this.#draftBefore = this.field.value;
    this.#editing = message;
    this.root.classList.add("is-editing");
    this.editing.hidden = false;
    setText(this.editingText, message.text);
    this.send.setAttribute("aria-label", "Save the edit");
    this.#put(message.text);
    this.focus();
  }

  cancelEditing({ refocus = true } = {}) {
    if (!this.#editing) return;
    this.#editing = null;
    this.root.classList.remove("is-editing");
    this.editing.hidden = true;
    this.send.setAttribute("aria-label", "Send");
    this.#put(this.#draftBefore);
    if (refocus) this.focus();
  }

  #put(text) {
    this.field.value = text;
    this.field.setSelectionRange(text.length, text.length);
    this.#changed();
  }

  #changed() {
    this.root.classList.toggle("is-empty", !this.field.value.trim());
    this.#grow();
    if (!this.#editing) this.menu.typed();
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  #key(event) {
    // While letters are being composed (Japanese, Chinese, accents), Enter and Escape belong to that.
    if (event.isComposing || this.menu.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) this.#submit(event);
    else if (event.key === "Escape" && this.#editing) this.cancelEditing();
    else if (event.key === "ArrowUp" && !this.field.value && !this.#editing) this.#editLast(event);
  }

  #editLast(event) {
    const message = this.actions.lastOwnText();
    if (!message) return;
    event.preventDefault();
    this.edit(message);
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    this.focus();
    if (!text) return;
    if (this.#editing) await this.#saveEdit(text);
    else await this.#sendDraft(text);
  }

  async #saveEdit(text) {
    const message = this.#editing;
    if (text === message.text || (await this.actions.onEdit(message.id, text))) this.cancelEditing();
  }

  /** The field is free at once for the next words; what could not be sent comes back into it. */
  async #sendDraft(text) {
    this.#put("");
    const person = this.#person;
    if (await this.actions.onSend(text)) return;
    if (person === this.#person) this.#put([text, this.field.value].filter(Boolean).join("\n"));
    else this.#drafts.set(person, text);
  }

  async #sendCommand(command) {
    if (this.field.value.startsWith("/")) this.#put("");
    this.focus();
    await this.actions.onSend(command);
  }
}
