// Opens what is asked of a phrase beside it, one at a time; without it the button is a link to a page.
// Escape and a press elsewhere close it, and the focus goes back to the button.
const box = Object.assign(document.createElement("div"), { className: "ask-pop", id: "ask-pop", popover: "auto", tabIndex: -1 });
box.setAttribute("role", "dialog");
const main = document.querySelector("main");
const canOpen = () => box.showPopover && window.htmx && main;
let wanted, shown, pressed;

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
  box.hidePopover();
  box.showPopover({ source: link });
  box.scrollTop = 0;
  box.focus({ preventScroll: true });
}

// A press closes it, as everywhere else, also on its own button: that click opens nothing.
document.addEventListener("pointerdown", (event) => {
  pressed = event.target.closest?.(".ask-b") === shown && shown;
}, true);

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".ask-b");
  if (link && canOpen() && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
    event.preventDefault();
    if (link !== wanted && link !== pressed) open(link);
  }
  if (event.target.closest?.(".ask-pop a[href^='#']")) box.hidePopover();
});

box.addEventListener("toggle", ({ newState }) => {
  shown?.setAttribute("aria-expanded", false);
  if (newState === "closed" && wanted === shown) wanted = null; // another may be on its way
  shown = newState === "open" ? wanted : null;
  shown?.setAttribute("aria-expanded", true);
});
