// "Post to…" opens the device's own share sheet where there is one, and "Print" prints.
// Without this module the first is a list of links and the second is not shown.
customElements.define("share-links", class extends HTMLElement {
  connectedCallback() {
    const print = this.querySelector("[data-print]");
    print.addEventListener("click", () => window.print());
    print.hidden = false;
    if (navigator.share) this.querySelector("summary").addEventListener("click", (event) => this.share(event));
  }

  async share(event) {
    event.preventDefault();
    try {
      await navigator.share({ title: this.getAttribute("headline"), url: this.getAttribute("url") });
    } catch (refusal) {
      // Closing the sheet is an answer too; anything else leaves the list of links.
      if (refusal.name !== "AbortError") this.querySelector("details").open = true;
    }
  }
});
