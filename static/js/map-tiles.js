// Draws the tiles of a very large map over its smaller picture: those in sight, as sharp as needed.
customElements.define("map-tiles", class extends HTMLElement {
  connectedCallback() {
    this.levels = this.getAttribute("levels").trim().split(" ").map((each) => each.split("x").map(Number));
    this.size = Number(this.getAttribute("size"));
    this.sheet = this.closest(".viewer__sheet");
    this.stage = this.closest(".viewer__stage");
    this.drawn = new Map();
    const draw = () => {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => this.draw());
    };
    this.stage.addEventListener("scroll", draw, { passive: true });
    new ResizeObserver(draw).observe(this.sheet);
  }

  // The coarsest level with a pixel for every one of the screen; level 0 is the full size.
  get level() {
    const wanted = this.sheet.clientWidth * devicePixelRatio;
    return Math.max(0, this.levels.findLastIndex(([width]) => width >= wanted));
  }

  draw() {
    const wanted = this.inSight();
    for (const [name, tile] of this.drawn) {
      if (!wanted.has(name)) tile.remove(), this.drawn.delete(name);
    }
    for (const [name, place] of wanted) {
      if (!this.drawn.has(name)) this.drawn.set(name, this.add(name, place));
    }
  }

  // {"level/column-row": its place}; none while the plain picture is sharp enough.
  inSight() {
    const found = new Map(), level = this.level, [width, height] = this.levels[level];
    if (this.sheet.clientWidth * devicePixelRatio <= this.sheet.querySelector("img").naturalWidth) return found;
    const sheet = this.sheet.getBoundingClientRect(), stage = this.stage.getBoundingClientRect();
    const span = this.size * sheet.width / width;
    const from = (start, edge) => Math.max(0, Math.floor((edge - start) / span));
    const upTo = (start, edge, whole) => Math.min(Math.ceil(whole / this.size), Math.ceil((edge - start) / span));
    for (let row = from(sheet.top, stage.top); row < upTo(sheet.top, stage.bottom, height); row += 1) {
      for (let column = from(sheet.left, stage.left); column < upTo(sheet.left, stage.right, width); column += 1) {
        found.set(`${level}/${column}-${row}`, { column, row, width, height });
      }
    }
    return found;
  }

  add(name, { column, row, width, height }) {
    const tile = new Image();
    const [x, y] = [column * this.size, row * this.size];
    const share = (part, whole) => `${part / whole * 100}%`;
    Object.assign(tile, { src: `${this.getAttribute("url").replace(/\/?$/, "/")}${name}.webp`, alt: "", draggable: false });
    Object.assign(tile.style, { left: share(x, width), top: share(y, height) });
    Object.assign(tile.style, { width: share(Math.min(this.size, width - x), width), height: share(Math.min(this.size, height - y), height) });
    return this.appendChild(tile);
  }
});
