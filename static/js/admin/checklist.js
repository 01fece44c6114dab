// A line about a field that an editor has taken the place of leads to that editor.
customElements.define("check-links", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const hash = event.target.closest("a")?.hash;
      const field = hash && document.getElementById(hash.slice(1));
      if (!field || field.offsetParent) return;
      const editor = field.parentElement.querySelector("[contenteditable]");
      if (!editor) return;
      event.preventDefault();
      editor.scrollIntoView({ block: "center" });
      editor.focus();
    });
  }
});
