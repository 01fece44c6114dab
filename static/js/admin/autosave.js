// Keeps what is typed into the article's form on the server every ten seconds, for its writer alone;
// saving is another thing. Rests while hidden; what was not kept makes the browser ask before leaving.
const PAUSE = 10_000;
const LARGEST_AT_THE_END = 60_000; // browsers send no more than 64 kB after a page was left
const TROUBLE = { 0: "signedOut", 400: "tooLong", 403: "refused", 404: "refused", 413: "tooLong" };

customElements.define("article-autosave", class extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if ("unsaved" in this.dataset) this.kept = "";
    // The text editor rewrites its field as it starts: what counts is what was there before a touch.
    for (const kind of ["keydown", "pointerdown", "paste"]) {
      this.form.addEventListener(kind, () => { this.kept ??= this.sent; }, { capture: true });
    }
    this.form.addEventListener("submit", (event) => this.sending(event));
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.keep(); });
    addEventListener("pagehide", () => this.keep());
    addEventListener("pageshow", (event) => { if (event.persisted) this.isLeaving = false; });
    addEventListener("beforeunload", (event) => { if (this.trouble && !this.isLeaving) event.preventDefault(); });
    setInterval(() => { if (!document.hidden) this.keep(); }, PAUSE);
  }

  get sent() {
    const fields = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams(fields).toString();
  }

  // A preview opens beside the form. Who is signed out would be led away from the text: are they back?
  async sending(event) {
    this.isLeaving = !event.submitter?.formTarget && this.trouble !== "signedOut";
    if (this.trouble !== "signedOut") return;
    event.preventDefault();
    await this.keep();
    if (!this.trouble) this.form.requestSubmit(event.submitter);
  }

  async keep() {
    const sent = this.sent;
    if (this.isBusy || this.isLeaving || this.kept === undefined || sent === this.kept) return;
    this.isBusy = true;
    const request = { method: "POST", body: new URLSearchParams(sent), redirect: "manual" };
    const answer = await fetch(this.dataset.address, { ...request, keepalive: sent.length < LARGEST_AT_THE_END })
      .catch(() => ({}));
    this.trouble = answer.ok ? "" : TROUBLE[answer.status] ?? "offline";
    this.kept = answer.ok ? sent : ""; // tried again, whatever is typed
    this.show(answer.ok ? await answer.json() : {});
    this.isBusy = false;
  }

  show({ saved_at: at, checklist }) {
    const time = at ? new Date(at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" }) : "";
    const text = `${this.dataset[this.trouble || "kept"]} ${time}`;
    this.role = this.trouble ? "alert" : "none"; // what goes well is not spoken
    if (this.textContent !== text) this.textContent = text;
    if (checklist && checklist !== this.checklist) document.querySelector(".checklist").outerHTML = this.checklist = checklist;
  }
});
