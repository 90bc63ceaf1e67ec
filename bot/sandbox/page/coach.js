// The coach's view beside the chat: opens and closes, asks what there is to see after each change, and hands it to its parts.
import * as api from "./api.js";
import { Edits } from "./coach_edits.js";
import { Facts } from "./coach_facts.js";
import { Graph } from "./coach_graph.js";
import { Recorder } from "./coach_recording.js";
import { Way } from "./coach_way.js";
import { setText } from "./dom.js";
import { keep, kept } from "./kept.js";

const GATHER_MS = 40; // a turn and the message that it brings are one thing to look at
const OVER_THE_CHAT = matchMedia("(max-width: 759.98px)"); // as in coach.css

const NO_BOT = "This sandbox sees no bot. Only a bot in the same process shows where people are: python -m bot sandbox runs both.";

export class Coach {
  #seesBot = null; // not known yet
  #asked = 0;
  #soon = null;

  /** `actions`: person() whose chat is open, now() on the sandbox's clock. */
  constructor(parts, { notices, actions }) {
    Object.assign(this, { parts, actions });
    this.graph = new Graph(parts);
    this.way = new Way(parts, { onPicture: (picture) => this.graph.show(picture) });
    this.edits = new Edits(parts);
    this.facts = new Facts(parts, { now: actions.now });
    this.recorder = new Recorder(parts, { notices, person: actions.person, onChange: () => this.changed() });
    parts.toggle.addEventListener("click", () => this.#set(!this.isOpen, { focus: true }));
    parts.close.addEventListener("click", () => this.#set(false, { focus: true }));
    parts.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && OVER_THE_CHAT.matches) this.#set(false, { focus: true });
    });
    OVER_THE_CHAT.addEventListener("change", () => this.#cover());
    this.#set(kept("coach") === "open" && !OVER_THE_CHAT.matches);
  }

  get isOpen() {
    return !this.parts.root.hidden;
  }

  /** Whether there is a bot in the sandbox's own process. */
  set seesBot(seesBot) {
    if (seesBot === this.#seesBot) return;
    this.#seesBot = seesBot;
    this.changed();
  }

  /** Something is new in the open chat, or in what concerns all. */
  changed() {
    if (!this.isOpen || this.#soon) return;
    this.#soon = setTimeout(() => {
      this.#soon = null;
      this.#read();
    }, GATHER_MS);
  }

  /** Another chat was opened: what is shown is no longer of its person. */
  switchTo(name) {
    this.#asked += 1;
    setText(this.parts.person, name);
    this.way.forget();
    this.recorder.switchTo();
    this.changed();
  }

  #set(open, { focus = false } = {}) {
    const { root, app, toggle, title } = this.parts;
    root.hidden = !open;
    app.classList.toggle("with-coach", open);
    toggle.setAttribute("aria-expanded", String(open));
    this.#cover();
    if (focus) {
      keep("coach", open ? "open" : "closed");
      (open ? title : toggle).focus();
    }
    this.changed();
  }

  /** Where it lies over the chat, the chat beneath is out of reach. */
  #cover() {
    this.parts.side.inert = this.isOpen && OVER_THE_CHAT.matches;
  }

  async #read() {
    const person = this.actions.person();
    if (this.#seesBot === false) this.#showNothing(NO_BOT);
    if (person === null || !this.#seesBot) return;
    const asked = ++this.#asked;
    try {
      const view = await api.readCoach(person);
      if (asked === this.#asked) this.#show(view);
    } catch (error) {
      // A sandbox that is silent is told of by whoever follows the chat, and asked again when it speaks.
      if (asked === this.#asked && error instanceof api.Refused) this.#showNothing(error.message);
    }
  }

  #show(view) {
    this.parts.nothing.hidden = true;
    this.parts.content.hidden = this.parts.record.hidden = false;
    this.edits.show(view.edits);
    this.way.show(view);
    this.facts.show(view);
    this.recorder.show(view.recording);
  }

  #showNothing(sentence) {
    this.parts.nothing.hidden = false;
    this.parts.content.hidden = this.parts.record.hidden = true;
    setText(this.parts.nothing, sentence);
  }
}
