// The toolbar is one stop of the Tab key, arrows walk in it, and Tab always leaves the text.
import { Extension, Plugin } from "django-prose-editor/editor";

const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

const walk = (event) => {
  const bar = event.currentTarget;
  const buttons = [...bar.querySelectorAll("button:not(.hidden)")];
  const way = getComputedStyle(bar).direction === "rtl" && event.key.startsWith("Arrow") ? -1 : 1;
  if (!(event.key in STEPS)) return;
  event.preventDefault();
  const next = buttons.indexOf(event.target) + way * STEPS[event.key];
  buttons[Math.min(Math.max(next, 0), buttons.length - 1)].focus();
};

const renew = (bar, current) => {
  for (const button of bar.querySelectorAll("button")) {
    button.tabIndex = button === current ? 0 : -1;
    button.setAttribute("aria-pressed", button.classList.contains("active"));
    button.setAttribute("aria-disabled", button.classList.contains("disabled"));
  }
};

export const Toolbar = Extension.create({
  name: "toolbar",

  addProseMirrorPlugins() {
    const label = this.options.labels.text;
    const attributes = { role: "textbox", "aria-multiline": "true", "aria-label": label };
    const keydown = (_view, event) => event.key === "Tab";
    return [new Plugin({ props: { attributes, handleDOMEvents: { keydown } } })];
  },

  onCreate() {
    const bar = this.editor.storage.menu.dom;
    const notice = Object.assign(document.createElement("output"), { className: "editor-notice" });
    bar.after(notice);
    this.editor.on("notice", (text) => { notice.value = text; });
    bar.role = "toolbar";
    bar.ariaLabel = this.options.labels.toolbar;
    for (const button of bar.querySelectorAll("[data-name]")) {
      button.ariaLabel = button.title = this.options.labels[button.dataset.name] ?? button.title;
    }
    const first = bar.querySelector("button");
    let current = first;
    const show = () => renew(bar, current.classList.contains("hidden") ? first : current);
    bar.addEventListener("keydown", walk);
    bar.addEventListener("focusin", ({ target }) => { current = target; show(); });
    this.editor.on("transaction", show);
    show();
    const [label] = this.editor.options.element.querySelector("textarea").labels;
    label?.addEventListener("click", () => this.editor.commands.focus());
  },
});
