// Builds the page's parts once, joins them, and keeps what belongs to no single chat: the people, the commands, the clock.
import * as api from "./api.js";
import { Clock } from "./clock.js";
import { Coach } from "./coach.js";
import { Edge } from "./coach_width.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Menu } from "./menu.js";
import { Notices } from "./notices.js";
import { Panel, themeToggle } from "./panel.js";
import { People } from "./people.js";

const LOOK_AROUND_MS = 4_000;
const TRY_AGAIN_MS = 1_000;
const STICKERS = ["🌱", "🌊", "🫶", "😌", "🥺", "🎉"];

const part = (id) => document.getElementById(id);

let people = [];
let current = null;
let stateRevision = null;
const lastSeen = new Map();

const notices = new Notices({
  toasts: part("toasts"),
  banner: part("banner"),
  alertBox: part("alert"),
  alertText: part("alert-text"),
  alertCancel: part("alert-cancel"),
  alertOk: part("alert-ok"),
  viewer: part("viewer"),
  viewerImage: part("viewer-image"),
});

const clock = new Clock(
  {
    root: part("clock"),
    time: part("clock-time"),
    date: part("clock-date"),
    offset: part("clock-offset"),
    chip: part("clock-chip-time"),
    form: part("clock-form"),
    minutes: part("clock-minutes"),
  },
  {
    person: () => current,
    onMoved: (words) => notices.toast(words),
    onNewDay: () => conversation.log.renameDays(),
    onTrouble: complain,
  },
);

const composer = new Composer(
  {
    root: part("composer"),
    form: part("composer-form"),
    field: part("message-field"),
    send: part("send-button"),
    list: part("commands"),
    commandButton: part("command-button"),
    editing: part("editing"),
    editingText: part("editing-text"),
    editingCancel: part("editing-cancel"),
    unblock: part("unblock"),
  },
  {
    onSend: (text) => conversation.send(text),
    onEdit: (id, text) => conversation.edit(id, text),
    lastOwnText: () => conversation.log.lastOwnText,
    onUnblock: () => attempt(api.unblock(current)),
  },
);

const conversation = new Conversation(
  {
    log: part("log"),
    content: part("log-content"),
    lines: part("log-lines"),
    jump: part("jump"),
    jumpText: part("jump-text"),
    beginning: part("beginning"),
    start: part("start"),
    typing: part("typing"),
    title: part("chat-title"),
    status: part("chat-status"),
  },
  { notices, clock, composer, attempt, told: { onChat: chatRead, onGone: leaveUnknownPerson } },
);

const list = new People(
  { list: part("people-list"), addButton: part("person-add"), form: part("person-form"), name: part("person-name") },
  { onSwitch: (id) => switchTo(id), onAdd: addPerson },
);

const coach = new Coach(
  {
    app: part("app"),
    side: part("side"),
    root: part("coach"),
    toggle: part("coach-toggle"),
    close: part("coach-close"),
    title: part("coach-title"),
    person: part("coach-person"),
    nothing: part("coach-nothing"),
    content: part("coach-content"),
    record: part("record"),
    recordLabel: part("record-label"),
    recorded: part("recorded"),
    recordedTitle: part("recorded-title"),
    recordedOutcome: part("recorded-outcome"),
    recordedText: part("recorded-text"),
    recordedCopy: part("recorded-copy"),
    recordedDownload: part("recorded-download"),
    recordedClose: part("recorded-close"),
    edits: part("edits"),
    editsLine: part("edits-line"),
    problems: part("problems"),
    crumbs: part("crumbs"),
    graph: part("graph"),
    room: part("graph-room"),
    smaller: part("graph-smaller"),
    larger: part("graph-larger"),
    here: part("graph-here"),
    listed: part("listed"),
    list: part("listed-list"),
    kept: part("kept"),
    rooms: [part("facts"), part("facts-kept"), part("facts-due")],
    due: part("due"),
  },
  { notices, actions: { person: () => current, now: () => clock.now() } },
);

const panel = new Panel({
  side: part("side"),
  panel: part("panel"),
  chat: part("chat"),
  shade: part("panel-shade"),
  openers: [part("panel-open"), part("clock-chip")],
  closer: part("panel-close"),
  clock: part("clock"),
});

