// What is kept so far and what is due next, as names and values. All of it is text; nothing in it is read as HTML.
import { dateOf, dayKey, exactTimeOf, timeOf } from "./dates.js";
import { element } from "./dom.js";
import { reachable } from "./reach.js";

const HOUR_MS = 3_600_000;

export class Facts {
  #told = "";

  /** `actions`: now(), on the sandbox's clock. */
  constructor({ kept, due, rooms }, actions) {
    Object.assign(this, { kept, due, actions });
    rooms.forEach(reachable);
  }

  show({ kept, remembered, profile, due }) {
    const now = this.actions.now();
    const told = JSON.stringify([kept, remembered, profile, due, dayKey(now)]);
    if (told === this.#told) return;
    this.#told = told;
    const groups = [
      ...kept.map(({ title, values }) => group(title, values)),
      group("Kept for good", remembered),
      group("About this person", profile),
    ].filter(Boolean);
    this.kept.replaceChildren(...(groups.length ? groups : [nothing("Nothing yet.")]));
    this.due.replaceChildren(due.length ? list(due, now) : nothing("Nothing comes by itself."));
  }
}

function group(title, values) {
  if (!values.length) return null;
  const rows = values.flatMap(({ name, value }) => [
    element("dt", {}, name),
    element("dd", { dir: "auto" }, value),
  ]);
  return element("div", { class: "facts-group" }, element("h3", { class: "facts-title" }, title), element("dl", { class: "facts-list" }, ...rows));
}

function list(due, now) {
  const rows = due.map(({ what, at }) =>
    element("li", {}, element("time", { datetime: at }, moment(new Date(at), now)), element("span", {}, what)),
  );
  return element("ul", { class: "due-list" }, ...rows);
}

function moment(at, now) {
  const time = Math.abs(at - now) < HOUR_MS ? exactTimeOf(at) : timeOf(at);
  return dayKey(at) === dayKey(now) ? time : `${dateOf(at)}, ${time}`;
}

const nothing = (words) => element("p", { class: "facts-nothing" }, words);
