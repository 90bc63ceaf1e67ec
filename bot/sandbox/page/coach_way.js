// The way down to where somebody is, as crumbs, or the list of all dialogues when nothing is going on. Says which graph is shown.
import { element } from "./dom.js";

export class Way {
  #view = null;
  #told = "";
  #place = "";
  #chosen = null; // a crumb's number, or a dialogue of the list; null follows the person

  /** `actions`: onPicture(picture), as coach_graph.js takes it. */
  constructor({ crumbs, listed, list }, actions) {
    Object.assign(this, { crumbs, listed, list, actions });
  }

  show(view) {
    this.#view = view;
    // Wherever somebody looks, the next turn brings them back to where the person is.
    const place = JSON.stringify([view.stack, view.aside]);
    if (place !== this.#place) this.#chosen = null;
    this.#place = place;
    this.#draw();
  }

  forget() {
    this.#chosen = null;
    this.#place = "";
  }

  #choose(chosen) {
    this.#chosen = chosen;
    this.#draw();
    (this.crumbs.querySelector("[aria-current]") ?? this.list.querySelector("button"))?.focus();
  }

  #draw() {
    const view = this.#view;
    const picture = view.stack.length ? this.#pictureOf(view.stack[this.#chosen ?? view.stack.length - 1]) : this.#fromList();
    this.#drawOnce([view.stack, view.aside, view.dialogues, this.#chosen], () => {
      this.crumbs.replaceChildren(...(view.stack.length ? this.#stack() : this.#atRest()), ...this.#older(), ...this.#aside());
      this.list.replaceChildren(...view.dialogues.map((dialogue) => this.#entry(dialogue)));
    });
    this.listed.hidden = view.stack.length > 0 || picture !== null;
    this.actions.onPicture(picture);
  }

  /** Only when it is otherwise than before: what has the focus keeps it, and nothing is read aloud twice. */
  #drawOnce(what, draw) {
    const told = JSON.stringify(what);
    if (told !== this.#told) draw();
    this.#told = told;
  }

  #pictureOf({ dialogue, version, title, state }) {
    return { dialogue, version, title, state, language: this.#view.language, revision: this.#view.revision };
  }

  #fromList() {
    const found = this.#view.dialogues.find(({ id }) => id === this.#chosen);
    return found ? this.#pictureOf({ dialogue: found.id, version: null, title: found.title, state: null }) : null;
  }

  #stack() {
    const { stack } = this.#view;
    const shown = this.#chosen ?? stack.length - 1;
    const crumbs = stack.map((spot, number) => this.#crumb(spot, number, number === shown));
    return [element("ol", { class: "crumbs-list" }, ...crumbs)];
  }

  #crumb({ dialogue, title, state }, number, isShown) {
    const current = isShown ? "location" : null;
    const button = element(
      "button",
      { type: "button", class: "crumb", title, "aria-current": current, onclick: () => this.#choose(number) },
      element("span", { class: "crumb-dialogue" }, dialogue),
      element("span", { class: "crumb-state" }, state),
    );
    return element("li", {}, button);
  }

  #atRest() {
    const found = this.#view.dialogues.find(({ id }) => id === this.#chosen);
    if (!found) return [];
    const back = element("button", { type: "button", class: "text-link", onclick: () => this.#choose(null) }, "All dialogues");
    const here = element("span", { class: "crumb", "aria-current": "location", tabindex: -1 }, found.title);
    return [element("ol", { class: "crumbs-list" }, element("li", {}, back), element("li", {}, here))];
  }

  #older() {
    const isOld = this.#view.stack.some(({ newest }) => !newest);
    return isOld ? [element("p", { class: "crumbs-note" }, "In the structure from before an edit, until this exercise ends.")] : [];
  }

  #aside() {
    return this.#view.aside.map((stack) => {
      const way = stack.map(({ dialogue }) => dialogue).join(" › ");
      return element("p", { class: "crumbs-note" }, `Set aside: ${way}, at ${stack.at(-1).state}`);
    });
  }

  #entry({ id, title, kind, states }) {
    const number = `${states} ${states === 1 ? "state" : "states"}`;
    const button = element(
      "button",
      { type: "button", class: "listed-entry", onclick: () => this.#choose(id) },
      element("span", { class: "listed-name" }, title),
      element("span", { class: "listed-note" }, `${id} · ${kind}, ${number}`),
    );
    return element("li", {}, button);
  }
}
