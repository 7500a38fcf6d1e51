// The form saves itself: this module listens to its fields; `queue` keeps and sends what is entered.

import { attach } from "./cited.js";
import { apply, fieldsOf, read, restOf } from "./fields.js";
import { keyboard } from "./keys.js";
import { keepPages, savedHere } from "./offline.js";
import { answerOf, changeable, form, isOurs, page, sectionOf, sectionOfKey } from "./page.js";
import { disputed, drafts, edited, evidence, flush, lost, returned, state } from "./queue.js";
import { sendNow, show } from "./told.js";

const TYPING = 400; // ms of rest after a keystroke before it is sent
const AT_ONCE = ["radio", "checkbox", "select-one", "date"];

// What is typed while this script is still on its way counts as well: into which items, and what stands in them already.
const early = new Set([...form.elements].filter(isTouched).map(sectionOf).filter(Boolean));
const hear = (event) => early.add(sectionOf(event.target));
form.addEventListener("input", hear);
Object.assign(evidence, attach());

/** Whether a field holds something else than the server wrote into it. */
function isTouched(field) {
  if (!field.name || /\/(cite|version|theirs|more)$/.test(field.name)) return false;
  if (["radio", "checkbox"].includes(field.type)) return field.checked !== field.defaultChecked;
  return "defaultValue" in field && field.type !== "file" && field.type !== "hidden" && field.value !== field.defaultValue;
}

function listen() {
  form.dataset.script = "on";
  form.addEventListener("input", (event) => {
    const section = sectionOf(event.target);
    if (!section || event.target.type === "file" || event.target.name.endsWith("/cite")) return;
    edited(section, AT_ONCE.includes(event.target.type) ? 0 : TYPING);
  });
  form.addEventListener("click", (event) => {
    if (event.target.name !== "take") return;
    event.preventDefault();
    takeOver(sectionOf(event.target));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault(); // Enter in a field: it is saved without leaving the page
    flush();
  });
  keyboard(form);
}

/** What was stored from here after the page was kept stands in its fields again. */
async function goOn() {
  for (const key of Object.keys(page.items)) {
    const known = await savedHere(answerOf(key).path);
    if (!known || known.version <= page.items[key].version) continue;
    Object.assign(page.items[key], { version: known.version, rest: restOf(known.content) });
    if (early.has(sectionOfKey(key))) continue; // newer still
    apply(sectionOfKey(key), fieldsOf(known.content));
    evidence.list(sectionOfKey(key), known.content.evidence ?? []);
  }
}

/** What an earlier visit could not send stands in its fields again. */
async function resume() {
  for (const draft of (await drafts.all()).filter(isOurs)) {
    const section = sectionOfKey(draft.key);
    page.items[draft.key].version = draft.version;
    if (early.has(section)) continue; // newer than the draft
    if ("/more" in draft.found) evidence.open(section);
    apply(section, draft.found);
    if ("/more" in draft.found) evidence.list(section, draft.found["/evidence"] ?? []);
    show(draft, state.obstacle);
    if (draft.conflict) disputed(draft.key, draft.conflict);
  }
}

/** The organisation's answer in the place of the auditor's. */
function takeOver(section) {
  const about = page.items[section.dataset.key];
  const { value, not_applicable, evidence: cited } = about.own;
  const given = JSON.parse(JSON.stringify({ value, not_applicable, evidence: cited }));
  const before = Object.entries(read(section)).filter(([name]) => name.startsWith("/") && !["/na", "/reason", "/evidence"].includes(name));
  if (cited) about.rest = { ...about.rest, evidence: cited };
  apply(section, { ...Object.fromEntries(before), ...fieldsOf(given) });
  evidence.list(section, cited ?? about.rest.evidence ?? []);
  return edited(section, 0);
}

/** A link is followed once what is on its way has arrived, or could not. */
async function leave(event) {
  const link = event.target.closest("a[href]");
  if (!link || !state.unsaved || state.obstacle || link.target || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  if (link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, 3000))]);
  location.assign(link.href);
}

if (changeable) listen();
document.addEventListener("click", leave);
sendNow.addEventListener("click", flush);
for (const moment of ["online", "pageshow", "focus"]) window.addEventListener(moment, returned);
document.addEventListener("visibilitychange", returned);
window.addEventListener("offline", lost);
window.addEventListener("beforeunload", (event) => {
  if (state.unsaved) event.preventDefault();
});

await goOn();
await resume();
await evidence.resume();
form.removeEventListener("input", hear);
if (changeable) for (const section of early) if (section) await edited(section, 0);
await flush();
if (page.account) await keepPages();
