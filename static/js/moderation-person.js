// The person beside the queue: on a narrow page it stands below, so the view goes there. Escape, or the
// link at its end, leads back to the card it was opened from.
const person = document.getElementById("person");
const narrow = matchMedia("(width < 62rem)");
const back = document.querySelector("[data-back]");

document.addEventListener("htmx:afterSwap", (event) => {
  const card = event.detail.requestConfig?.elt.closest("[data-card]");
  if (event.detail.target !== person || !card) return;
  person.dataset.from = card.id;
  if (back) back.href = `#${card.id}`;
  if (!narrow.matches) return;
  person.focus({ preventScroll: true });
  person.scrollIntoView();
});

person?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  document.getElementById(person.dataset.from)?.focus();
});
