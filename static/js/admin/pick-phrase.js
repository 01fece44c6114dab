// What is selected in the text goes into the fields "quote", "prefix" and "suffix" of the form
// around it. The text takes a caret, so that the keyboard can select; nothing can be written.
const BLOCKS = "p, h2, h3, li, blockquote, td, th";
const SIDE_CHARACTERS = 32;

customElements.define("pick-phrase", class extends HTMLElement {
  connectedCallback() {
    this.body = this.querySelector("[role=textbox]");
    this.form = this.closest("form");
    this.body.contentEditable = "true";
    this.body.addEventListener("beforeinput", (event) => event.preventDefault());
    this.form.elements.quote.addEventListener("input", () => this.fill({ prefix: "", suffix: "" }));
    document.addEventListener("selectionchange", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.take(document.getSelection()), 300);
    });
  }

  take(selection) {
    const text = selection.toString(), ends = [selection.anchorNode, selection.focusNode];
    if (!text.trim() || !ends.every((end) => this.body.contains(end))) return;
    const sides = sidesOf(selection.getRangeAt(0));
    const quote = joined(text).trim();
    const words = this.getAttribute(sides ? "words" : "across");
    this.querySelector("[role=status]").textContent = words.replace("%s", quote);
    if (!sides) return;
    const prefix = [...joined(sides[0] + text.match(/^\s*/)[0])].slice(-SIDE_CHARACTERS).join("");
    const suffix = sides[1] && [...joined(text.match(/\s*$/)[0] + sides[1])].slice(0, SIDE_CHARACTERS).join("");
    this.fill({ quote, prefix, suffix });
  }

  fill(values) {
    for (const [name, value] of Object.entries(values)) this.form.elements[name].value = value;
    for (const place of this.form.querySelectorAll("[name=place]")) place.checked = false;
  }
});

// What stands before and after a range in its block; null when it lies in more than one.
function sidesOf(range) {
  const block = blockOf(range.startContainer);
  const isWhole = range.endOffset === 0; // three clicks end at the beginning of the next block
  if (!block || (blockOf(range.endContainer) !== block && !isWhole)) return null;
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const after = document.createRange();
  after.selectNodeContents(block);
  if (blockOf(range.endContainer) !== block) return [before.toString(), ""];
  after.setStart(range.endContainer, range.endOffset);
  return [before.toString(), after.toString()];
}

function blockOf(node) {
  return (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest(BLOCKS);
}

function joined(text) {
  return text.replace(/\s+/g, " ");
}
