// The reader's place in the log. At the end it follows what comes; anywhere else it stays put and counts what came, on a button.

const NEAR_PX = 48;
const BREATHING_SPACE_PX = 16;
const BURST_PAUSE_MS = 5_000;
const STILL_MS = 1_000;

export class Place {
  #following = true;
  #firstUnread = null;
  #unread = 0;
  #expecting = false;
  #settledAt = 0;
  #endWhenSettled = 0;
  #lastArrival = -Infinity;
  #stillness = null;

  constructor({ log, content, jump, jumpText }) {
    Object.assign(this, { log, jump, jumpText });
    log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    jump.addEventListener("click", () => this.#jump());
    // Pictures arrive, messages grow, keyboards go, the window turns: whatever the cause, the end stays the end.
    const watch = new ResizeObserver(() => {
      this.#settle();
      this.#endWhenSettled = this.#end;
      this.#showJump();
    });
    watch.observe(content);
    watch.observe(log);
  }

  /** The person pressed a button: what comes next is what they wait for, wherever they are. */
  expect() {
    this.#expecting = true;
  }

  goToEnd() {
    this.#following = true;
    this.#expecting = false;
    this.#firstUnread = null;
    this.#unread = 0;
    this.#settle();
    this.#showJump();
  }

  /** `elements` are new messages of the bot's, in order. */
  arrived(elements) {
    if (!elements.length) return;
    if (this.#expecting) this.goToEnd();
    if (this.#following && !this.#isOneBurst()) this.#firstUnread = elements[0];
    this.#settle();
    if (!this.#atEnd) this.#unread += elements.filter((node) => this.#isBelow(node)).length;
    this.#showJump();
  }

  /** Messages in quick succession are one thing to read: the first of them is where reading starts. */
  #isOneBurst() {
    const now = performance.now();
    const pause = now - this.#lastArrival;
    this.#lastArrival = now;
    return this.#firstUnread !== null && pause < BURST_PAUSE_MS;
  }

  bring(target) {
    this.#following = false;
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }

  /** To the end, but never past the start of what has not been read: a long text begins at its beginning. */
  #settle() {
    if (!this.#following) return;
    const start = this.#firstUnread?.isConnected ? this.#topOf(this.#firstUnread) - BREATHING_SPACE_PX : this.#end;
    this.log.scrollTop = Math.max(0, Math.min(this.#end, start));
    this.#settledAt = this.log.scrollTop;
  }

  /** Whether not even its first line can be seen. */
  #isBelow(node) {
    return this.#topOf(node) > this.log.scrollTop + this.log.clientHeight - NEAR_PX;
  }

  #topOf(node) {
    return node.getBoundingClientRect().top - this.log.getBoundingClientRect().top + this.log.scrollTop;
  }

  /** How far the log can be scrolled. */
  get #end() {
    return this.log.scrollHeight - this.log.clientHeight;
  }

  get #atEnd() {
    return this.#end - this.log.scrollTop < NEAR_PX;
  }

  #scrolled() {
    this.log.classList.add("is-scrolling");
    clearTimeout(this.#stillness);
    this.#stillness = setTimeout(() => this.log.classList.remove("is-scrolling"), STILL_MS);
    // The page's own scrolling says nothing about where the reader wants to be, nor does the browser's when buttons go away.
    const byHand = this.#end === this.#endWhenSettled && Math.abs(this.log.scrollTop - this.#settledAt) > 1;
    if (byHand) this.#readerMoved();
    this.#showJump();
  }

  #readerMoved() {
    this.#settledAt = this.log.scrollTop;
    this.#following = this.#atEnd;
    if (!this.#following) return;
    this.#unread = 0;
    this.#firstUnread = null;
  }

  #jump() {
    this.goToEnd();
    this.log.focus({ preventScroll: true });
  }

  #showJump() {
    this.jump.hidden = this.#atEnd;
    const label = this.#unread ? `${this.#unread} new ${this.#unread === 1 ? "message" : "messages"}` : "";
    this.jumpText.textContent = label;
    this.jump.setAttribute("aria-label", label ? `${label}, go to the end` : "Go to the end");
  }
}
