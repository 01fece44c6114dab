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
    if (!picker) return window.open(this.getAttribute("src"), "_blank"); // signed out, or away
    this.dialog.replaceChildren(...picker.childNodes);
    this.dialog.ariaLabel = picker.ariaLabel;
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.querySelector("[type=search]").focus();
    if (this.picture) this.ask();
  }

  submitted(event) {
    const said = Object.fromEntries(new FormData(event.target));
    if (event.target.method === "dialog") {
      const isChosen = event.submitter.value === "insert";
      return isChosen ? this.tell("chosen", { ...this.picture, ...said }) : this.tell("removed");
    }
    event.preventDefault();
    return this.load(`${this.getAttribute("src")}?${new URLSearchParams(said)}`);
  }

  clicked(event) {
    const [choice, page] = ["[data-src]", "nav a"].map((what) => event.target.closest(what));
    if (event.target.closest("[data-close]")) this.dialog.close();
    if (choice) this.ask({ src: choice.dataset.src, file: choice.dataset.id });
    if (page) { event.preventDefault(); this.load(page.href); }
  }

  // The second step: what the picture says in this place.
  ask(choice) {
    this.picture = { ...this.picture, ...choice };
    const { src, file, alt, look } = this.picture;
    const form = this.dialog.querySelector("[data-place]");
    form.hidden = false;
    form.querySelector("[data-remove]").hidden = !this.isThere;
    form.querySelector("img").src = src;
    const hint = this.dialog.querySelector(`[data-id="${file}"]`)?.dataset.hint ?? "";
    Object.assign(form.elements.alt, { value: alt ?? "", placeholder: hint }).focus();
    form.elements.look.value = look ?? "";
  }
});
