// Says so below a comment that was removed while the page stood open, when a reader wants something
// of it: htmx leaves a page as it is when the answer is an error.
const GONE = [404, 410];

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { elt } = detail.requestConfig;
  const words = elt.closest("[data-gone]")?.dataset.gone;
  const place = elt.closest(".comment__box") ?? elt.closest(".comment");
  if (!words || !place || !GONE.includes(detail.xhr.status)) return;
  detail.isError = false;
  place.querySelector(":scope > .comment__gone")?.remove();
  place.append(Object.assign(document.createElement("p"), { className: "note note--bad comment__gone", textContent: words }));
  const news = document.getElementById("discussion-news");
  if (news) news.textContent = words;
});
