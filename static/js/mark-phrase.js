// Brings the link "Comment on a phrase" beside what a reader selects in the article, with the phrase
// and what surrounds it in its address. It follows the paragraph, so that Tab leads from there to it.
const [SHORTEST, LONGEST, CONTEXT, PAUSE] = [3, 400, 32, 250];

const words = (range) => {
  const copy = range.cloneContents();
  for (const button of copy.querySelectorAll(".ask-b")) button.remove();
  return copy.textContent.replace(/\s+/g, " ");
};

customElements.define("mark-phrase", class extends HTMLElement {
  connectedCallback() {
    if (this.link) return; // only moved
    this.link = this.querySelector("a");
    this.label = this.link.querySelector("span");
    this.known = { address: this.link.pathname, word: this.label.textContent, text: this.previousElementSibling };
    document.addEventListener("selectionchange", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), PAUSE);
    });
  }

  look() {
    if (this.contains(document.activeElement)) return;
    const selection = document.getSelection();
    const range = selection.isCollapsed ? null : selection.getRangeAt(0);
    const block = range?.startContainer.parentElement?.closest(".prose :is(p, li, h2, h3, h4, td, th)");
    const quote = block?.contains(range.endContainer) ? words(range).trim() : "";
    if (quote.length < SHORTEST || quote.length > LONGEST) return this.rest();
    const [before, after] = [range.cloneRange(), range.cloneRange()];
    before.setStart(block, 0);
    before.setEnd(range.startContainer, range.startOffset);
    after.setEnd(block, block.childNodes.length);
    after.setStart(range.endContainer, range.endOffset);
    const query = { quote, prefix: words(before).slice(-CONTEXT), suffix: words(after).slice(0, CONTEXT) };
    this.link.href = `${this.known.address}?${new URLSearchParams(query)}`;
    this.float(range, block.closest(".prose > *"));
  }

  float(range, part) {
    if (this.previousElementSibling !== part) part.after(this);
    this.label.textContent = this.dataset.word;
    this.classList.add("mark-phrase--beside");
    const [line, room] = [[...range.getClientRects()].at(-1), this.offsetParent.getBoundingClientRect()];
    const left = line.right - room.left - this.offsetWidth / 2;
    this.style.top = `${line.bottom - room.top + 6}px`;
    this.style.left = `${Math.max(0, Math.min(left, room.width - this.offsetWidth))}px`;
  }

  rest() {
    this.classList.remove("mark-phrase--beside");
    this.removeAttribute("style");
    if (this.previousElementSibling !== this.known.text) this.known.text.after(this);
    this.link.href = this.known.address;
    this.label.textContent = this.known.word;
  }
});
