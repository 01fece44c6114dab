// Leads from one new comment to the next: by its button, and by the keys n and Shift+n unless they are
// switched off. What is new, the server or comment-unread.js has marked.
const KEY = "comment-keys";
const FIELDS = "input, textarea, select, [contenteditable]";

customElements.define("comment-next", class extends HTMLElement {
  connectedCallback() {
    this.discussion = this.closest(".discussion");
    [this.button, this.keys] = [this.querySelector("button"), this.querySelector("input")];
    this.seen = new Set();
    this.left = new AbortController();
    const heed = (where, kind, act) => where.addEventListener(kind, act, { signal: this.left.signal });
    heed(this.button, "click", () => this.go(1));
    heed(document, "keydown", (event) => this.pressed(event));
    heed(this.discussion, "comments-marked", () => this.count());
    heed(this.discussion, "focusin", (event) => this.met(event.target));
    // A browser may refuse storage; the choice then holds until the page is left.
    try { this.keys.checked = localStorage[KEY] !== "off"; } catch { /* on */ }
    heed(this.keys, "change", () => {
      try { localStorage[KEY] = this.keys.checked ? "on" : "off"; } catch { /* then not */ }
    });
    this.count();
  }

  disconnectedCallback() {
    this.left.abort();
  }

  get rows() { return [...this.discussion.querySelectorAll(".comment--new")]; }

  count() {
    const left = this.rows.filter((row) => !this.seen.has(row.id)).length;
    this.querySelector("b").textContent = left.toLocaleString(document.documentElement.lang);
    this.hidden = left === 0;
  }

  go(step) {
    const rows = this.rows;
    const at = rows.findIndex((row) => row.id === this.current);
    const row = rows.at(at < 0 && step < 0 ? -1 : (at + step) % rows.length);
    if (!row) return;
    for (let fold = row; (fold = fold.parentElement.closest("details"));) fold.open = true;
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView();
  }

  met(row) {
    if (!row.classList.contains("comment--new")) return;
    this.seen.add(this.current = row.id);
    this.count();
  }

  pressed(event) {
    const isOther = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (isOther || event.key.toLowerCase() !== "n" || !this.keys.checked) return;
    if (!event.target.closest?.(FIELDS)) this.go(event.shiftKey ? -1 : 1);
  }
});
