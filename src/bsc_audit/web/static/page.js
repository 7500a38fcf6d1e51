// The form that is open: what the server told of it, its items, and what stands beside them.

export const form = document.getElementById("form");
export const page = JSON.parse(document.getElementById("asked").textContent);
for (const version of document.querySelectorAll('.item > fieldset > input[name$="/version"]')) {
  const { key } = version.closest(".item").dataset;
  page.items[key] = { shape: "number", rest: {}, ...page.items[key], version: Number(version.value) };
}

/** Whether it is open to be changed. */
export const changeable = !form.querySelector("fieldset[disabled]");

export const sectionOf = (element) => element.closest(".item");
export const sectionOfKey = (key) => form.querySelector(`.item[data-key="${CSS.escape(key)}"]`);

/** Whether something kept on this device (a draft, a file) is of this page. */
export const isOurs = (one) => one.assessment === page.assessment && one.track === page.track && one.key in page.items;

/** What keeps its place: whose it is and which item of which page it belongs to. */
export const placeOf = (key) => ({ key, assessment: page.assessment, track: page.track, page: page.page, live: page.live });

/** Where the server has the answer to an item, and under which key. */
export function answerOf(key) {
  const stored = page.items[key].key ?? key;
  return { stored, path: page.answers + stored };
}

/** Say beside an item how far it is. */
export function say(section, is, text) {
  const line = section.querySelector(".kept");
  line.dataset.is = is;
  if (line.textContent !== text) line.textContent = text;
}

export function element(name, kind, text = "") {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.textContent = text;
  return made;
}

export function button(text, press) {
  const made = element("button", "small", text);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}
