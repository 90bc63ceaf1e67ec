// The side panel: always there on a wide window, a drawer on a phone. Also holds the theme toggle, whose choice is kept.
const WIDE = matchMedia("(min-width: 860px)");
const DARK = matchMedia("(prefers-color-scheme: dark)");

export class Panel {
  #openedBy = null;

  constructor({ panel, chat, shade, openers, closer, clock }) {
    Object.assign(this, { panel, chat, shade, openers, closer });
    for (const opener of openers) opener.addEventListener("click", () => this.#open(opener));
    closer.addEventListener("click", () => this.close());
    shade.addEventListener("click", () => this.close());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    this.clock = clock;
    WIDE.addEventListener("change", () => this.#arrange(false));
    this.#arrange(false);
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

  #arrange(open) {
    const drawer = !WIDE.matches;
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
    keep(root.dataset.theme);
    show();
  });
  DARK.addEventListener("change", show);
  show();
}

function keep(theme) {
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // Where storage is forbidden the choice lasts as long as the page.
  }
}
