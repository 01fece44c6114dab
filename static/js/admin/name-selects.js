// Names the fields that search as one types: their program forgets the label.
addEventListener("load", () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete[id]")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const field = select.nextElementSibling?.querySelector("[role=combobox]");
    if (!label || !field) continue;
    label.id ||= `${select.id}-label`;
    field.setAttribute("aria-labelledby", `${label.id} ${field.getAttribute("aria-labelledby") ?? ""}`);
    const shown = field.querySelector("[role=textbox]");
    // With a choice it is named by that.
    if (shown && !shown.title) shown.setAttribute("aria-labelledby", label.id);
  }
});
