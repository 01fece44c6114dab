// A small button in the corner while the discussion is still further down. It says how many comments
// are new, as js/comment-news.js heard, and asks for the reader's own once a week. Closed, it rests.
const [WEEK, ASK_AFTER, ASK_FOR] = [7 * 86_400_000, 45_000, 10_000];
const [CLOSED, ASKED] = ["comment-bubble-closed", "comment-bubble-asked"];

// Milliseconds; none that compare where the browser keeps nothing: it is shown then, but never asks.
function since(what) {
  try { return Date.now() - Number(localStorage.getItem(what)); } catch { return NaN; }
}

function note(what) {
  try { localStorage.setItem(what, Date.now()); } catch { /* then not */ }
}

customElements.define("comment-bubble", class extends HTMLElement {
  connectedCallback() {
    this.discussion = document.getElementById("comments");
    if (!this.discussion || since(CLOSED) < WEEK) return;
    this.own = this.querySelector(".bubble__words").textContent;
    this.left = new AbortController();
    const heed = (where, kind, act) => where.addEventListener(kind, act, { signal: this.left.signal });
    heed(this.discussion, "comment-news", () => this.tell(this.news));
    heed(document, "keydown", ({ key }) => key === "Escape" && this.matches(":hover, :focus-within, .bubble--open") && this.close());
    heed(this.querySelector("button"), "click", () => this.close());
    heed(this.querySelector("a"), "click", (event) => this.follow(event));
    this.watcher = new IntersectionObserver(([place]) => { this.hidden = place.isIntersecting; }, { rootMargin: "9999999px 0px 0px" });
    this.watcher.observe(this.discussion); // in sight or passed: it has its own line for what is new
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!isCalm && since(ASKED) > WEEK) this.timer = setTimeout(() => this.ask(), ASK_AFTER);
  }

  disconnectedCallback() { this.left?.abort(); this.watcher?.disconnect(); clearTimeout(this.timer); }

  get news() { return this.discussion.querySelector("comment-news a"); }

  tell(news) {
    this.querySelector(".bubble__words").textContent = news?.textContent.trim() ?? this.own;
    Object.assign(this.querySelector(".bubble__count"), { textContent: news?.dataset.shown ?? "", hidden: !news });
  }

  ask() {
    if (this.hidden || document.hidden) return;
    note(ASKED);
    this.classList.add("bubble--open");
    this.timer = setTimeout(() => this.classList.remove("bubble--open"), ASK_FOR);
  }

  follow(event) {
    const [news, field] = [this.news, document.querySelector("#composer textarea")];
    if (news || field) event.preventDefault();
    if (news) news.click(); else field?.focus();
  }

  close() { note(CLOSED); this.disconnectedCallback(); this.hidden = true; }
});
