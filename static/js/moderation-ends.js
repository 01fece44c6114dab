// The ends of a page of the desk: when all is decided, the way on has the focus. J past the last card,
// K before the first, give it to the link to the next or previous page; Enter follows it.
const end = document.getElementById("desk-end");
const wayOn = (step) => {
  if (end && !end.hidden && step >= 0) return end.querySelector("a");
  return document.querySelector(step > 0 ? ".pages [rel=next]" : ".pages [rel=prev]");
};

document.addEventListener("moderation-end", ({ detail }) => {
  if (end && detail === 0) end.hidden = false;
  wayOn(detail)?.focus();
});

// What was undone waits again: not all is decided.
document.addEventListener("htmx:load", ({ target }) => {
  if (end && target.matches?.("[data-card]:not([data-done])")) end.hidden = true;
});
