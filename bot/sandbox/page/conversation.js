// The one chat that is open: follows it, shows it, and carries what the person does in it to the server.
import * as api from "./api.js";
import { setText } from "./dom.js";
import { Live } from "./live.js";
import { Log } from "./log.js";
import { Place } from "./place.js";

// A bot renews "typing" every few seconds; one that fell silent is believed no longer than Telegram believes it.
const TYPING_MS = 6_000;
const TOUCH = matchMedia("(pointer: coarse)");

export class Conversation {
  #person = null;
  #live = null;
  #opening = false;
  #typingEnds = null;
  #botName = "";
  #blocked = false;
  #sending = Promise.resolve();

  /** `told`: onChat(person, chat, fresh) and onGone(): what the rest of the page wants to know. */
  constructor(parts, { notices, clock, composer, attempt, told }) {
    Object.assign(this, { parts, notices, composer, attempt, told });
    this.place = new Place(parts);
    const actions = {
      onPress: (id, data) => this.#press(id, data),
      onCommand: (command) => this.send(command),
      onEdit: (message) => this.composer.edit(message),
      onPicture: (url, description) => notices.picture(url, description),
      onFocusLost: () => this.#takeFocus(),
      onQuote: (id) => this.place.bring(this.log.view(id).element),
    };
    this.log = new Log({ log: parts.log, lines: parts.lines, place: this.place, now: () => clock.now(), actions });
    parts.start.addEventListener("click", () => this.send("/start"));
  }

  get blocked() {
    return this.#blocked;
  }

  set botName(name) {
    this.#botName = name;
    setText(this.parts.title, name);
  }

  open(person) {
    this.#live?.stop();
    this.#person = person;
    this.#opening = true;
    this.composer.switchTo(person);
    this.#live = new Live(person, {
      onChat: (chat, fresh) => this.#show(chat, fresh),
      onGone: () => this.told.onGone(),
      onSilence: () => this.notices.silent(),
      onVoice: () => this.notices.answered(),
    });
    if (!TOUCH.matches) this.composer.focus();
  }

  /** One after the other: requests side by side could overtake each other, and so could the words in them. */
  send(text) {
    const person = this.#person;
    this.#sending = this.#sending.then(() => this.attempt(api.sendText(person, text)));
    return this.#sending.then((sent) => sent !== null);
  }

  async edit(id, text) {
    return (await this.attempt(api.editText(this.#person, id, text))) !== null;
  }

  #show(chat, fresh) {
    const names = { bot: this.#botName, person: "You" };
    if (this.#opening) this.log.open(chat.messages, names);
    else this.log.update(chat.messages, names);
    this.#opening = false;
    this.#showBeginning(chat);
    this.#blocked = chat.blocked;
    this.composer.blocked = chat.blocked;
    this.#showTyping(chat.action === "typing");
    this.told.onChat(this.#person, chat, fresh);
  }

  #showBeginning(chat) {
    const hadFocus = document.activeElement === this.parts.start;
    this.parts.beginning.hidden = chat.messages.length > 0 || chat.blocked;
    if (hadFocus && this.parts.beginning.hidden) this.#takeFocus();
  }

  #showTyping(types) {
    clearTimeout(this.#typingEnds);
    if (types) this.#typingEnds = setTimeout(() => this.#showTyping(false), TYPING_MS);
    this.parts.typing.hidden = !types;
    this.parts.status.classList.toggle("is-typing", types);
    setText(this.parts.status, types ? "typing…" : this.#blocked ? "blocked" : "bot");
  }

  async #press(id, data) {
    this.place.expect();
    const answer = (await this.attempt(api.tap(this.#person, id, data)))?.answer;
    if (!answer?.text) return;
    if (answer.show_alert) this.notices.alert(answer.text);
    else this.notices.toast(answer.text);
  }

  /** What held the focus is gone. On a touch screen the field would call up the keyboard, so the log takes it there. */
  #takeFocus() {
    if (TOUCH.matches) this.parts.log.focus({ preventScroll: true });
    else this.composer.focus();
  }
}
