// Says so below a comment that was removed while the page stood open, when a reader wants something
// of it: htmx leaves a page as it is when the answer is an error.
const GONE = [404, 410];

document.addEventListener("htmx:responseError", ({ detail: { elt, xhr } }) => {
  const words = elt.closest("[data-gone]")?.dataset.gone;
  const place = elt.closest(".comment__box") ?? elt.closest(".comment");
  if (!words || !place || !GONE.includes(xhr.status)) return;
  place.querySelector(":scope > .comment__gone")?.remove();
  place.append(Object.assign(document.createElement("p"), { className: "note note--bad comment__gone", textContent: words }));
  const news = document.getElementById("discussion-news");
  if (news) news.textContent = words;
});
