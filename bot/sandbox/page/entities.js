// Turns a text and its entities into DOM nodes. Offsets are UTF-16 units, which is how JavaScript counts a string too.
import { element } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

const SAFE_ADDRESS = /^(https?|mailto|tel|tg):/i;

// What a messenger's client finds in plain words by itself: addresses, and commands after a space or at the start.
const FOUND = /(?<address>https?:\/\/[^\s<>"]+)|(?<=^|\s)(?<command>\/[a-z0-9_]{1,32})(?![\w/])/gi;

/** `onCommand` is called with "/help" when someone presses a command inside the text. */
export function textNodes(text, entities, onCommand) {
  const ordered = entities
    .map(({ offset, length, ...rest }) => ({ ...rest, start: offset, end: Math.min(offset + length, text.length) }))
    .filter(({ start, end }) => start >= 0 && start < end)
    .sort((one, other) => one.start - other.start || other.end - one.end);
  return range(text, 0, text.length, ordered, onCommand, true);
}

function range(text, start, end, entities, onCommand, plain) {
  const nodes = [];
  const waiting = [...entities];
  let position = start;
  while (waiting.length) {
    const entity = waiting.shift();
    const inner = takeInner(waiting, entity);
    if (entity.start > position) nodes.push(...plainNodes(text.slice(position, entity.start), onCommand, plain));
    const children = range(text, entity.start, entity.end, inner, onCommand, plain && isPlainInside(entity));
    nodes.push(wrap(entity, text.slice(entity.start, entity.end), children, onCommand));
    // A block ends its line by itself: the newline that follows it would be an empty line.
    position = BLOCKS.has(entity.type) && text[entity.end] === "\n" ? entity.end + 1 : entity.end;
  }
  if (position < end) nodes.push(...plainNodes(text.slice(position, end), onCommand, plain));
  return nodes;
}

/** Takes what lies inside `entity` out of `waiting`; what crosses its end is cut in two, and the rest keeps waiting. */
function takeInner(waiting, entity) {
  const inner = [];
  const crossing = [];
  while (waiting.length && waiting[0].start < entity.end) {
    const next = waiting.shift();
    inner.push({ ...next, end: Math.min(next.end, entity.end) });
    if (next.end > entity.end) crossing.push({ ...next, start: entity.end });
  }
  waiting.unshift(...crossing);
  return inner;
}

const isPlainInside = ({ type }) => type in TAGS ? type !== "code" && type !== "pre" : type === "spoiler";

function plainNodes(text, onCommand, findLinks) {
  if (!findLinks) return [text];
  const nodes = [];
  let position = 0;
  for (const match of text.matchAll(FOUND)) {
    if (match.index > position) nodes.push(text.slice(position, match.index));
    const { address, command } = match.groups;
    const found = address ? withoutStop(address) : command;
    nodes.push(address ? link(found, [found]) : commandButton(found, onCommand));
    position = match.index + found.length;
  }
  if (position < text.length) nodes.push(text.slice(position));
  return nodes;
}

/** The stop after an address ends the sentence, and a bracket that was not opened in it closes one around it. */
function withoutStop(address) {
  const whole = address.replace(/[.,;:!?'"]+$/, "");
  return whole.endsWith(")") && !whole.includes("(") ? withoutStop(whole.slice(0, -1)) : whole;
}

function wrap(entity, words, children, onCommand) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url, children);
    case "url":
      return link(SAFE_ADDRESS.test(words) ? words : `https://${words}`, children);
    case "email":
      return link(`mailto:${words}`, children);
    case "phone_number":
      return link(`tel:${words}`, children);
    case "bot_command":
      return commandButton(words, onCommand);
    case "spoiler":
      return spoiler(children);
    case "pre":
      return element("pre", { dir: "ltr", tabindex: 0 }, element("code", {}, ...children));
    default:
      return element(TAGS[entity.type] ?? "span", {}, ...children);
  }
}

function link(address, children) {
  if (!SAFE_ADDRESS.test(address ?? "")) return element("span", {}, ...children);
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

function commandButton(command, onCommand) {
  return element("button", { type: "button", class: "command-link", onclick: () => onCommand(command) }, command);
}

/** Covered words are inert: neither screen readers nor the Tab key reach them until they are asked for. */
function spoiler(children) {
  const covered = element("span", { class: "spoiler-words", inert: true }, ...children);
  const cover = element("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Hidden words, show them" }, covered);
  const show = () => {
    cover.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
    covered.inert = false;
  };
  cover.addEventListener("click", show, { once: true });
  cover.addEventListener("keydown", (event) => {
    if ((event.key !== "Enter" && event.key !== " ") || cover.classList.contains("shown")) return;
    event.preventDefault();
    show();
  });
  return cover;
}
