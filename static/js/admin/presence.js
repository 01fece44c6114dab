// Tells every quarter of a minute that somebody has the article open, and shows who else has and
// whether it was saved since. Rests while the window is hidden; says goodbye when it is left.
const PAUSE = 15_000;

customElements.define("article-presence", class extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.ask(); });
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", (event) => { if (event.persisted) this.ask(); });
    setInterval(() => this.ask(), PAUSE);
    this.ask();
  }

  get version() {
    return this.form?.elements.version?.value ?? "";
  }

  async ask() {
    if (document.hidden) return;
    const body = new URLSearchParams({ version: this.version });
    try {
      const answer = await fetch(this.dataset.address, { method: "POST", body, redirect: "manual" });
      if (answer.ok) this.show((await answer.text()).trim());
    } catch { /* no connection: the next time */ }
  }

  // A live region speaks up whenever it is written to: only what is new is.
  show(html) {
    if (html === this.shown) return;
    this.innerHTML = this.shown = html;
  }

  leave() {
    navigator.sendBeacon(this.dataset.address, new URLSearchParams({ leave: "1" }));
  }
});
