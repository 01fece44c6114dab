// "Share" copies the address of a comment; on phones the device's own sheet opens. Without this
// module it is a link to the comment. Escape closes the menu in which it stands on phones.
const hasFinger = matchMedia("(pointer: coarse)");
const DONE_MS = 2500;

async function pass(link) {
  if (hasFinger.matches && navigator.share) {
    // Closing the sheet is an answer too.
    return navigator.share({ title: document.title, url: link.href }).catch(() => {});
  }
  try {
    await navigator.clipboard.writeText(link.href);
  } catch {
    return location.assign(link.href);
  }
  return tell(link, link.closest("[data-copied]")?.dataset.copied);
}

function tell(link, words) {
  const news = document.getElementById("discussion-news");
  if (news) news.textContent = words;
  link.dataset.label ??= link.textContent;
  link.textContent = words;
  setTimeout(() => {
    link.textContent = link.dataset.label;
    link.closest("details").open = false;
  }, DONE_MS);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-share]");
  for (const menu of document.querySelectorAll(".comment__more[open]")) {
    menu.open = menu.contains(event.target) && !event.target.closest("[hx-get]");
  }
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (!navigator.clipboard && !(hasFinger.matches && navigator.share)) return;
  event.preventDefault();
  pass(link);
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.(".comment__more[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
