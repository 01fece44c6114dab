// Names the fields that search as one types: their program forgets the label.
const name = (select) => {
  const label = document.querySelector(`label[for="${select.id}"]`);
  const field = select.nextElementSibling?.querySelector("[role=combobox]");
  if (!field || !(label || select.ariaLabel)) return;
  if (label) label.id ||= `${select.id}-label`;
  const own = label ? ["aria-labelledby", label.id] : ["aria-label", select.ariaLabel];
  const shown = field.querySelector("[role=textbox]");
  const isNamedToo = label && shown; // by the label, then by what is chosen
  field.setAttribute(own[0], isNamedToo ? `${own[1]} ${shown.id}` : own[1]);
  field.querySelector("[role=searchbox]")?.setAttribute(...own);
  // With a choice it is named by that.
  if (shown && !shown.title) shown.setAttribute(...own);
};

const nameAll = (part) => {
  for (const select of part.querySelectorAll("select.admin-autocomplete[id]")) name(select);
};

// That program starts a turn after the page is there.
addEventListener("load", () => setTimeout(() => nameAll(document)));
document.addEventListener("formset:added", (event) => nameAll(event.target));
