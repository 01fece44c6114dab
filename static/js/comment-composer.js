// Around a comment form that works alone: counts characters, sends with Ctrl+Enter, marks one
// sending with a key, stays open once it was entered, and says when a text did not arrive.
// One letter as comments/text.py counts them: with its marks, skin tones and joined emoji; a flag.
const LETTER = /(?:\p{RI}\p{RI}|[^])(?:[\p{M}\u{1f3fb}-\u{1f3ff}]|\u200d+[^]?)*/gu;
const WARNINGS = [0, 10, 50, 100];
const TAKEN_OR_EXPLAINED = [422, 429];

customElements.define("comment-composer", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.field = this.querySelector("textarea");
    const key = this.form.elements.submission;
    if (key) key.value ||= crypto.randomUUID?.() ?? "";
    this.addEventListener("focusin", () => this.setAttribute("open", ""), { once: true });
    this.addEventListener("input", () => this.count());
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("htmx:beforeOnLoad", (event) => this.answered(event.detail.xhr.status));
    this.addEventListener("htmx:sendError", () => this.failed("line"));
    this.addEventListener("htmx:beforeRequest", () => this.failed(""));
    this.querySelector("[aria-invalid=true]")?.focus();
    this.count();
  }

  count() {
    const text = this.field.value.trim().normalize("NFC");
    const left = this.dataset.limit - (text.match(LETTER) ?? []).length;
    const shown = this.querySelector(".composer__left");
    shown.hidden = text === "";
    shown.classList.toggle("composer__left--over", left < 0);
    shown.querySelector("output").value = left.toLocaleString(document.documentElement.lang);
    this.warn(WARNINGS.find((few) => left <= few), shown.textContent);
  }

  // Read out when few characters are left, and not again with every key.
  warn(few, words) {
    if (few !== this.few) this.querySelector("[data-few-left]").textContent = few === undefined ? "" : words;
    this.few = few;
  }

  pressed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
  }

  answered(status) {
    this.failed(status < 400 || TAKEN_OR_EXPLAINED.includes(status) ? "" : "answer");
  }

  failed(why) {
    for (const note of this.querySelectorAll("[data-failed]")) note.hidden = note.dataset.failed !== why;
  }
});
