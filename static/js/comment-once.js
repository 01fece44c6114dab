// While a reader pages through "Most voted", votes may carry a thread they have seen to a later page.
// It stays where they saw it.
document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (target?.id !== "comment-list") return; // a page that is gone back to has none
  const seen = new Set();
  for (const thread of target.querySelectorAll(":scope > .comment")) {
    if (seen.has(thread.id)) thread.remove();
    seen.add(thread.id);
  }
});
