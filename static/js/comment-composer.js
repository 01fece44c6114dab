// Around a comment form that works alone: keeps a draft until the comment is posted, counts
// characters, sends with Ctrl+Enter, marks one sending with a key, says when the line is down.
const drafts = {
  // A browser may refuse storage; a draft is then not kept.
  read: (key) => { try { return localStorage[key] ?? ""; } catch { return ""; } },
  keep: (key, text) => { try { localStorage[key] = text; } catch { /* then not */ } },
  drop: (key) => { try { delete localStorage[key]; } catch { /* there was none */ } },
};

customElements.define("comment-composer", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.field = this.querySelector("textarea");
    this.key = `draft:${this.dataset.draft}`;
    this.field.value ||= drafts.read(this.key);
    this.form.elements.submission.value ||= crypto.randomUUID?.() ?? "";
    this.field.addEventListener("input", () => drafts.keep(this.key, this.field.value));
    this.field.addEventListener("input", () => this.count());
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("htmx:beforeOnLoad", (event) => this.answered(event));
    this.addEventListener("htmx:sendError", () => this.failed(true));
    this.addEventListener("htmx:beforeRequest", () => this.failed(false));
    this.querySelector("[data-cancel]")?.addEventListener("click", (event) => this.cancel(event));
    this.querySelector("[aria-invalid=true]")?.focus();
    this.count();
  }

  count() {
    const left = this.dataset.limit - [...this.field.value].length;
    const shown = this.querySelector(".composer__left");
    shown.hidden = this.field.value === "";
    shown.classList.toggle("composer__left--over", left < 0);
    shown.querySelector("output").value = left.toLocaleString(document.documentElement.lang);
  }

  pressed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
  }

  answered(event) {
    if (event.detail.xhr.status < 300) drafts.drop(this.key);
    this.failed(event.detail.xhr.status >= 500);
  }

  failed(isFailed) {
    this.querySelector("[data-failed]").hidden = !isFailed;
  }

  cancel(event) {
    const slot = this.closest(".comment .comment__form");
    if (!slot) return;
    event.preventDefault();
    slot.previousElementSibling.querySelector(".comment__action").focus();
    slot.replaceChildren();
  }
});
