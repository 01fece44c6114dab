// Zooms a map that stands in a scrolling box; moving about is the box's own scrolling, so that
// touch, wheel and screen readers work as anywhere. Only Ctrl + wheel zooms: a page must scroll on.
const LARGEST = 3;
const ZOOMS = { "+": 1.25, "=": 1.25, "-": 0.8 };
const MOVES = { ArrowLeft: [-80, 0], ArrowRight: [80, 0], ArrowUp: [0, -80], ArrowDown: [0, 80] };

customElements.define("map-viewer", class extends HTMLElement {
  connectedCallback() {
    this.stage = this.querySelector(".viewer__stage");
    this.sheet = this.querySelector(".viewer__sheet");
    this.stage.classList.add("viewer__stage--drag");
    this.stage.addEventListener("keydown", (event) => this.press(event));
    this.stage.addEventListener("wheel", (event) => this.turn(event), { passive: false });
    this.stage.addEventListener("pointermove", (event) => this.drag(event));
    const buttons = this.querySelector(".viewer__zoom");
    buttons.addEventListener("click", (event) => this.zoomBy(event.target.closest("button")?.value));
    buttons.hidden = false;
    this.zoomBy("fit");
  }

  // The scale at which the whole map is seen.
  get fitting() {
    const [width, height] = [this.sheet.getAttribute("width"), this.sheet.getAttribute("height")];
    return Math.min(1, this.stage.clientWidth / width, this.stage.clientHeight / height);
  }

  // Keeps the point (x, y) of the window, by default the middle of the box, on the same place.
  zoomBy(factor, x, y) {
    if (!factor) return;
    const wanted = factor === "fit" ? 0 : this.scale * factor;
    this.scale = Math.min(LARGEST, Math.max(this.fitting, wanted));
    const box = this.stage.getBoundingClientRect();
    const [left, top] = [x ?? box.left + box.width / 2, y ?? box.top + box.height / 2];
    const before = this.sheet.getBoundingClientRect();
    this.sheet.style.inlineSize = `${this.sheet.getAttribute("width") * this.scale}px`;
    const after = this.sheet.getBoundingClientRect();
    const ratio = after.width / before.width;
    this.stage.scrollBy(after.left + (left - before.left) * ratio - left, after.top + (top - before.top) * ratio - top);
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in MOVES) this.stage.scrollBy(...MOVES[event.key]);
    else if (event.key === "0") this.zoomBy("fit");
    else if (event.key in ZOOMS) this.zoomBy(ZOOMS[event.key]);
    else return;
    event.preventDefault();
  }

  turn(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoomBy(event.deltaY < 0 ? 1.15 : 0.87, event.clientX, event.clientY);
  }

  drag(event) {
    if (event.pointerType === "mouse" && event.buttons === 1) this.stage.scrollBy(-event.movementX, -event.movementY);
  }
});
