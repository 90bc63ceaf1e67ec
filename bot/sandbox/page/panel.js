// The side panel: there where it has room beside the chat, a drawer where it has not. Also holds the theme toggle, whose choice is kept.
import { keep } from "./kept.js";

const BESIDE_PX = 860; // as in the page's container queries
const DARK = matchMedia("(prefers-color-scheme: dark)");

export class Panel {
  #openedBy = null;
  #isDrawer = null;

  constructor({ side, panel, chat, shade, openers, closer, clock }) {
    Object.assign(this, { side, panel, chat, shade, openers, closer });
    for (const opener of openers) opener.addEventListener("click", () => this.#open(opener));
    closer.addEventListener("click", () => this.close());
    shade.addEventListener("click", () => this.close());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    this.clock = clock;
    new ResizeObserver(() => this.#resized()).observe(side);
    this.#resized();
  }

  close() {
    if (!this.#openedBy) return;
    this.#arrange(false);
    this.#openedBy.focus();
    this.#openedBy = null;
  }

  #open(opener) {
    this.#openedBy = opener;
    this.#arrange(true);
    this.closer.focus();
    if (opener.id === "clock-chip") this.clock.querySelector("button").focus();
  }

  #resized() {
    const isDrawer = this.side.clientWidth < BESIDE_PX;
    if (isDrawer === this.#isDrawer) return;
    this.#isDrawer = isDrawer;
    this.#arrange(false);
  }

  #arrange(open) {
    const drawer = this.#isDrawer;
    this.panel.classList.toggle("is-open", open);
    this.panel.inert = drawer && !open;
    this.chat.inert = drawer && open;
    this.shade.hidden = !(drawer && open);
    for (const opener of this.openers) opener.setAttribute("aria-expanded", String(open));
  }
}

/** Follows the system until it is pressed; from then on the choice of the person. */
export function themeToggle(button) {
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : DARK.matches);
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    keep("theme", root.dataset.theme);
    show();
  });
  DARK.addEventListener("change", show);
  show();
}
