// What became of the last change of the dialogue files: taken, or every problem with its place.
import { exactTimeOf } from "./dates.js";
import { element, setText } from "./dom.js";

export class Edits {
  #told = "";

  constructor({ edits, editsLine, problems }) {
    Object.assign(this, { edits, editsLine, problems });
  }

  show(edits) {
    const told = JSON.stringify(edits);
    if (told === this.#told) return;
    this.#told = told;
    const isBroken = edits.count > 0 || edits.failure !== null;
    this.edits.classList.toggle("is-broken", isBroken);
    this.edits.classList.toggle("is-taken", !isBroken && edits.taken_at !== null);
    setText(this.editsLine, sentence(edits));
    this.problems.hidden = edits.count === 0;
    this.problems.replaceChildren(...edits.problems.map(problem), ...more(edits));
  }
}

function sentence({ count, failure, taken_at: takenAt }) {
  const meanwhile = "The bot goes on with the dialogues from before.";
  if (failure !== null) return `${failure} ${meanwhile}`;
  if (count) return `${count === 1 ? "1 problem" : `${count} problems`} in the files. ${meanwhile}`;
  if (takenAt) return `Taken at ${exactTimeOf(new Date(takenAt))}. The words are said from the next message on.`;
  return "Save a dialogue file, and the bot takes it at once.";
}

function problem({ file, line, column, code, sentence: wrong, advice, way }) {
  return element(
    "li",
    { class: "problem" },
    element("p", { class: "problem-place" }, element("span", { class: "problem-at" }, `${file}:${line}:${column}`), " ", element("code", {}, code)),
    element("p", { dir: "auto" }, ...inCode(wrong)),
    element("p", { class: "problem-advice", dir: "auto" }, ...inCode(advice)),
    way.length ? element("p", { class: "problem-way" }, `The way: ${way.join(" → ")}`) : null,
  );
}

/** What stands between backticks is code. */
function inCode(words) {
  return words.split("`").map((part, number) => (number % 2 ? element("code", {}, part) : part));
}

function more({ problems, count }) {
  const left = count - problems.length;
  return left > 0 ? [element("li", { class: "problem" }, `And ${left} more: \`python -m bot check\` lists all.`)] : [];
}
