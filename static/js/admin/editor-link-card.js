// A link that stands alone as a card; nothing is fetched from where it leads.
import { Extension, updateAttrsDialog } from "django-prose-editor/editor";

const isListed = (address, hosts) => {
  const host = URL.canParse(address) ? new URL(address).hostname : "";
  return hosts.some((listed) => host === listed || host.endsWith(`.${listed}`));
};

export const LinkCard = Extension.create({
  name: "linkCard",

  addOptions: () => ({ hosts: [] }),

  addGlobalAttributes() {
    const look = {
      default: null,
      keepOnSplit: false,
      parseHTML: (element) => (element.classList.contains("card") ? "card" : null),
    };
    return [{ types: ["paragraph"], attributes: { class: look } }];
  },

  addMenuItems({ buttons, menu }) {
    const { hosts, title, address, words, insert, elsewhere } = this.options;
    const ask = updateAttrsDialog(
      {
        href: { title: address, format: "url", required: true },
        words: { title: words, required: true },
      },
      { title, submitText: insert },
    );
    const command = async (editor) => {
      const answer = await ask(editor, { href: "https://" });
      if (!answer) return editor.commands.focus();
      const { href, words } = answer;
      const look = isListed(href, hosts) ? "card" : null;
      const text = { type: "text", text: words, marks: [{ type: "link", attrs: { href } }] };
      const card = { type: "paragraph", attrs: { class: look }, content: [text] };
      editor.chain().focus().insertContent([card, { type: "paragraph" }]).run();
      if (!look) editor.emit("notice", elsewhere);
    };
    const button = buttons.material("art_track", "link card");
    menu.defineItem({ name: "linkCard", groups: "nodes", command, button });
  },
});
