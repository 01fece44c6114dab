// The current card of the moderators' desk: it has the focus and shows its keys. After a decision the
// next one is current, so that nobody loses the place. Past the last card: moderation-ends.js.
const CARD = "[data-card]";
const isOpen = (card) => !card.hasAttribute("data-done");
const cards = () => [...document.querySelectorAll(CARD)];
const current = () => document.querySelector(`${CARD}[aria-current]`);

function mark(card) {
  current()?.removeAttribute("aria-current");
  card.setAttribute("aria-current", "true");
}

function go(card) {
  mark(card);
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

// The nearest card that waits for a decision, in one direction.
function beside(card, step) {
  const all = cards();
  for (let at = all.indexOf(card) + step; all[at]; at += step) if (isOpen(all[at])) return all[at];
  return null;
}

function goOn(done) {
  const next = beside(done, 1) ?? beside(done, -1);
  if (next) go(next);
  else leave(0);
}
const leave = (step) => document.dispatchEvent(new CustomEvent("moderation-end", { detail: step }));

document.addEventListener("moderation-move", ({ detail }) => {
  const card = current() ? beside(current(), detail) : cards().find(isOpen);
  if (card) go(card);
  else leave(detail);
});

// Keys that appear move what is below them: under a pointer, not before the click is over.
const chosen = ({ target }) => {
  const card = target.closest?.(CARD);
  if (card && isOpen(card)) mark(card);
};
document.addEventListener("click", chosen);
document.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && chosen(event));

// A card, or a line that says what was done, came in place of it. An open list of reasons has the focus.
document.addEventListener("htmx:load", ({ target }) => {
  if (!target.matches?.(CARD)) return;
  if (!isOpen(target)) goOn(target);
  else if (target.querySelector("[data-reject][open]")) mark(target);
  else go(target);
});

// Whoever comes from another page of the queues goes on at the first card.
const isOnTheWay = document.referrer.split("?")[0] === location.origin + location.pathname;
const asked = document.querySelector(`${CARD}:target`) ?? (isOnTheWay ? cards()[0] : null);
if (asked ?? cards()[0]) mark(asked ?? cards()[0]);
asked?.focus({ preventScroll: true });
