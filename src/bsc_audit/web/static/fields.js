// The fields of one answer, the content they amount to, and back. Names: KEY the value, KEY:PART one of several, KEY/… all else.

const MORE = ["evidence", "grade", "method", "who", "when"];
const BRIEF = ["value", "not_applicable", "comment"];

/** What stands in the fields of an item, by what follows its key in their names. */
export function read(section) {
  const found = {};
  for (const one of ours(section)) {
    if (["radio", "checkbox"].includes(one.type) && !one.checked) continue;
    const name = nameIn(section, one);
    if (name === "/evidence") (found[name] ??= []).push(one.value);
    else if (!["/cite", "/version", "/theirs"].includes(name)) found[name] = one.value.trim();
  }
  return found;
}

/** Put it there again; what it does not name is emptied. */
export function apply(section, found) {
  for (const one of ours(section)) {
    const name = nameIn(section, one);
    if (["/version", "/more", "/cite", "/evidence", "/theirs"].includes(name)) continue;
    if (one.type === "radio") one.checked = found[name] === one.value;
    else if (one.type === "checkbox") one.checked = Boolean(found[name]);
    else one.value = found[name] ?? "";
  }
}

/** The answer some fields amount to ({}: none), and what it still lacks before it can be stored ("": nothing). */
export function contentOf(found, about) {
  const more = "/more" in found;
  const hidden = more ? MORE : [];
  const kept = Object.fromEntries(Object.entries(about.rest).filter(([name]) => !hidden.includes(name)));
  const said = {};
  if (more) for (const name of MORE) if (found[`/${name}`]?.length) said[name] = found[`/${name}`];
  if (found["/comment"]) said.comment = found["/comment"];
  if (found["/na"]) said.not_applicable = found["/reason"];
  const given = found["/na"] ? undefined : valueOf(found, about);
  if (given !== undefined) said.value = given;
  if (!Object.keys(said).length) return { content: {}, lacks: "" };
  return { content: { ...kept, ...said }, lacks: lacking(said, about) };
}

/** The fields a stored content would stand in. */
export function fieldsOf(content) {
  const found = {};
  if (content.value !== null && typeof content.value === "object")
    for (const [name, one] of Object.entries(content.value)) found[`:${name}`] = String(one);
  else if (content.value !== undefined) found[""] = String(content.value);
  if ("not_applicable" in content) Object.assign(found, { "/na": "1", "/reason": content.not_applicable });
  for (const name of ["comment", ...MORE]) if (content[name]) found[`/${name}`] = content[name];
  return found;
}

/** What is stored of an answer beside what a section shows of it. */
export function restOf(content) {
  return Object.fromEntries(Object.entries(content).filter(([name]) => !BRIEF.includes(name)));
}

/** Whether two contents say the same. */
export function same(one, other) {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function valueOf(found, about) {
  if (about.shape === "number") return found[""] ? numberOf(found[""]) : undefined;
  const given = (about.parts ?? []).filter((part) => found[`:${part}`]);
  if (!given.length) return undefined;
  const read = about.shape === "numbers" ? numberOf : (text) => text;
  return Object.fromEntries(given.map((part) => [part, read(found[`:${part}`])]));
}

function lacking(said, about) {
  if ("not_applicable" in said) return said.not_applicable ? "" : "say why it does not apply";
  if (said.value === undefined) return about.shape !== "none" ? "it has no answer yet" : "say that it does not apply, and why";
  const open = about.shape === "number" ? 0 : about.parts.length - Object.keys(said.value).length;
  return open ? `${open} of ${about.parts.length} still to be answered` : "";
}

/** A number as people type it, with a point or a comma; the text itself where it is none. */
function numberOf(text) {
  const plain = text.replace(",", ".").replace("\u2212", "-");
  return Number.isFinite(Number(plain)) ? Number(plain) : text;
}

function ours(section) {
  return [...section.querySelectorAll("[name]")].filter((one) => one.name.startsWith(section.dataset.key));
}

function nameIn(section, field) {
  return field.name.slice(section.dataset.key.length);
}

function sorted(value) {
  if (Array.isArray(value) || value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]));
}
