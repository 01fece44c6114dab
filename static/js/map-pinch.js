// Two fingers zoom a map at the place between them and move it, Ctrl and the wheel at the pointer.
// One finger and the wheel alone scroll, as anywhere.
for (const viewer of document.querySelectorAll("map-viewer")) {
  const stage = viewer.querySelector(".viewer__stage");
  let before = null;

  const pinch = (event) => {
    if (event.touches.length !== 2) return;
    event.preventDefault();
    const [one, other] = event.touches;
    const now = {
      apart: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY),
      x: (one.clientX + other.clientX) / 2,
      y: (one.clientY + other.clientY) / 2,
    };
    if (before?.apart) {
      viewer.zoomBy(now.apart / before.apart, now.x, now.y);
      stage.scrollBy(before.x - now.x, before.y - now.y);
    }
    before = now;
  };

  const turn = (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    viewer.zoomBy(event.deltaY < 0 ? 1.15 : 0.87, event.clientX, event.clientY);
  };

  stage.addEventListener("wheel", turn, { passive: false });
  stage.addEventListener("touchmove", pinch, { passive: false });
  for (const change of ["touchstart", "touchend", "touchcancel"]) {
    stage.addEventListener(change, () => { before = null; }, { passive: true });
  }
}
