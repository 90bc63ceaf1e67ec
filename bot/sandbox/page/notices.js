// What the page itself says: toasts, an alert or a question in a dialog, the banner of a silent sandbox, a picture shown large.
import { element, setText } from "./dom.js";

const TOAST_MS = 4_500;
const TOASTS_AT_ONCE = 3;
// A single missed answer is no news; the banner waits until a second one is missed too.
const CALM_MS = 1_200;

export class Notices {
  #silence = null;

  constructor(parts) {
    Object.assign(this, parts);
  }

  toast(text) {
    const toast = element("div", { class: "toast", dir: "auto" }, text);
    this.toasts.append(toast);
    while (this.toasts.children.length > TOASTS_AT_ONCE) this.toasts.firstElementChild.remove();
    setTimeout(() => toast.remove(), TOAST_MS);
  }

  alert(text) {
    return this.#ask(text, { yes: "OK", canCancel: false });
  }

  /** `yes` names what is done. Resolves to true if that was pressed. */
  confirm(text, yes) {
    return this.#ask(text, { yes, canCancel: true });
  }

  #ask(text, { yes, canCancel }) {
    setText(this.alertText, text);
    setText(this.alertOk, yes);
    this.alertCancel.hidden = !canCancel;
    this.alertBox.returnValue = "";
    this.alertBox.showModal();
    this.alertOk.focus();
    return new Promise((resolve) => {
      this.alertBox.addEventListener("close", () => resolve(this.alertBox.returnValue === "ok"), { once: true });
    });
  }

  silent() {
    this.#silence ??= setTimeout(() => {
      this.banner.hidden = false;
      setText(this.banner, "The sandbox is not answering. It may be restarting; this page will find it again by itself.");
    }, CALM_MS);
  }

  answered() {
    clearTimeout(this.#silence);
    this.#silence = null;
    this.banner.hidden = true;
    setText(this.banner, "");
  }

  picture(url, description) {
    this.viewerImage.src = url;
    this.viewerImage.alt = description;
    this.viewer.showModal();
  }
}
