// Ctrl+S (on a Mac Cmd+S) saves the article, as the button does.
addEventListener("keydown", (event) => {
  const isSave = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s";
  const button = document.querySelector("#article_form [name=_continue]");
  if (!isSave || !button) return;
  event.preventDefault();
  if (!event.repeat) button.form.requestSubmit(button);
});
