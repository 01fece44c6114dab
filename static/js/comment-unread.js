// Marks comments that appeared since this reader's last visit. Only this browser knows of visits: for
// the articles visited last, when the newest comment had appeared that the reader could then see.
const KEY = "comment-visits";
const VISITS_KEPT = 200;

// A browser may refuse storage; every visit is then the first, and the first marks nothing.
function visits() {
  try { return new Map(JSON.parse(localStorage[KEY])); } catch { return new Map(); }
}

customElements.define("comment-unread", class extends HTMLElement {
  connectedCallback() {
    this.discussion = this.closest("[data-latest]");
    if (!this.discussion) return;
    this.since = visits().get(this.discussion.dataset.article) ?? Infinity;
    this.left = new AbortController();
    const { signal } = this.left;
    this.discussion.addEventListener("htmx:load", () => this.mark(), { signal });
    document.addEventListener("htmx:afterSettle", () => this.isReached && this.remember(), { signal });
    this.watcher = new IntersectionObserver(([place]) => place.isIntersecting && this.remember());
    this.watcher.observe(this); // right above the list, and with it in sight while it is read
    this.mark();
  }

  disconnectedCallback() {
    this.left?.abort();
    this.watcher?.disconnect();
  }

  remember() {
    this.isReached = true;
    this.watcher.disconnect();
    const { article, latest } = this.discussion.dataset;
    const known = visits();
    known.delete(article);
    const kept = [...known, [article, Number(latest)]].slice(-VISITS_KEPT);
    try { localStorage[KEY] = JSON.stringify(kept); } catch { /* then not */ }
  }

  mark() {
    for (const row of this.discussion.querySelectorAll(".comment[data-shown]")) {
      if (Number(row.dataset.shown) > this.since) this.markRow(row, row.querySelector(".comment__head"));
    }
    this.discussion.dispatchEvent(new Event("comments-marked"));
  }

  markRow(row, head) {
    const isOwn = head.parentElement.querySelector(".vote__button:disabled");
    if (isOwn || row.classList.contains("comment--new")) return;
    row.classList.add("comment--new");
    const badge = Object.assign(document.createElement("span"), { className: "badge badge--new", textContent: this.dataset.word });
    head.querySelector(".comment__age").before(badge, " ");
  }
});