new Edge({ edge: part("coach-edge"), app: part("app") });
new Menu(part("attach-button"), () => [
  { label: "Voice note", icon: "microphone", run: () => attempt(api.sendVoice(current)) },
  { label: "Picture", icon: "picture", run: () => attempt(api.sendPhoto(current)) },
  { label: "Album", icon: "pictures", run: () => attempt(api.sendAlbum(current)) },
  { label: "Document", icon: "document", run: () => attempt(api.sendDocument(current)) },
  { label: "Poll", icon: "poll", run: () => attempt(api.sendPoll(current)) },
  { label: "Checklist", icon: "checklist", run: () => attempt(api.sendChecklist(current)) },
  { label: "Contact", icon: "person", run: () => attempt(api.sendContact(current)) },
  { label: "Sticker", icon: "smile", choices: STICKERS.map(stickerChoice) },
]);

new Menu(part("more-button"), () => [
  conversation.blocked
    ? { label: "Unblock the bot", icon: "block", run: () => attempt(api.unblock(current)) }
    : { label: "Block the bot", icon: "block", run: () => attempt(api.block(current)) },
  { label: "Clear this chat", icon: "bin", run: clearChat },
]);

themeToggle(part("theme-toggle"));
document.addEventListener("keydown", typeAnywhere);
window.addEventListener("hashchange", openFromAddress);
setInterval(lookAround, LOOK_AROUND_MS);
begin();

async function begin() {
  try {
    await readState();
    openFromAddress();
    lookAround();
  } catch {
    notices.silent();
    setTimeout(begin, TRY_AGAIN_MS);
  }
}

async function readState() {
  const state = await api.readState();
  people = state.people;
  list.show(people);
  composer.commands = state.commands;
  conversation.botName = state.bot.name;
  document.title = `${state.bot.name} · sandbox`;
  clock.set(state.clock);
  coach.seesBot = state.coach;
}

/** The person in the address (/#1002), so that two windows can be two people; the first one otherwise. */
function openFromAddress() {
  const wanted = Number(location.hash.slice(1));
  const person = people.find(({ id }) => id === wanted) ?? people[0];
  if (!person || person.id === current) return;
  current = person.id;
  list.current = current;
  conversation.open(current);
  coach.switchTo(person.name);
}

function switchTo(id) {
  panel.close();
  location.hash = String(id);
}

async function leaveUnknownPerson() {
  current = null;
  await begin();
}

function chatRead(person, chat, fresh) {
  lastSeen.set(person, chat.messages.at(-1)?.id ?? 0);
  list.preview(person, chat.messages.at(-1));
  coach.changed();
  if (!fresh && chat.state_revision === stateRevision) return;
  stateRevision = chat.state_revision;
  attempt(readState());
}

/** The chats that are not open are not followed, only glanced at: a browser allows few connections to one server. */
async function lookAround() {
  if (document.hidden) return;
  for (const { id } of people) {
    if (id === current) continue;
    const chat = await api.readChat(id).catch(() => null);
    if (!chat || id === current) continue;
    const last = chat.messages.at(-1);
    const newest = last?.id ?? 0;
    // Ids that fell are those of a server that began anew.
    if (!(lastSeen.get(id) <= newest)) lastSeen.set(id, newest);
    list.preview(id, last, { news: last?.from === "bot" && newest > lastSeen.get(id) });
  }
}

async function addPerson(name) {
  const person = await attempt(api.addPerson(name));
  if (!person) return false;
  await attempt(readState());
  switchTo(person.id);
  return true;
}

async function clearChat() {
  const sure = await notices.confirm("Delete the messages of this chat on your side? The bot is not told.", "Delete");
  if (sure) await attempt(api.clear(current));
}

function stickerChoice(emoji) {
  return { label: emoji, name: `Send the sticker ${emoji}`, run: () => attempt(api.sendSticker(current, emoji)) };
}

/** A letter typed while nothing in particular has the focus belongs into the message field. */
function typeAnywhere(event) {
  const nowhere = [document.body, part("log")].includes(document.activeElement);
  if (nowhere && /^\S$/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) composer.focus();
}

/** What a promise brings, or null when it failed; the person is told why. */
async function attempt(promise) {
  try {
    return await promise;
  } catch (error) {
    complain(error);
    return null;
  }
}

function complain(error) {
  notices.toast(error instanceof api.Refused ? error.message : "The sandbox is not answering just now. Please try again.");
}
