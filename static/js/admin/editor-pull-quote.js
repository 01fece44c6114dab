// A quote set large between the paragraphs.
import { Extension } from "django-prose-editor/editor";

const PULL = { class: "pull" };

const toggle = (editor) => {
  const chain = editor.chain().focus();
  if (editor.isActive("blockquote", PULL)) chain.toggleBlockquote();
  else if (editor.isActive("blockquote")) chain.updateAttributes("blockquote", PULL);
  else chain.toggleBlockquote().updateAttributes("blockquote", PULL);
  chain.run();
};

export const PullQuote = Extension.create({
  name: "pullQuote",

  addGlobalAttributes() {
    const look = {
      default: null,
      parseHTML: (element) => (element.classList.contains("pull") ? "pull" : null),
    };
    return [{ types: ["blockquote"], attributes: { class: look } }];
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "pullQuote",
      groups: "nodes",
      command: toggle,
      active: (editor) => editor.isActive("blockquote", PULL),
      enabled: (editor) => editor.isActive("blockquote") || editor.can().toggleBlockquote(),
      button: buttons.material("format_size", "pull quote"),
    });
  },
});
