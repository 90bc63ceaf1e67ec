// The person's side of the sandbox over HTTP (docs/sandbox.md): one function per call. Draws nothing and keeps nothing.

/** The server's own refusal: it answered, and the answer was no. */
export class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

const LONGEST_ANSWER_MS = 15_000;

async function call(method, path, { body, signal, patience = LONGEST_ANSWER_MS } = {}) {
  const limits = [AbortSignal.timeout(patience)];
  if (signal) limits.push(signal);
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.any(limits),
    cache: "no-store",
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw new Refused(response.status, answer.error ?? `The sandbox answered ${response.status}.`);
}

const post = (path, body = {}, limits = {}) => call("POST", path, { body, ...limits });
const chat = (person, action) => `/sandbox/chats/${encodeURIComponent(person)}${action}`;

export const readState = () => call("GET", "/sandbox/state");
export const addPerson = (name) => post("/sandbox/people", { name });

/** With `after`, a chat read before, this waits up to `wait` seconds for anything to be different from then. */
export function readChat(person, { after = null, wait = 0, signal } = {}) {
  const query = after ? `?after=${after.revision}&state_after=${after.state_revision}&coach_after=${after.coach_revision}&wait=${wait}` : "";
  return call("GET", chat(person, query), { signal, patience: wait * 1000 + LONGEST_ANSWER_MS });
}

export const sendText = (person, text) => post(chat(person, "/send"), { text });
export const editText = (person, id, text) => post(chat(person, "/edit"), { message_id: id, text });
export const sendVoice = (person) => post(chat(person, "/voice"), { seconds: 3 });
export const sendSticker = (person, emoji) => post(chat(person, "/sticker"), { emoji });
export const sendPhoto = (person) => post(chat(person, "/photo"));
export const sendAlbum = (person) => post(chat(person, "/album"));
export const sendDocument = (person) => post(chat(person, "/document"));
export const sendPoll = (person) => post(chat(person, "/poll"), { question: "Which one?", options: ["This", "That"] });
export const sendChecklist = (person) => post(chat(person, "/checklist"), { title: "Today", tasks: ["One thing", "Another"] });
export const sendContact = (person) => post(chat(person, "/contact"));
export const block = (person) => post(chat(person, "/block"));
export const unblock = (person) => post(chat(person, "/unblock"));
export const clear = (person) => post(chat(person, "/clear"));

const TAP_WAIT_S = 10;

export const tap = (person, id, data) =>
  post(chat(person, "/tap"), { message_id: id, data, wait: TAP_WAIT_S }, { patience: TAP_WAIT_S * 1000 + LONGEST_ANSWER_MS });

export const advanceClock = (seconds) => post("/sandbox/clock", { advance_seconds: seconds });
export const resetClock = () => post("/sandbox/clock", { reset: true });

const coach = (person, action = "") => `/sandbox/coach/people/${encodeURIComponent(person)}${action}`;

export const readCoach = (person) => call("GET", coach(person));
export const record = (person) => post(coach(person, "/record"));
export const endRecording = (person) => post(coach(person, "/recorded"));

/** The graph as SVG; without a `version`, that of the newest one. */
export function readGraph({ dialogue, version, language }) {
  const query = new URLSearchParams({ language, ...(version ? { version } : {}) });
  return call("GET", `/sandbox/coach/graphs/${encodeURIComponent(dialogue)}?${query}`);
}

const DAY_S = 24 * 60 * 60;

/** Only the bot knows a person's hour; where it knows of none, the clock goes on by a whole day instead. */
export async function advanceToPrompt(person) {
  try {
    return await post("/sandbox/clock", { tomorrow_prompt: true, person });
  } catch (error) {
    if (error instanceof Refused && error.status < 500) return advanceClock(DAY_S);
    throw error;
  }
}
