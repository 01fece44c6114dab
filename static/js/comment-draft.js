// Inside a comment form: keeps the text as a draft of its place until the server has taken it, over
// reloads, signing in and failures. A browser may refuse storage; a draft is then not kept.
const stored = (act) => { try { return act(localStorage, sessionStorage); } catch { return null; } };
const drop = (place) => stored((drafts) => { delete drafts[`draft:${place}`]; });

// A form sent without htmx: it was taken when the answer is another page, at the new comment.
const sent = stored((_, tab) => JSON.parse(tab.sent ?? "null"));
stored((_, tab) => { delete tab.sent; });
if (sent && sent.from !== location.href && /^#comment-\d+$/.test(location.hash)) drop(sent.place);

customElements.define("comment-draft", class extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.field = this.form.elements.text;
    this.place = this.dataset.place;
    this.field.value ||= stored((drafts) => drafts[`draft:${this.place}`]) ?? "";
    this.form.addEventListener("input", () => this.keep());
    this.form.addEventListener("htmx:beforeOnLoad", (event) => this.answered(event));
    this.form.addEventListener("submit", (event) => this.leave(event));
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  keep() {
    if (this.field.value) stored((drafts) => { drafts[`draft:${this.place}`] = this.field.value; });
    else drop(this.place);
  }

  // A preview is answered on its button; only the form's own answer means that the text was taken.
  answered(event) {
    if (event.target === this.form && event.detail.xhr.status < 300) drop(this.place);
  }

  leave(event) {
    const isPreview = event.submitter?.name === "preview";
    if (isPreview || (window.htmx && this.form.hasAttribute("hx-post"))) return;
    stored((_, tab) => { tab.sent = JSON.stringify({ place: this.place, from: location.href }); });
  }
});
