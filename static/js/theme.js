// Changes the theme at once; the form's own POST remembers it for the next page.
customElements.define("theme-switch", class extends HTMLElement {
  connectedCallback() {
    this.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const theme = event.submitter.value;
      document.documentElement.dataset.theme = theme;
      fetch(event.target.action, { method: "POST", body: new URLSearchParams({ theme }), redirect: "manual" });
      this.querySelector(`button:not([value=${theme}])`).focus();
    });
  }
});
