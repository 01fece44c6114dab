// Buttons that move the items of a list in and out: the Tab key leaves the text instead.
import { Extension } from "django-prose-editor/editor";

const STEPS = {
  indent: ["sinkListItem", "format_indent_increase"],
  outdent: ["liftListItem", "format_indent_decrease"],
};

export const Indent = Extension.create({
  name: "indent",

  addMenuItems({ buttons, menu }) {
    for (const [name, [step, icon]] of Object.entries(STEPS)) {
      menu.defineItem({
        name,
        groups: "lists",
        priority: 50,
        command: (editor) => editor.chain().focus()[step]("listItem").run(),
        hidden: (editor) => !editor.isActive("listItem"),
        enabled: (editor) => editor.can()[step]("listItem"),
        button: buttons.material(icon, name),
      });
    }
  },
});
