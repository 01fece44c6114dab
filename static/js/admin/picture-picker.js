// Hands the chosen picture to the text editor that opened this window, and closes it.
customElements.define("picture-picker", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-src]");
      if (choice) this.choose(choice.dataset);
    });
  }

  choose({ src, id, alt, caption }) {
    const picture = { id, alternative_text: alt, caption };
    window.opener?.CKEDITOR?.tools?.callFunction(this.getAttribute("callback"), src, picture);
    window.close();
  }
});
