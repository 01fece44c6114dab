// Lets a paragraph run another way than its letters say.
import { Extension } from "django-prose-editor/editor";

const TYPES = ["paragraph", "heading", "blockquote", "listItem"];
const ICONS = { ltr: "format_textdirection_l_to_r", rtl: "format_textdirection_r_to_l" };

const turn = (editor, dir) => {
  const value = editor.isActive({ dir }) ? null : dir;
  const chain = editor.chain().focus();
  TYPES.forEach((type) => chain.updateAttributes(type, { dir: value }));
  chain.run();
};

export const Direction = Extension.create({
  name: "direction",

  addGlobalAttributes() {
    const dir = {
      default: null,
      parseHTML: (element) => element.getAttribute("dir"),
      renderHTML: ({ dir }) => (dir ? { dir } : {}),
    };
    return [{ types: TYPES, attributes: { dir } }];
  },

  addMenuItems({ buttons, menu }) {
    for (const [dir, icon] of Object.entries(ICONS)) {
      menu.defineItem({
        name: dir,
        groups: "direction",
        command: (editor) => turn(editor, dir),
        active: (editor) => editor.isActive({ dir }),
        button: buttons.material(icon, dir),
      });
    }
  },
});
