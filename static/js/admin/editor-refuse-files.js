// Files that are pasted or dropped into the text stay outside: pictures come from the library.
import { Extension, Plugin } from "django-prose-editor/editor";

export const RefuseFiles = Extension.create({
  name: "refuseFiles",

  addProseMirrorPlugins() {
    const refused = (transfer) => {
      const isFile = Boolean(transfer?.files.length) && !transfer.types.includes("text/html");
      if (isFile) this.editor.emit("notice", this.options.notice);
      return isFile;
    };
    const handlePaste = (_view, event) => refused(event.clipboardData);
    const handleDrop = (_view, event) => refused(event.dataTransfer);
    return [new Plugin({ props: { handlePaste, handleDrop } })];
  },
});
