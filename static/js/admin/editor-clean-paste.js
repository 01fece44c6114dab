// Cleans what is pasted from other programs; what the editor does not know falls off by itself.
import { Extension, Plugin } from "django-prose-editor/editor";

const HEADINGS = { H1: "h2", H4: "h3", H5: "h3", H6: "h3" };

const headings = (page) => {
  for (const old of page.querySelectorAll(Object.keys(HEADINGS).join())) {
    const heading = page.createElement(HEADINGS[old.tagName]);
    heading.append(...old.childNodes);
    old.replaceWith(heading);
  }
};

// Word writes the items of its lists as paragraphs, each with its mark as text.
const lists = (page) => {
  for (const line of page.querySelectorAll("p[class^=MsoListParagraph]")) {
    const mark = line.querySelector("[style*=mso-list]");
    const kind = /\w[.)]/.test(mark?.textContent ?? "") ? "ol" : "ul";
    mark?.remove();
    let list = line.previousElementSibling;
    if (list?.dataset.of !== kind) line.before((list = page.createElement(kind)));
    list.dataset.of = kind;
    list.append(page.createElement("li"));
    list.lastChild.append(...line.childNodes);
    line.remove();
  }
};

const cleaned = (html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const clutter = "style, script, title, body > br, body > b > br, br.Apple-interchange-newline";
  page.querySelectorAll(clutter).forEach((part) => part.remove());
  const isOurs = page.querySelector("[data-pm-slice]");
  if (!isOurs) page.querySelectorAll("[dir]").forEach((part) => part.removeAttribute("dir"));
  const pictures = page.querySelectorAll("img:not([data-file]), picture:not(:has([data-file])), svg");
  pictures.forEach((picture) => picture.remove());
  lists(page);
  headings(page);
  for (const line of page.querySelectorAll("p, h2, h3, figure")) {
    if (!line.textContent.trim() && !line.querySelector("img")) line.remove();
  }
  return { html: page.body.innerHTML, dropped: pictures.length };
};

export const CleanPaste = Extension.create({
  name: "cleanPaste",

  addProseMirrorPlugins() {
    const transformPastedHTML = (pasted) => {
      const { html, dropped } = cleaned(pasted);
      if (dropped) this.editor.emit("notice", this.options.notice);
      return html;
    };
    return [new Plugin({ props: { transformPastedHTML } })];
  },
});
