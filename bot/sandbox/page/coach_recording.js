// The record button, and what comes of it: a transcript to copy or to download, and whether it plays back.
import { Refused, endRecording, record } from "./api.js";
import { element, setText } from "./dom.js";

export class Recorder {
  #isOn = false;
  #isBusy = false;
  #file = null;

  /** `person()` whose chat is open; `onChange()` when a recording began or ended. */
  constructor(parts, { notices, person, onChange }) {
    Object.assign(this, { parts, notices, person, onChange });
    parts.record.addEventListener("click", () => this.#press());
    parts.recordedCopy.addEventListener("click", () => this.#copy());
    parts.recordedClose.addEventListener("click", () => {
      this.#close();
      parts.record.focus();
    });
  }

  /** `recording`: {since, turns, remarks}, or null where none goes on. */
  show(recording) {
    this.#isOn = recording !== null;
    this.parts.record.setAttribute("aria-pressed", String(this.#isOn));
    const turns = recording?.turns === 1 ? "1 turn" : `${recording?.turns ?? 0} turns`;
    setText(this.parts.recordLabel, this.#isOn ? `Stop, ${turns}` : "Record");
    this.parts.record.title = this.#isOn
      ? "End the recording and show the transcript"
      : "Write this chat down as a transcript, from now on";
  }

  switchTo() {
    this.#close();
    this.show(null);
  }

  async #press() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      await (this.#isOn ? this.#end() : this.#begin());
    } catch (error) {
      this.notices.alert(error instanceof Refused ? error.message : "The sandbox is not answering just now. Please try again.");
    } finally {
      this.#isBusy = false;
      this.onChange();
    }
  }

  async #begin() {
    this.show((await record(this.person())).recording);
    this.#close();
  }

  async #end() {
    const person = this.person();
    const recorded = await endRecording(person);
    if (person !== this.person()) return;
    this.show(null);
    const { recorded: section, recordedOutcome, recordedText, recordedDownload, recordedTitle } = this.parts;
    recordedOutcome.replaceChildren(...outcome(recorded));
    recordedText.value = recorded.text;
    this.#forget();
    this.#file = URL.createObjectURL(new Blob([recorded.text], { type: "application/yaml" }));
    recordedDownload.href = this.#file;
    section.hidden = false;
    recordedTitle.focus();
  }

  async #copy() {
    const { recordedText } = this.parts;
    recordedText.select();
    try {
      await navigator.clipboard.writeText(recordedText.value);
      this.notices.toast("The transcript is copied.");
    } catch {
      this.notices.toast("The transcript is marked: copy it with the keyboard.");
    }
  }

  #close() {
    this.parts.recorded.hidden = true;
    this.#forget();
  }

  #forget() {
    if (this.#file) URL.revokeObjectURL(this.#file);
    this.#file = null;
  }
}

function outcome({ failure, remarks }) {
  const played = failure === null
    ? [element("p", { class: "is-green" }, "Played back, all of it comes just so. Give it a title that says what it shows.")]
    : [element("p", { class: "is-red" }, "Played back, something comes otherwise:"), element("pre", { tabindex: 0, dir: "auto" }, failure)];
  return [...remarks.map((remark) => element("p", { class: "is-red" }, remark)), ...played];
}
