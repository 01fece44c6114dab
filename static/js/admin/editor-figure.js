// Pictures of the library in the text: a figure holds one and what it says in this place.
import { Node } from "django-prose-editor/editor";

// The figure that the cursor stands in, or that is selected: {node, pos}.
const figureAt = ({ selection: { $from, node } }) => {
  if (node?.type.name === "figure") return { node, pos: $from.pos };
  const isInside = $from.depth && $from.node(1)?.type.name === "figure";
  return isInside ? { node: $from.node(1), pos: $from.before(1) } : null;
};

const put = (editor, figure, { src, alt, file, look }) => {
  const caption = figure?.node.lastChild.toJSON() ?? { type: "caption" };
  const content = [{ type: "image", attrs: { src, alt, file } }, caption];
  const made = { type: "figure", attrs: { class: look || null }, content };
  const chain = editor.chain().focus();
  const { pos, node } = figure ?? {};
  if (figure) chain.insertContentAt({ from: pos, to: pos + node.nodeSize }, made).run();
  else chain.insertContent(made).run();
  const { lastChild, content: whole } = editor.state.doc;
  if (lastChild.type.name === "figure") editor.commands.insertContentAt(whole.size, "<p></p>");
};

const ask = (editor, url) => {
  const figure = figureAt(editor.state);
  const dialog = document.createElement("picture-dialog");
  dialog.picture = figure && { ...figure.node.firstChild.attrs, look: figure.node.attrs.class };
  dialog.setAttribute("src", url);
  dialog.addEventListener("chosen", ({ detail }) => put(editor, figure, detail));
  dialog.addEventListener("removed", () => {
    editor.chain().deleteRange({ from: figure.pos, to: figure.pos + figure.node.nodeSize }).run();
  });
  dialog.addEventListener("closed", () => editor.commands.focus());
  document.body.append(dialog);
};

export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "image caption",
  draggable: true,
  isolating: true,
  parseHTML: () => [{ tag: "figure:has(img)" }],
  renderHTML: ({ HTMLAttributes }) => ["figure", HTMLAttributes, 0],
  addAttributes: () => ({
    class: { default: null, parseHTML: (dom) => (dom.classList.contains("wide") ? "wide" : null) },
  }),

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "figure",
      groups: "nodes",
      priority: 150,
      command: (editor) => ask(editor, this.options.pickerUrl),
      active: (editor) => Boolean(figureAt(editor.state)),
      button: buttons.material("image", "picture"),
    });
  },
});
