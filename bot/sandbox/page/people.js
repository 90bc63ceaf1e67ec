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
    if (row) this.#markUnread(row, false);
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
    if (news && id !== this.#current) this.#markUnread(row, true);
  }

  #show(person) {
    if (!this.#rows.has(person.id)) this.#add(person);
    const row = this.#rows.get(person.id);
    setText(row.name, person.name);
    row.avatar.dataset.initials = initials(person.name);
    row.item.classList.toggle("is-blocked", person.blocked);
    setText(row.note, person.blocked ? "Has blocked the bot" : "");
  }

  #markUnread({ item, news }, unread) {
    item.classList.toggle("unread", unread);
    setText(news, unread ? "new messages" : "");
  }

  /** The button is called by the name alone, so that it stays the same; the last words beside it describe it. */
  #add({ id }) {
    const row = {
      avatar: element("span", { class: `avatar colour-${id % COLOURS}` }),
      name: element("span", { class: "person-name", dir: "auto" }),
      news: element("span", { class: "visually-hidden" }),
      words: element("span", { class: "person-words", id: `person-${id}-words`, dir: "auto" }, "Nothing said yet"),
      time: element("span", { class: "person-time" }),
      note: element("span", { class: "person-note", id: `person-${id}-note` }),
    };
    row.button = element(
      "button",
      { type: "button", class: "person-button", "aria-describedby": `person-${id}-words person-${id}-note`, onclick: () => this.actions.onSwitch(id) },
      row.name,
      row.news,
    );
    const lines = element("div", { class: "person-lines" }, row.button, row.time, row.words, element("span", { class: "person-news" }), row.note);
    row.item = element("li", { class: "person" }, row.avatar, lines);
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
