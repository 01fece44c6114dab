// Says that files are on their way, so that nobody sends them twice.
customElements.define("upload-button", class extends HTMLElement {
  connectedCallback() {
    this.closest("form").addEventListener("submit", () => {
      const status = this.querySelector("[role=status]");
      status.textContent = status.dataset.busy;
      // After this event: a disabled button would not send the form.
      setTimeout(() => { this.querySelector("button").disabled = true; });
    });
    // Back from the next page, the browser shows this one as it was left.
    addEventListener("pageshow", () => { this.querySelector("button").disabled = false; });
  }
});
