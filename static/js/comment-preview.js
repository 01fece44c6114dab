// Shows how a comment begins beside the words "In reply to NAME", on hover and keyboard focus.
// Escape and leaving close it; the pointer may rest on it. A tap follows the link, as without this.
const CHARACTERS = 200;
const PAUSE_MS = 200;
const box = Object.assign(document.createElement("span"), { className: "glance", id: "glance", role: "tooltip" });
let timer;

const part = (name, words) => Object.assign(document.createElement("span"), { className: `glance__${name}`, textContent: words, dir: "auto" });

function fromPage(comment) {
  const body = comment.querySelector(".comment__body").cloneNode(true);
  for (const spoiler of body.querySelectorAll("details")) spoiler.replaceWith("…");
  const letters = [...body.textContent.trim().replace(/\s+/g, " ")];
  const words = letters.slice(0, CHARACTERS).join("") + (letters.length > CHARACTERS ? "…" : "");
  return [part("name", comment.querySelector(".comment__name").textContent.trim()), part("text", words)];
}

async function fromSite(link) {
  const answer = await fetch(`${link.pathname}glance/`);
  if (!answer.ok) return [];
  return new DOMParser().parseFromString(await answer.text(), "text/html").body.children;
}

async function show(link) {
  const comment = link.hash && document.getElementById(link.hash.slice(1));
  if (link.hash && !comment) return;
  hide();
  box.wanted = link;
  const parts = comment ? fromPage(comment) : await fromSite(link).catch(() => []);
  if (box.wanted !== link || !parts.length) return;
  box.replaceChildren(...parts);
  link.after(box);
  link.setAttribute("aria-describedby", box.id);
}

function hide() {
  clearTimeout(timer);
  box.wanted?.removeAttribute("aria-describedby");
  box.wanted = null;
  box.remove();
}

const linkAt = (target) => target.closest?.(".comment__answered > a");
document.addEventListener("focusin", ({ target }) => linkAt(target)?.matches(":focus-visible") && show(target));
document.addEventListener("focusout", ({ target }) => linkAt(target) && hide());
document.addEventListener("keydown", ({ key }) => key === "Escape" && hide());
document.addEventListener("pointerover", ({ target, pointerType }) => {
  const link = linkAt(target);
  if (pointerType !== "mouse") return;
  clearTimeout(timer);
  const isOnIt = link ? link === box.wanted : target.closest?.(".glance");
  if (isOnIt) return;
  if (link) timer = setTimeout(show, PAUSE_MS, link);
  else if (box.wanted !== document.activeElement) timer = setTimeout(hide, PAUSE_MS);
});
