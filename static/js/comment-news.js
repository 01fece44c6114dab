// Asks every half minute whether others have commented, and offers a link to what is new: nothing moves
// by itself. Rests while hidden or idle for five minutes; asks less often while nobody answers.
const [PAUSE, LONGEST_PAUSE, IDLE] = [30_000, 600_000, 300_000];

customElements.define("comment-news", class extends HTMLElement {
  connectedCallback() {
    this.discussion = this.closest("[data-news]");
    if (!this.discussion) return;
    this.left = new AbortController();
    const heed = (where, kind, act) => where.addEventListener(kind, act, { passive: true, capture: true, signal: this.left.signal });
    for (const kind of ["pointermove", "pointerdown", "keydown", "scroll", "visibilitychange"]) heed(window, kind, () => this.wake());
    heed(document, "htmx:afterSettle", (event) => this.followed(event.detail.requestConfig?.elt));
    [this.pause, this.askedAt] = [PAUSE, Date.now()];
    this.wake();
  }

  disconnectedCallback() {
    this.left?.abort();
    clearTimeout(this.timer);
  }

  wake() {
    this.activeAt = Date.now();
    this.timer ??= setTimeout(() => this.ask(), Math.max(0, this.askedAt + this.pause - Date.now()));
  }

  async ask() {
    this.timer = null;
    if (document.hidden || Date.now() - this.activeAt > IDLE) return; // the next move wakes it
    this.askedAt = Date.now();
    const sort = this.discussion.querySelector("[id^=sort-][aria-current]")?.id.slice(5) ?? "";
    const query = new URLSearchParams({ since: this.discussion.dataset.latest, sort });
    try {
      const answer = await fetch(`${this.discussion.dataset.news}?${query}`);
      if (!answer.ok) throw new Error(answer.status);
      this.pause = PAUSE;
      this.show((await answer.text()).trim());
    } catch {
      this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
    }
    if (this.isConnected) this.timer ??= setTimeout(() => this.ask(), this.pause);
  }

  show(link) {
    if (link === this.shown) return; // announced before
    this.innerHTML = this.shown = link;
    window.htmx?.process(this);
    this.dispatchEvent(new Event("comment-news", { bubbles: true })); // for js/comment-bubble.js
  }

  followed(link) {
    if (!this.contains(link)) return;
    this.discussion.dataset.latest = link.dataset.latest;
    this.show("");
    const first = this.discussion.querySelector(".comment--new");
    first?.setAttribute("tabindex", "-1");
    first?.focus();
  }
});
