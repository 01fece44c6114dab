// Remembers the order a reader chose last, for all articles, and shows the next discussion in it: once,
// on an address that asks for nothing special, and only while the list is still out of sight. The
// site's own order is remembered by forgetting. A browser may refuse storage; then nothing is kept.
const KEY = "comment-sort";
const QUERY = ["sort", "after", "comment", "show", "since"];

document.addEventListener("click", (event) => {
  const tab = event.target.closest?.("[id^=sort-]");
  try { if (tab) localStorage[KEY] = tab.id.slice(5); } catch { /* then not */ }
});

function isPlain() {
  const query = new URLSearchParams(location.search);
  return !location.hash && !QUERY.some((name) => query.has(name));
}

function showIn(sort) {
  const list = document.getElementById("discussion-list");
  const tab = document.getElementById(`sort-${sort}`);
  if (!list || !tab || !isPlain()) return;
  if (tab.hasAttribute("aria-current")) return delete localStorage[KEY];
  const isInSight = () => list.getBoundingClientRect().top < innerHeight;
  if (isInSight()) return;
  list.addEventListener("htmx:beforeSwap", (event) => { event.detail.shouldSwap &&= !isInSight(); }, { once: true });
  window.htmx?.ajax("GET", tab.getAttribute("hx-get"), { source: list, target: list, select: "#discussion-list", swap: "outerHTML" });
}

try { if (localStorage[KEY]) showIn(localStorage[KEY]); } catch { /* nothing was kept */ }
