// "Read on" opens a long comment that CSS cuts short, and closes it again. It opens by itself when a
// link in the hidden part gets the focus or a search in the page leads there. If this module does
// not come, the link leads to the comment's own place, where it is never cut.
function turn(link, isOpen) {
  link.setAttribute("aria-expanded", isOpen);
  const body = link.previousElementSibling;
  body.classList.toggle("comment__body--open", isOpen);
  if (!isOpen) body.closest(".comment").scrollIntoView({ block: "nearest" });
}

function open(target) {
  const body = target.closest?.(".comment__body--long:not(.comment__body--open)");
  if (!body) return;
  body.scrollTop = 0;
  turn(body.nextElementSibling, true);
}

document.addEventListener("focusin", ({ target }) => open(target));
document.addEventListener("scroll", ({ target }) => open(target), { capture: true, passive: true });
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-read-on]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  turn(link, link.getAttribute("aria-expanded") === "false");
});
