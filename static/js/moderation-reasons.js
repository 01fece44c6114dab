// The list of reasons: opened, it has the focus; a digit chooses a reason, Enter sends it (as in every
// form), Escape closes it and gives the focus back. Keys of the desk rest meanwhile.
const LIST = "[data-reject]";

document.addEventListener("toggle", ({ target }) => {
  if (!target.matches?.(LIST) || !target.open) return;
  const missing = target.querySelector("[aria-invalid]");
  const radios = [...target.querySelectorAll("[type=radio]")];
  (missing ?? radios.find((radio) => radio.checked) ?? radios[0]).focus();
}, true);

document.addEventListener("keydown", (event) => {
  const list = event.target.closest?.(`${LIST}[open]`);
  if (!list) return;
  if (event.key === "Escape") {
    list.open = false;
    list.querySelector("summary").focus();
  } else if (/^[0-9]$/.test(event.key) && !event.target.matches("[type=text]")) {
    const radio = list.querySelectorAll("[type=radio]")[(Number(event.key) + 9) % 10];
    if (!radio) return;
    radio.checked = true;
    radio.focus();
    event.preventDefault();
  }
});
