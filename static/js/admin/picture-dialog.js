// The library in a dialog: find a picture, say what it is for here. Emits chosen, removed, closed.
customElements.define("picture-dialog", class extends HTMLElement {
  connectedCallback() {
    this.dialog = document.createElement("dialog");
    this.dialog.className = "pick-dialog";
    this.append(this.dialog);
    this.isThere = Boolean(this.picture);
    this.dialog.addEventListener("close", () => { this.remove(); this.tell("closed"); });
    this.dialog.addEventListener("submit", (event) => this.submitted(event));
    this.dialog.addEventListener("click", (event) => this.clicked(event));
    this.load(this.getAttribute("src"));
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  async load(address) {
    const answer = await fetch(address).then((page) => page.text(), () => "");
    const page = new DOMParser().parseFromString(answer, "text/html");
    const picker = page.querySelector("[data-picker]");
    if (!picker) return window.open(this.getAttribute("src"), "_blank");
    this.dialog.replaceChildren(...picker.childNodes);
    this.dialog.setAttribute("aria-label", picker.getAttribute("aria-label"));
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.querySelector("[type=search]").focus();
    if (this.picture) this.ask();
  }

  submitted(event) {
    const form = event.target;
    if (form.method === "dialog") return this.answered(event.submitter.value, new FormData(form));
    event.preventDefault();
    this.picture = null;
    return this.load(`${this.getAttribute("src")}?${new URLSearchParams(new FormData(form))}`);
  }

  answered(verb, fields) {
    const said = { alt: fields.get("alt").trim(), look: fields.get("look") };
    if (verb === "insert") this.tell("chosen", { ...this.picture, ...said });
    if (verb === "remove") this.tell("removed");
  }

  clicked(event) {
    const choice = event.target.closest("[data-src]");
    const page = event.target.closest("nav a");
    if (page) { event.preventDefault(); this.picture = null; this.load(page.href); }
    if (event.target.closest("[data-close]")) this.dialog.close();
    if (choice) {
      const { src, id, hint } = choice.dataset;
      this.picture = { alt: "", look: "", ...this.picture, src, file: id, hint };
      this.ask();
    }
  }

  // The second step: what the picture says in this place.
  ask() {
    const { src, alt, look, hint } = this.picture;
    const form = this.dialog.querySelector("[data-place]");
    form.hidden = false;
    form.querySelector("[data-remove]").hidden = !this.isThere;
    form.querySelector("img").src = src;
    form.elements.alt.value = alt ?? "";
    form.elements.alt.placeholder = hint ?? "";
    form.elements.look.value = look ?? "";
    form.elements.alt.focus();
  }
});
