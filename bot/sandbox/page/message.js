// One message on the page. It is built once and then brought up to date part by part, so that a breath edited every few seconds
// changes its words alone: no flicker, no lost focus, no restarted picture.
import { momentOf, timeOf } from "./dates.js";
import { element, icon, setText } from "./dom.js";
import { textNodes } from "./entities.js";
import { Keyboard } from "./keyboard.js";
import { mediaNode } from "./media.js";

const EDITABLE = new Set(["text", "photo", "video", "document", "audio", "voice"]); // by its words or its caption

/** `actions`: onPress(id, data), onCommand(text), onEdit(message), onPicture(url, description), onFocusLost(), onQuote(id). */
export class MessageView {
  #message = null;
  #media = null;
  #quote = null;
  #reaction = null;

  constructor(message, actions) {
    this.actions = actions;
    this.words = element("div", { class: "words" });
    this.meta = element("span", { class: "meta" });
    this.author = element("span", { class: "visually-hidden", dir: "ltr" });
    this.body = element("div", { class: "body", dir: "auto" }, this.author, this.words, this.meta);
    this.bubble = element("div", { class: "bubble" }, this.body);
    this.keyboard = new Keyboard({ onPress: (data) => actions.onPress(message.id, data), onFocusLost: actions.onFocusLost });
    const column = element("div", { class: "column" }, this.bubble, this.keyboard.element);
    this.element = element("article", { class: `message from-${message.from}`, tabindex: -1 }, this.#pencil(message), column);
  }

  get message() {
    return this.#message;
  }

  get fromBot() {
    return this.#message.from === "bot";
  }

  /** `quoted` is the message this one answers, if it is still in the chat. */
  show(message, authorName, quoted) {
    const before = this.#message;
    if (JSON.stringify(before) === JSON.stringify(message)) return;
    this.#message = message;
    setText(this.author, `${authorName}: `);
    this.element.dataset.kind = message.kind;
    this.element.classList.toggle("wordless", !message.text);
    if (!before || before.text !== message.text || !alike([before.lines, before.entities], [message.lines, message.entities])) this.#showWords();
    if (!before || before.kind !== message.kind || before.file?.url !== message.file?.url) this.#showMedia();
    if (!before || before.edited !== message.edited || before.date !== message.date) this.#showMeta();
    this.#showReaction();
    this.#showQuote(quoted);
    this.keyboard.show(message.buttons ?? []);
  }

  /** Where it stands among its neighbours: the first and the last of one author's run look different. */
  place(first, last) {
    this.element.classList.toggle("first", first);
    this.element.classList.toggle("last", last);
  }

  #showWords() {
    const { text, entities, lines } = this.#message;
    const nodes = textNodes(text, entities ?? [], this.actions.onCommand);
    // A poll's options, or a checklist's tasks.
    if (lines?.length) nodes.push(element("ul", { class: "lines" }, ...lines.map((line) => element("li", { dir: "auto" }, line))));
    this.words.replaceChildren(...nodes);
  }

  #showMedia() {
    this.#media?.remove();
    this.#media = mediaNode(this.#message, this.actions.onPicture);
    if (this.#media) this.body.before(this.#media);
  }

  #showMeta() {
    const date = new Date(this.#message.date);
    const time = element("time", { datetime: this.#message.date, title: momentOf(date) }, timeOf(date));
    // A bot edits to pace a breath or to mark a choice, not to correct itself: the mark would only flicker there.
    const marked = this.#message.edited && !this.fromBot;
    this.element.classList.toggle("edited", marked);
    const { thread } = this.#message;
    this.meta.replaceChildren(...(thread ? [`topic ${thread} · `] : []), ...(marked ? ["edited "] : []), time);
    this.element.classList.toggle("in-topic", Boolean(thread));
  }

  #showReaction() {
    const { reaction } = this.#message;
    if ((this.#reaction?.dataset.emoji ?? null) === (reaction ?? null)) return;
    this.#reaction?.remove();
    this.#reaction = reaction ? element("span", { class: "reaction", role: "img", "aria-label": `Reaction ${reaction}`, "data-emoji": reaction }, reaction) : null;
    if (this.#reaction) this.bubble.append(this.#reaction);
  }

  #showQuote(quoted) {
    this.#quote?.remove();
    this.#quote = null;
    if (!quoted) return;
    this.#quote = element("button", { type: "button", class: "quote", dir: "auto", onclick: () => this.actions.onQuote(quoted.id) }, quoted.text || quoted.kind);
    this.bubble.prepend(this.#quote);
  }

  #pencil(message) {
    if (message.from === "bot" || !EDITABLE.has(message.kind)) return null;
    return element("button", { type: "button", class: "pencil icon-button", "aria-label": "Edit this message", title: "Edit", onclick: () => this.actions.onEdit(this.#message) }, icon("pencil"));
  }
}

const alike = (one, other) => JSON.stringify(one) === JSON.stringify(other);
