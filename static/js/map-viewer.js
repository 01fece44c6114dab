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

  // Keeps the point (x, y) of the box, by default its middle, where it is.
  zoomBy(factor, x = this.stage.clientWidth / 2, y = this.stage.clientHeight / 2) {
    if (!factor) return;
    const before = this.scale ?? 1;
    const wanted = factor === "fit" ? 0 : before * factor;
    this.scale = Math.min(LARGEST, Math.max(this.fitting, wanted));
    const ratio = this.scale / before;
    const { scrollLeft, scrollTop } = this.stage;
    this.sheet.style.inlineSize = `${this.sheet.getAttribute("width") * this.scale}px`;
    this.stage.scrollTo((scrollLeft + x) * ratio - x, (scrollTop + y) * ratio - y);
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
    const box = this.stage.getBoundingClientRect();
    this.zoomBy(event.deltaY < 0 ? 1.15 : 0.87, event.clientX - box.left, event.clientY - box.top);
  }

  drag(event) {
    if (event.pointerType === "mouse" && event.buttons === 1) this.stage.scrollBy(-event.movementX, -event.movementY);
  }
});
