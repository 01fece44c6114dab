// The place for forms below a comment: "Cancel" empties it, and the focus goes back to the link that
// filled it. After a post, an edit or a deletion, the lists around say how many they hold now, and
// the focus goes where the answer wants it.
document.addEventListener("click", (event) => {
  const cancel = event.target.closest?.("[data-cancel]");
  const slot = cancel?.closest(".comment .comment__form");
  if (!slot) return;
  event.preventDefault();
  const action = cancel.dataset.cancel || slot.querySelector("form").getAttribute("action");
  slot.replaceChildren();
  slot.parentElement.querySelector(`.comment__action[href="${action}"]`)?.focus();
});

document.addEventListener("comment-changed", ({ detail }) => {
  for (const [comment, [count, name]] of Object.entries(detail.lists)) {
    const line = document.querySelector(`#comment-${comment} > .replies > .replies__toggle`);
    if (line) line.innerHTML = count;
    line?.setAttribute("aria-label", name);
  }
  if (!detail.focus) return;
  const place = document.getElementById(detail.focus) ?? document.getElementById("comments");
  place?.setAttribute("tabindex", "-1");
  place?.focus();
});
