// A click on the picture sets the point that stays when it is cut; the cuts follow the two fields.
customElements.define("focal-point", class extends HTMLElement {
  connectedCallback() {
    this.fields = ["x", "y"].map((axis) => document.querySelector(`#id_focal_${axis}`));
    if (this.fields.some((field) => !field)) return;
    this.querySelector(".crops__how").hidden = false;
    this.querySelector("img").addEventListener("click", (event) => this.point(event));
    for (const field of this.fields) field.addEventListener("input", () => this.show());
  }

  point({ target, offsetX, offsetY }) {
    const shares = [offsetX / target.clientWidth, offsetY / target.clientHeight];
    this.fields.forEach((field, axis) => {
      field.value = Math.round(100 * Math.min(1, Math.max(0, shares[axis])));
    });
    this.show();
  }

  show() {
    const { width, height } = this.dataset;
    const [x, y] = this.fields.map((field) => Math.min(100, Math.max(0, Number(field.value) || 0)));
    for (const crop of this.querySelectorAll("svg")) {
      const across = Math.min(width, height * crop.dataset.ratio);
      const down = across / crop.dataset.ratio;
      const left = ((width - across) * x) / 100, top = ((height - down) * y) / 100;
      crop.setAttribute("viewBox", [left, top, across, down].map(Math.round).join(" "));
    }
  }
});
