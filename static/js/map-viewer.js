// Zooms a map that stands in a scrolling box; moving about is the box's own scrolling. A plain wheel
// and one finger scroll the page wherever the map has nothing to scroll: nobody is trapped in it.
const LARGEST = 3;
const ZOOMS = { "+": 1.25, "=": 1.25, "-": 0.8, 0: "fit" };
const MOVES = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] };

customElements.define("map-viewer", class extends HTMLElement {
  connectedCallback() {
    this.stage = this.querySelector(".viewer__stage");
    this.sheet = this.querySelector(".viewer__sheet");
    this.moves = this.querySelector(".viewer__moves");
    this.stage.classList.add("viewer__stage--drag");
    this.stage.addEventListener("keydown", (event) => this.press(event));
    this.stage.addEventListener("pointermove", (event) => this.drag(event));
    this.addEventListener("click", (event) => this.act(event.target.closest("button")?.value));
    this.querySelector(".viewer__zoom").hidden = false;
    this.zoomBy("fit");
    new ResizeObserver(() => this.zoomBy(this.isFitted ? "fit" : 1)).observe(this.stage);
  }

  // The scale at which the whole map is seen.
  get fitting() {
    const { width, height } = this.sheet.dataset;
    return Math.min(1, this.stage.clientWidth / width, this.stage.clientHeight / height);
  }

  // Keeps the point (x, y) of the window, by default the middle of the box, on the same place.
  zoomBy(factor, x, y) {
    const wanted = factor === "fit" ? 0 : this.scale * factor;
    this.isFitted = wanted <= this.fitting;
    this.scale = Math.min(LARGEST, Math.max(this.fitting, wanted));
    const box = this.stage.getBoundingClientRect();
    const [left, top] = [x ?? box.left + box.width / 2, y ?? box.top + box.height / 2];
    const before = this.sheet.getBoundingClientRect();
    this.sheet.style.inlineSize = `${this.sheet.dataset.width * this.scale}px`;
    const after = this.sheet.getBoundingClientRect();
    const ratio = after.width / before.width;
    this.stage.scrollBy(after.left + (left - before.left) * ratio - left, after.top + (top - before.top) * ratio - top);
    this.moves.hidden = this.isFitted;
  }

  // Does what a key or a button asks; false when there is nothing to do.
  act(name) {
    const { scrollLeft, scrollTop } = this.stage;
    if (name in MOVES) this.stage.scrollBy(...MOVES[name]);
    else if (name) this.zoomBy(name);
    return !(name in MOVES) || scrollLeft !== this.stage.scrollLeft || scrollTop !== this.stage.scrollTop;
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in MOVES || event.key in ZOOMS)) return;
    if (this.act(ZOOMS[event.key] ?? event.key)) event.preventDefault();
  }

  drag(event) {
    if (event.pointerType === "mouse" && event.buttons === 1) this.stage.scrollBy(-event.movementX, -event.movementY);
  }
});
