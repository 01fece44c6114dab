// Lays the older of two maps over the newer; a range input moves the line between them.
const THUMB = 44;

customElements.define("map-compare", class extends HTMLElement {
  connectedCallback() {
    const viewer = this.closest("map-viewer");
    const stage = viewer.querySelector(".viewer__stage");
    this.sheet = viewer.querySelector(".compare");
    this.range = this.querySelector("input");
    this.sheet.classList.add("compare--over");
    this.hidden = false;
    viewer.zoomBy("fit");
    const draw = () => this.draw();
    this.range.addEventListener("input", draw);
    stage.addEventListener("scroll", draw, { passive: true });
    const watch = new ResizeObserver(draw);
    watch.observe(this.sheet);
    watch.observe(this);
    this.draw();
  }

  // The line runs through the middle of the thumb, which stays inside the box.
  draw() {
    const box = this.getBoundingClientRect(), sheet = this.sheet.getBoundingClientRect();
    const x = THUMB / 2 + this.range.value / 100 * (box.width - THUMB);
    this.style.setProperty("--x", `${x}px`);
    this.sheet.style.setProperty("--cut", `${(box.left + x - sheet.left) / sheet.width * 100}%`);
  }
});
