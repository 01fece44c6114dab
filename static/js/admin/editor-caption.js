// What a figure holds: its picture, which stands nowhere else, and the caption of this place.
import { Image as BaseImage, Node } from "django-prose-editor/editor";

export const Image = BaseImage.extend({ group: () => "", draggable: false });

export const Caption = Node.create({
  name: "caption",
  content: "inline*",
  isolating: true,
  addOptions: () => ({ hint: "" }),
  parseHTML: () => [{ tag: "figcaption" }],
  renderHTML: () => ["figcaption", 0],
  addNodeView() {
    return () => {
      const dom = document.createElement("figcaption");
      dom.dataset.hint = this.options.hint;
      return { dom, contentDOM: dom };
    };
  },
});
