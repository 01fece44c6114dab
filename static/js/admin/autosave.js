// Keeps what is typed into the article's form on the server every ten seconds, for its writer alone;
// saving is another thing. Rests while hidden; what was not kept makes the browser ask before leaving.
const PAUSE = 10_000;
const LARGEST_AT_THE_END = 60_000; // browsers send no more than 64 kB after a page was left

customElements.define("article-autosave", class extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if ("unsaved" in this.dataset) this.kept = "";
    // The text editor rewrites its field as it starts: what counts is what was there before a touch.
    for (const kind of ["keydown", "pointerdown", "paste", "drop"]) {
      this.form.addEventListener(kind, () => { this.kept ??= this.sent; }, { capture: true });
    }
    // A preview opens beside the form, which stays.
    this.form.addEventListener("submit", ({ submitter }) => { this.isLeaving = !submitter?.formTarget; });
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.keep(); });
    addEventListener("pagehide", () => { if (!this.isLeaving) this.keep(); });
    addEventListener("pageshow", (event) => { if (event.persisted) this.isLeaving = false; });
    addEventListener("beforeunload", (event) => { if (this.hasFailed && !this.isLeaving) event.preventDefault(); });
    setInterval(() => { if (!document.hidden && !this.isLeaving) this.keep(); }, PAUSE);
  }

  get sent() {
    const fields = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams(fields).toString();
  }

  async keep() {
    const sent = this.sent;
    if (this.isBusy || this.kept === undefined || sent === this.kept) return;
    this.isBusy = true;
    const keepalive = document.hidden && sent.length < LARGEST_AT_THE_END;
    try {
      const body = new URLSearchParams(sent);
      this.answered(await fetch(this.dataset.address, { method: "POST", body, keepalive, redirect: "manual" }), sent);
    } catch {
      this.say("offline");
    }
    this.isBusy = false;
  }

  answered(answer, sent) {
    const trouble = { 0: "signedOut", 403: "refused", 404: "refused", 409: "refused", 413: "tooLong" }[answer.status];
    if (!answer.ok) return this.say(trouble ?? "offline");
    this.kept = sent;
    answer.json().then(({ saved_at, checklist }) => this.say("kept", saved_at, checklist));
  }

  say(what, at, checklist) {
    this.hasFailed = what !== "kept";
    const time = at ? ` ${new Date(at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" })}` : "";
    this.role = this.hasFailed ? "alert" : "none"; // what goes well is not spoken
    const text = this.dataset[what] + time;
    if (this.textContent !== text) this.textContent = text;
    const list = document.querySelector(".checklist");
    if (list && checklist) list.outerHTML = checklist;
  }
});
