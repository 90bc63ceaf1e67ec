// What a message carries besides words: pictures, animations, files, voice notes, stickers, contacts.
import { element, icon, setText } from "./dom.js";

/** The node for a message's kind, or null for plain text. `onPicture(url, description)` opens one large. */
export function mediaNode(message, onPicture) {
  const { kind, file } = message;
  if (kind === "sticker") return element("div", { class: "sticker", role: "img", "aria-label": `Sticker ${message.emoji ?? ""}` }, message.emoji ?? "🙂");
  if (kind === "contact") return contact();
  if (!file) return null;
  if (kind === "photo") return picture(file, message.text, onPicture);
  if (kind === "video") return video(file, message.text);
  if (kind === "animation") return animation(file, message.text, onPicture);
  if (kind === "voice") return voice(file);
  return fileLink(file);
}

function contact() {
  return element("div", { class: "file" }, element("span", { class: "file-icon" }, icon("person")), element("span", { class: "file-name" }, "Contact"));
}

function picture(file, caption, onPicture) {
  const description = caption || "Picture";
  const image = element("img", { src: file.url, alt: description, decoding: "async" });
  return element("button", { type: "button", class: "picture", "aria-label": `Open the picture: ${description}`, onclick: () => onPicture(file.url, description) }, image);
}

function animation(file, caption, onPicture) {
  if (file.mime?.startsWith("video/")) return movingPicture(file, caption);
  return prefersStill() ? stillAnimation(file, caption) : picture(file, caption || "Animation", onPicture);
}

const prefersStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function video(file, caption) {
  return element("video", { class: "picture", src: file.url, preload: "metadata", playsinline: true, controls: true, "aria-label": caption || "Video" });
}

function movingPicture(file, caption) {
  const node = element("video", { class: "picture", src: file.url, loop: true, playsinline: true, controls: true, "aria-label": caption || "Animation" });
  node.muted = true;
  node.autoplay = !prefersStill();
  return node;
}

/** For those who asked for less motion: the first frame, and the moving picture only when they press play. */
function stillAnimation(file, caption) {
  const description = caption || "Animation";
  const canvas = element("canvas", { role: "img", "aria-label": description });
  const moving = element("img", { alt: description, src: file.url });
  moving.addEventListener("load", () => drawFirstFrame(canvas, moving), { once: true });
  const button = element("button", { type: "button", class: "play-animation", "aria-label": "Play the animation", "aria-pressed": "false" }, icon("play"));
  const holder = element("div", { class: "picture" }, canvas, button);
  button.addEventListener("click", () => {
    const plays = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!plays));
    button.replaceChildren(icon(plays ? "play" : "pause"));
    holder.replaceChild(plays ? canvas : moving, plays ? moving : canvas);
  });
  return holder;
}

function drawFirstFrame(canvas, image) {
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext("2d").drawImage(image, 0, 0);
}

function fileLink(file) {
  return element(
    "a",
    { class: "file", href: file.url, download: file.name ?? "" },
    element("span", { class: "file-icon" }, icon("download")),
    element("span", { class: "visually-hidden" }, "Download "),
    element("span", { class: "file-words" }, element("span", { class: "file-name" }, file.name), element("span", { class: "file-size" }, sizeLabel(file.size))),
  );
}

function sizeLabel(bytes) {
  if (!bytes) return "empty";
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function voice(file) {
  const sound = new Audio();
  sound.preload = "none";
  const button = element("button", { type: "button", class: "file-icon", "aria-label": "Play the voice note" }, icon("play"));
  const progress = element("progress", { class: "voice-progress", max: 1, value: 0, "aria-label": "Played so far" });
  const note = element("span", { class: "voice-note" }, "Voice note");
  button.addEventListener("click", () => (sound.paused ? start(sound, file.url, note) : sound.pause()));
  for (const happening of ["play", "pause", "ended"]) sound.addEventListener(happening, () => showPlaying(button, !sound.paused));
  sound.addEventListener("timeupdate", () => showProgress(sound, progress, note));
  return element("div", { class: "file voice" }, button, element("div", { class: "file-words" }, progress, note));
}

function start(sound, url, note) {
  if (!sound.src) sound.src = url;
  // What the sandbox itself makes up has a voice note's name, but not always a sound.
  sound.play().catch(() => setText(note, "Voice note without sound"));
}

function showPlaying(button, plays) {
  button.setAttribute("aria-label", plays ? "Pause the voice note" : "Play the voice note");
  button.replaceChildren(icon(plays ? "pause" : "play"));
}

function showProgress(sound, progress, note) {
  if (!Number.isFinite(sound.duration)) return;
  progress.value = sound.currentTime / sound.duration;
  const seconds = Math.floor(sound.currentTime);
  setText(note, `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
}
