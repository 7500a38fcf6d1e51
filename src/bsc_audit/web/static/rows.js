// Rows of the engagement's tables are added and removed in place; without this, the same buttons ask the server.

/** Give the fields of a row the number they are sent under. */
function renumber(row, from, to) {
  for (const field of row.querySelectorAll("input, button")) {
    for (const name of ["name", "id", "value", "aria-label"]) {
      const said = field.getAttribute(name);
      if (!said || (name === "value" && field.tagName !== "BUTTON")) continue;
      field.setAttribute(name, said.replace(new RegExp(`([.-])${from}(?=[.-]|$)`), `$1${to}`).replace(new RegExp(` ${from + 1}$`), ` ${to + 1}`));
    }
  }
  const hidden = row.querySelector("button .hidden");
  if (hidden) hidden.textContent = hidden.textContent.replace(/\d+$/, String(to + 1));
}

function add(table) {
  const rows = table.tBodies[0].rows;
  const last = rows[rows.length - 1];
  const made = last.cloneNode(true);
  renumber(made, rows.length - 1, rows.length);
  for (const field of made.querySelectorAll("input")) {
    if (field.type === "checkbox") field.checked = false;
    else field.value = "";
    field.removeAttribute("aria-invalid");
  }
  for (const wrong of made.querySelectorAll(".wrong")) wrong.remove();
  last.after(made);
  made.querySelector("input").focus();
}

for (const fieldset of document.querySelectorAll("[data-rows]")) {
  fieldset.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const table = fieldset.querySelector("table");
    if (!button || !table) return; // the first row comes from the server
    if (button.name === "add") {
      event.preventDefault();
      add(table);
    } else if (button.name === "drop" && table.tBodies[0].rows.length > 1) {
      event.preventDefault();
      const row = button.closest("tr");
      const near = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      near.querySelector("input").focus(); // numbers may have gaps: the server reads them in order
    }
  });
}
