// Copies an address or a link: <copy-text text="…" done="Copied"><button hidden>…</button></copy-text>
// The button shows only where copying works; the text stands beside it to be selected by hand.
customElements.define("copy-text", class extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    this.button = this.querySelector("button");
    this.label = this.querySelector("[data-label]") ?? this.button;
    this.before = this.label.textContent;
    this.button.addEventListener("click", () => this.copy());
    this.button.hidden = false;
  }

  async copy() {
    await navigator.clipboard.writeText(this.getAttribute("text"));
    this.label.textContent = this.getAttribute("done");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.label.textContent = this.before; }, 3000);
  }
});
