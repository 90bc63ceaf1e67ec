// The log of one chat: which messages stand in it, under which day, in which group. Keeps every element it can, so that nothing
// flickers and the focus stays where it is.
import { dayKey, dayLabel } from "./dates.js";
import { element, setText } from "./dom.js";
import { MessageView } from "./message.js";

const GROUP_GAP_MS = 5 * 60 * 1000;

export class Log {
  #views = new Map();
  #days = new Map();

  /** `now()` is the sandbox's; `actions` are a MessageView's. */
  constructor({ log, lines, place, now, actions }) {
    Object.assign(this, { log, lines, place, now, actions });
  }

  get lastOwnText() {
    const own = [...this.#views.values()].filter((view) => !view.fromBot && view.message.kind === "text");
    return own.at(-1)?.message ?? null;
  }

  /** Shows one person's chat from the start; screen readers are not read the whole of it. */
  open(messages, names) {
    this.log.setAttribute("aria-live", "off");
    this.#views.clear();
    this.#days.clear();
    this.lines.replaceChildren();
    this.#fill(messages, names);
    this.place.goToEnd();
    requestAnimationFrame(() => this.log.setAttribute("aria-live", "polite"));
  }

  update(messages, names) {
    const added = this.#fill(messages, names);
    for (const view of added) view.element.classList.add("arriving");
    if (added.some((view) => !view.fromBot)) this.place.goToEnd();
    this.place.arrived(added.filter((view) => view.fromBot).map((view) => view.element));
  }

  /** At midnight, and when the clock is moved, "Today" becomes another day's name. */
  renameDays() {
    for (const { name, date } of this.#days.values()) setText(name, dayLabel(date, this.now()));
  }

  view(id) {
    return this.#views.get(id);
  }

  #fill(messages, names) {
    const byId = new Map(messages.map((message) => [message.id, message]));
    this.#dropAbsent(byId);
    const added = [];
    const days = groupByDay(messages);
    for (const { key, run } of days) {
      const section = this.#day(key, new Date(run[0].date));
      run.forEach((message, index) => {
        const view = this.#views.get(message.id) ?? this.#create(message, added);
        view.show(message, names[message.from], byId.get(message.reply_to));
        view.place(!joined(run[index - 1], message), !joined(message, run[index + 1]));
        putAt(section, view.element, index + 1);
      });
    }
    this.#orderDays(days.map(({ key }) => key));
    return added;
  }

  #create(message, added) {
    const view = new MessageView(message, this.actions);
    this.#views.set(message.id, view);
    added.push(view);
    return view;
  }

  #dropAbsent(present) {
    for (const [id, view] of this.#views) {
      if (present.has(id)) continue;
      const hadFocus = view.element.contains(document.activeElement);
      view.element.remove();
      this.#views.delete(id);
      if (hadFocus) this.actions.onFocusLost();
    }
  }

  #day(key, date) {
    if (!this.#days.has(key)) {
      const name = element("span");
      const section = element("section", { class: "day" }, element("h2", { class: "day-name" }, name));
      this.#days.set(key, { date, name, section });
    }
    const day = this.#days.get(key);
    setText(day.name, dayLabel(date, this.now()));
    return day.section;
  }

  #orderDays(keys) {
    for (const [key, { section }] of this.#days) {
      if (keys.includes(key)) continue;
      section.remove();
      this.#days.delete(key);
    }
    keys.forEach((key, index) => putAt(this.lines, this.#days.get(key).section, index));
  }
}

/** Runs of one day. The clock can be set back, so a day may come twice: its second run is another section. */
function groupByDay(messages) {
  const days = [];
  const seen = new Map();
  let current = null;
  for (const message of messages) {
    const day = dayKey(new Date(message.date));
    if (day !== current) {
      seen.set(day, (seen.get(day) ?? 0) + 1);
      days.push({ key: `${day}/${seen.get(day)}`, run: [] });
      current = day;
    }
    days.at(-1).run.push(message);
  }
  return days;
}

function joined(one, other) {
  if (!one || !other || one.author !== other.author) return false;
  return Math.abs(new Date(other.date) - new Date(one.date)) < GROUP_GAP_MS;
}

/** A node that already stands there is not moved: moving it would take its focus and restart its picture. */
function putAt(parent, node, index) {
  if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
}
