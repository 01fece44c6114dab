// Opens what is asked of a phrase beside it, one at a time; without it the button is a link to a page.
// Escape and a press elsewhere close it, and the focus goes back to the button.
const box = Object.assign(document.createElement("div"), { className: "ask-pop", id: "ask-pop", popover: "auto", tabIndex: -1 });
box.setAttribute("role", "dialog");
const main = document.querySelector("main");
const canOpen = () => box.showPopover && window.htmx && main;
const AGAIN_MS = 400;
let wanted, closed;

async function open(link) {
  wanted = link;
  if (!box.isConnected) main.append(box);
  box.replaceChildren();
  await window.htmx.ajax("GET", link.pathname, { source: link, target: box }).catch(() => {});
  if (wanted !== link) return;
  const title = box.querySelector("[id^=ask-title]");
  if (!title) return location.assign(link.href);
  box.setAttribute("aria-labelledby", title.id);
  link.focus({ preventScroll: true });
  box.showPopover({ source: link });
  box.scrollTop = 0;
  box.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".ask-b");
  if (link && canOpen() && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
    event.preventDefault();
    const isClosing = link === closed?.link && event.timeStamp - closed.at < AGAIN_MS;
    if (link !== wanted && !isClosing) open(link);
  }
  if (event.target.closest?.(".ask-pop a[href^='#']")) box.hidePopover();
});

box.addEventListener("toggle", ({ newState }) => {
  const isOpen = newState === "open";
  wanted?.setAttribute("aria-expanded", isOpen);
  if (isOpen) return;
  closed = { link: wanted, at: performance.now() };
  wanted = null;
});
