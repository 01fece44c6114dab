// The keys of the moderators' desk press what is on the current card, or on the page. None works while
// somebody types, with Ctrl, Alt or Meta, or when they are switched off here.
const STORE = "moderation-keys";
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable], .decide__panel, [popover]";
const ON_CARD = {
  f: "[name=action][value=approve]",
  d: "[data-reject] > summary",
  s: "[name=action][value=spam]",
  e: "[value=feature], [value=unfeature]",
  c: "[data-claim] button",
  x: "[name=chosen]",
  b: "[data-person]",
  z: "[data-context]",
};
const MOVES = { j: 1, k: -1 };

customElements.define("moderation-keys", class extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.switch = this.querySelector("input");
    this.done = [];
    // A browser may refuse storage; the choice then holds until the page is left.
    try { this.switch.checked = localStorage[STORE] !== "off"; } catch { /* on */ }
    this.switch.addEventListener("change", () => {
      try { localStorage[STORE] = this.switch.checked ? "on" : "off"; } catch { /* then not */ }
    });
    document.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("htmx:load", ({ target }) => {
      if (target.matches?.("[data-done]")) this.done.push(target);
    });
  }

  pressed(event) {
    const isOther = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (isOther || !this.switch.checked || event.target.closest?.(TYPING)) return;
    const key = event.key.toLowerCase();
    if (key in MOVES) document.dispatchEvent(new CustomEvent("moderation-move", { detail: MOVES[key] }));
    else if (event.repeat || !this.press(this.meant(key), key)) return;
    event.preventDefault();
  }

  meant(key) {
    if (key in ON_CARD) return document.querySelector("[data-card][aria-current]")?.querySelector(ON_CARD[key]);
    if (/^[1-5]$/.test(key)) return document.querySelectorAll("#queue-tabs a")[key - 1];
    if (key === "/") return document.querySelector("[data-search]");
    return key === "u" ? this.undo() : key === "?" && this.querySelector("[popovertarget]");
  }

  undo() {
    this.done = this.done.filter((line) => line.isConnected);
    return (this.done.at(-1) ?? document).querySelector("[data-undo]") ?? document.querySelector("[data-recent]");
  }

  press(found, key) {
    if (found) key === "/" ? found.focus() : found.click();
    return found;
  }
});
