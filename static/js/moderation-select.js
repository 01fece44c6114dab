// Chosen cards: the buttons for all of them say how many there are; Shift and a click choose a range.
const BOX = "[data-card] [name=chosen]";
const boxes = () => [...document.querySelectorAll(BOX)];
const bulk = document.getElementById("bulk");
let last;

function count() {
  const number = boxes().filter((box) => box.checked).length;
  const written = number.toLocaleString(document.documentElement.lang);
  for (const each of bulk.querySelectorAll("[data-counted]")) {
    each.dataset.plain ??= each.textContent;
    each.textContent = number ? each.dataset.counted.replace("{n}", written) : each.dataset.plain;
  }
}

function choose(box, isRange) {
  const all = boxes();
  if (isRange && last?.isConnected) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other);
    for (const each of all.slice(from, to + 1)) each.checked = box.checked;
  }
  last = box;
  count();
}

if (bulk) {
  document.addEventListener("click", ({ target, shiftKey }) => {
    if (target.matches?.(BOX)) choose(target, shiftKey);
  });
  document.addEventListener("htmx:load", count);
  bulk.addEventListener("reset", () => setTimeout(count));
  count(); // a browser may keep what was chosen when the page is loaded again
}
