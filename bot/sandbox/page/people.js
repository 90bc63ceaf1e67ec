// The people one can be in this sandbox: a list to switch between, the last words of each chat, and a form to add one more.
import { timeOf } from "./dates.js";
import { element, setText } from "./dom.js";

const COLOURS = 6;

export class People {
  #rows = new Map();
  #current = null;

  /** `actions`: onSwitch(id), onAdd(name) which resolves to true if the person was added. */
  constructor({ list, addButton, form, name }, actions) {
    Object.assign(this, { list, addButton, form, name, actions });
    addButton.addEventListener("click", () => this.#showForm(form.hidden));
    form.addEventListener("submit", (event) => this.#submit(event));
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#showForm(false);
    });
  }

  set current(id) {
    this.#current = id;
    for (const [person, { button }] of this.#rows) this.#markCurrent(button, person);
    const row = this.#rows.get(id);
    row?.button.classList.remove("unread");
    if (row) this.#name(row);
  }

  show(people) {
    const known = new Map(people.map((person) => [person.id, person]));
    for (const [id, { item }] of this.#rows) {
      if (known.has(id)) continue;
      item.remove();
      this.#rows.delete(id);
    }
    for (const person of people) this.#show(person);
  }

  /** The last message of a chat beside its person; `news` marks what they have not looked at. */
  preview(id, message, { news = false } = {}) {
    const row = this.#rows.get(id);
    if (!row) return;
    setText(row.words, message ? `${message.from === "person" ? "You: " : ""}${message.text || message.kind}` : "Nothing said yet");
    setText(row.time, message ? timeOf(new Date(message.date)) : "");
    if (news && id !== this.#current) row.button.classList.add("unread");
    this.#name(row);
  }

  #show(person) {
    if (!this.#rows.has(person.id)) this.#add(person);
    const row = this.#rows.get(person.id);
    setText(row.name, person.name);
    setText(row.avatar, initials(person.name));
    row.button.classList.toggle("is-blocked", person.blocked);
    setText(row.note, person.blocked ? "Has blocked the bot" : "");
    this.#name(row);
  }

  /** What a screen reader calls the row; the last words are for the eye, and change too often to be a name. */
  #name({ button, name, note }) {
    const news = button.classList.contains("unread") ? "new messages" : "";
    button.setAttribute("aria-label", [name.textContent, news, note.textContent].filter(Boolean).join(", "));
  }

  #add({ id }) {
    const row = {
      avatar: element("span", { class: `avatar colour-${id % COLOURS}`, "aria-hidden": "true" }),
      name: element("span", { class: "person-name", dir: "auto" }),
      words: element("span", { class: "person-words", dir: "auto" }, "Nothing said yet"),
      time: element("span", { class: "person-time" }),
      note: element("span", { class: "person-note" }),
      news: element("span", { class: "person-news" }),
    };
    const lines = element("span", { class: "person-lines" }, row.name, row.time, row.words, row.news, row.note);
    row.button = element("button", { type: "button", class: "person", onclick: () => this.actions.onSwitch(id) }, row.avatar, lines);
    row.item = element("li", {}, row.button);
    this.#markCurrent(row.button, id);
    this.#rows.set(id, row);
    this.list.append(row.item);
  }

  #markCurrent(button, id) {
    if (id === this.#current) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }

  #showForm(shown) {
    this.form.hidden = !shown;
    this.addButton.setAttribute("aria-expanded", String(shown));
    if (shown) this.name.focus();
    else this.addButton.focus();
  }

  async #submit(event) {
    event.preventDefault();
    const name = this.name.value.trim();
    if (!name || !(await this.actions.onAdd(name))) return;
    this.name.value = "";
    this.form.hidden = true;
    this.addButton.setAttribute("aria-expanded", "false");
  }
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  return words.slice(0, 2).map((word) => [...word][0]?.toUpperCase() ?? "").join("");
}
