// Keys: digits choose a level, Alt with an arrow goes to the next or the previous item.

/** Listen to the keys of a form. */
export function keyboard(form) {
  document.addEventListener("keydown", (event) => {
    if (event.altKey && ["ArrowDown", "ArrowUp"].includes(event.key)) go(event, form);
    else if (/^[0-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) choose(event);
  });
}

function choose(event) {
  const level = event.target.closest(".ruler")?.querySelector(`input[value="${event.key}"]`);
  if (!level) return;
  event.preventDefault();
  level.focus();
  level.click();
}

function go(event, form) {
  event.preventDefault();
  const items = [...form.querySelectorAll(".item")];
  const at = items.indexOf(document.activeElement.closest(".item"));
  const next = items[at + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return void document.querySelector(`.pager a[rel=${event.key === "ArrowDown" ? "next" : "prev"}]`)?.focus();
  next.scrollIntoView({ block: "nearest" });
  next.tabIndex = -1;
  (next.querySelector("input:checked:not([type=checkbox]), fieldset input:not([type=hidden]), textarea") ?? next).focus();
}
