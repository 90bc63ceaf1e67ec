// Follows one chat by long poll and tells its listener what it reads. Survives a server that stops, restarts or starts over;
// decides nothing about how a chat looks.
import { Refused, readChat } from "./api.js";

const WAIT_S = 25;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/** One followed chat. `listener` has onChat(chat, fresh), onGone(), onSilence() and onVoice(). */
export class Live {
  #leaving = new AbortController();

  constructor(person, listener) {
    this.person = person;
    this.#follow(listener).catch((error) => {
      if (!this.#left) throw error;
    });
  }

  stop() {
    this.#leaving.abort();
  }

  get #left() {
    return this.#leaving.signal.aborted;
  }

  async #follow(listener) {
    let after = null;
    let pause = FIRST_PAUSE_MS;
    while (!this.#left) {
      try {
        const chat = await readChat(this.person, { after, wait: WAIT_S, signal: this.#leaving.signal });
        if (this.#left) return;
        // A revision that fell belongs to a server that began anew: what is known of the old one is worth nothing.
        const fresh = after === null || chat.revision < after.revision;
        after = chat;
        pause = FIRST_PAUSE_MS;
        listener.onVoice();
        listener.onChat(chat, fresh);
      } catch (error) {
        if (this.#left) return;
        after = null;
        if (error instanceof Refused && error.status === 404) return listener.onGone();
        listener.onSilence();
        await this.#rest(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  /** Ends early when the person comes back to the page, or leaves this chat. */
  #rest(milliseconds) {
    return new Promise((resolve) => {
      const awake = new AbortController();
      const wake = () => {
        clearTimeout(timer);
        awake.abort();
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      document.addEventListener("visibilitychange", wake, { signal: awake.signal });
      this.#leaving.signal.addEventListener("abort", wake, { signal: awake.signal });
    });
  }
}
