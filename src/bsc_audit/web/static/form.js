// The form saves itself: every change is kept on this device at once, sent to the API, and says beside its item how far it is.

import { Drafts } from "./drafts.js";
import { evidence } from "./cited.js";
import { apply, contentOf, fieldsOf, read, restOf, same } from "./fields.js";
import { keyboard } from "./keys.js";
import { refresh } from "./live.js";

const TYPING = 400; // ms of rest after a keystroke before it is sent
const PATIENCE = 20000; // ms a request may take
const RETRY = [2000, 5000, 10000, 30000]; // ms between attempts while nothing gets through

const form = document.getElementById("form");
const sectionOf = (element) => element.closest(".item");
// What is typed while this script is still on its way counts as well: into which items, and what stands in them already.
const early = new Set([...form.elements].filter(isTouched).map(sectionOf).filter(Boolean));
const hear = (event) => early.add(sectionOf(event.target));
form.addEventListener("input", hear);
const page = JSON.parse(document.getElementById("asked").textContent);
for (const version of document.querySelectorAll('.item > fieldset > input[name$="/version"]')) {
  const { key } = version.closest(".item").dataset;
  page.items[key] = { shape: "number", rest: {}, ...page.items[key], version: Number(version.value) };
}
const drafts = await Drafts.open(page.actor);
const others = "BroadcastChannel" in window ? new BroadcastChannel(`bsc-form-${page.actor}`) : null;
const bar = document.getElementById("queue");
const sendNow = document.getElementById("send");
const conflicts = new Map(); // by key: what somebody else stored
let obstacle = ""; // why nothing gets through: "", network, sign-in, somebody else
let unsaved = 0; // drafts there are
let attempts = 0;
let timer = 0;
let flushing = null;
let once_more = false;
let last = 0;

const sectionOfKey = (key) => form.querySelector(`.item[data-key="${CSS.escape(key)}"]`);
const isOurs = (draft) => draft.assessment === page.assessment && draft.track === page.track && draft.key in page.items;
const isReady = (draft) => !draft.lacks && !draft.refused && !draft.conflict;

/** Whether a field holds something else than the server wrote into it. */
function isTouched(field) {
  if (!field.name || /\/(cite|version|theirs|more)$/.test(field.name)) return false;
  if (["radio", "checkbox"].includes(field.type)) return field.checked !== field.defaultChecked;
  return "defaultValue" in field && field.type !== "file" && field.type !== "hidden" && field.value !== field.defaultValue;
}

/** Keep what stands in an item, and send it after a moment. */
async function edited(section, delay) {
  const key = section.dataset.key;
  const about = page.items[key];
  const found = read(section);
  const { content, lacks } = contentOf(found, about);
  last = Math.max(Date.now(), last + 1);
  const draft = { id: `${page.assessment}/${page.track}/${key}`, at: last, key, found, content, lacks };
  Object.assign(draft, { assessment: page.assessment, track: page.track, page: page.page, live: page.live });
  Object.assign(draft, { path: page.answers + (about.key ?? key), stored: about.key ?? key, version: about.version });
  draft.conflict = conflicts.get(key);
  unsaved = Math.max(unsaved, 1);
  show(draft);
  await drafts.put(draft);
  await tell();
  if (isReady(draft)) soon(delay);
}

function soon(delay) {
  clearTimeout(timer);
  timer = setTimeout(flush, delay);
}

/** Send everything that can be sent; tabs of one person take turns. */
function flush() {
  clearTimeout(timer);
  once_more = true;
  flushing ??= inTurn(async () => {
    while (once_more) {
      once_more = false;
      await sendAll();
    }
  }).finally(() => (flushing = null));
  return flushing;
}

const inTurn = (work) => (navigator.locks ? navigator.locks.request(`bsc-form-${page.actor}`, work) : work());

async function sendAll() {
  if (obstacle === "sign-in" || obstacle === "somebody else") await askWho();
  for (const draft of (await drafts.all()).filter(isReady)) {
    if (obstacle === "sign-in" || obstacle === "somebody else") break;
    if (!(await send(draft))) break;
  }
  await tell();
  if (obstacle === "network") timer = setTimeout(flush, RETRY[Math.min(attempts++, RETRY.length - 1)]);
  else attempts = 0;
}

/** Send one draft; false where the next need not be tried. */
async function send(draft) {
  const version = isOurs(draft) ? page.items[draft.key].version : draft.version;
  const empty = !Object.keys(draft.content).length;
  if (empty && !version) return settled(draft, 0);
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  if (version) headers["If-Match"] = `"${version}"`;
  const body = empty ? undefined : JSON.stringify(draft.content);
  let answer;
  try {
    answer = await fetch(draft.path, { method: empty ? "DELETE" : "PUT", headers, body, signal: AbortSignal.timeout(PATIENCE) });
    obstacle = answer.status === 401 ? "sign-in" : answer.status === 429 || answer.status >= 500 ? "network" : "";
    if (answer.ok) return await settled(draft, empty ? version + 1 : (await answer.json()).version);
    if (!obstacle) await (answer.status === 412 || answer.status === 428 ? met(draft) : refused(draft, answer));
  } catch {
    obstacle = "network";
  }
  return !obstacle;
}

async function settled(draft, version) {
  const whole = await drafts.settle(draft.id, draft.at, version);
  others?.postMessage({ id: draft.id, version, content: draft.content });
  stored(draft, version, whole);
  return true;
}

/** What is stored now is what this page goes on from; `whole`: nothing was typed since. */
function stored(draft, version, whole) {
  if (!isOurs(draft)) return;
  const about = page.items[draft.key];
  about.version = version;
  about.rest = restOf(draft.content);
  const section = sectionOfKey(draft.key);
  section.querySelector(`[name$="/version"]`).value = version;
  if (whole) say(section, "saved", version ? "Saved" : "");
  refresh(page);
}

/** Somebody else stored something in between: unless it is the same, who answers chooses. */
async function met(draft) {
  const there = await fetch(`${draft.live}&key=${encodeURIComponent(draft.stored)}`, { headers: { Accept: "application/json" } });
  if (!there.ok) throw new Error("not told");
  const theirs = (await there.json()).answer ?? { version: 0, content: {}, said: "nothing any more", who: "Somebody" };
  if (same(theirs.content, draft.content)) return settled(draft, theirs.version);
  const now = (await drafts.all()).find((one) => one.id === draft.id) ?? draft;
  await drafts.put({ ...now, conflict: theirs });
  if (isOurs(draft)) offer(draft.key, theirs);
}

async function refused(draft, answer) {
  const problem = await answer.json().catch(() => ({}));
  const said = problem.errors?.map((one) => [one.detail, one.hint].filter(Boolean).join("; ")).join(". ");
  const now = { ...draft, refused: said || problem.detail || `status ${answer.status}` };
  const newer = (await drafts.all()).find((one) => one.id === draft.id);
  if (newer && newer.at > draft.at) return;
  await drafts.put(now);
  show(now);
}

/** Both values, and the choice between them. */
function offer(key, theirs) {
  const section = sectionOfKey(key);
  section.querySelector(".conflict")?.remove();
  conflicts.set(key, theirs);
  const box = element("div", "conflict");
  box.setAttribute("role", "alert");
  box.append(element("p", "", `${theirs.who} changed this to ${theirs.said} while you were editing. Keep yours, or take theirs?`));
  const row = element("div", "row");
  row.append(button("Keep yours", () => chosen(section, box, theirs, true)));
  row.append(button("Take theirs", () => chosen(section, box, theirs, false)));
  box.append(row);
  section.querySelector("fieldset").before(box);
  say(section, "refused", "Not saved: two answers");
}

async function chosen(section, box, theirs, mine) {
  const key = section.dataset.key;
  conflicts.delete(key);
  box.remove();
  page.items[key].version = theirs.version;
  if (mine) return edited(section, 0);
  apply(section, fieldsOf(theirs.content));
  await settled({ id: `${page.assessment}/${page.track}/${key}`, at: Infinity, key, content: theirs.content, ...page }, theirs.version);
  files.list(section, theirs.content.evidence ?? []);
  await tell();
}

/** After the session ended: who is signed in now? Nobody's answers are sent in another's name. */
async function askWho() {
  try {
    const there = await fetch(page.live, { headers: { Accept: "application/json" } });
    if (there.ok) obstacle = (await there.json()).actor === page.actor ? "" : "somebody else";
  } catch {
    obstacle = "network";
  }
}

/** Beside an item: how far its draft is. */
function show(draft) {
  const section = isOurs(draft) && sectionOfKey(draft.key);
  if (!section) return;
  if (draft.refused) say(section, "refused", `Not saved: ${draft.refused}`);
  else if (draft.conflict) say(section, "refused", "Not saved: two answers");
  else if (draft.lacks) say(section, "waiting", `Not saved yet: ${draft.lacks}`);
  else if (obstacle) say(section, "waiting", obstacle === "network" ? "Waiting for the network" : "Not saved: sign in again");
  else say(section, "saving", "Saving…");
}

/** Below the form: what is not saved, and what would help. */
async function tell() {
  const all = await drafts.all();
  const ready = all.filter(isReady);
  const count = (number) => `${number} answer${number === 1 ? "" : "s"}`;
  unsaved = all.length;
  bar.replaceChildren();
  if (obstacle) for (const draft of ready) show(draft);
  sendNow.hidden = !(ready.length && obstacle === "network");
  bar.dataset.is = all.length ? (all.length > ready.length ? "refused" : obstacle ? "waiting" : "saving") : "saved";
  if (ready.length && obstacle === "sign-in" && !page.account)
    bar.append(`Open the link you were sent again to send ${count(ready.length)}.`, kept());
  else if (ready.length && obstacle === "sign-in") {
    const link = element("a", "", `Sign in to send ${count(ready.length)}`);
    Object.assign(link, { href: `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`, target: "_blank" });
    bar.append(link, kept());
  } else if (ready.length && obstacle === "somebody else")
    bar.append(`Somebody else is signed in now. ${count(ready.length)} wait for you to sign in again.`, kept());
  else if (ready.length && obstacle) bar.append(`Waiting for the network: ${count(ready.length)} not sent yet.`, kept());
  else if (ready.length) bar.append("Saving…");
  const stuck = all.filter((one) => !isReady(one));
  if (stuck.length) {
    const [first] = stuck;
    const link = element("a", "", `${count(stuck.length)} not saved yet`);
    link.href = isOurs(first) ? `#${sectionOfKey(first.key).id}` : first.page;
    bar.append(ready.length ? " " : "", link);
  }
  if (!all.length) bar.append("Everything is saved.");
  if (!drafts.lasting) bar.append(" This browser keeps nothing on this device (a private window?): what is not sent is lost with the page.");
}

const kept = () => (drafts.lasting ? " They are kept on this device until then." : "");

function say(section, is, text) {
  const line = section.querySelector(".kept");
  line.dataset.is = is;
  if (line.textContent !== text) line.textContent = text;
}

function element(name, kind, text = "") {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.textContent = text;
  return made;
}

function button(text, press) {
  const made = element("button", "small", text);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

/** What an earlier visit could not send stands in its fields again. */
async function resume() {
  for (const draft of (await drafts.all()).filter(isOurs)) {
    const section = sectionOfKey(draft.key);
    page.items[draft.key].version = draft.version;
    if (early.has(section)) continue; // newer than the draft
    if ("/more" in draft.found) files.open(section);
    apply(section, draft.found);
    if ("/more" in draft.found) files.list(section, draft.found["/evidence"] ?? []);
    show(draft);
    if (draft.conflict) offer(draft.key, draft.conflict);
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
  files.list(section, cited ?? about.rest.evidence ?? []);
  return edited(section, 0);
}

/** A link is followed once what is on its way has arrived, or could not. */
async function leave(event) {
  const link = event.target.closest("a[href]");
  if (!link || !unsaved || obstacle || link.target || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  if (link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, 3000))]);
  location.assign(link.href);
}

const files = evidence(page, { edited, say });

if (!form.querySelector("fieldset[disabled]")) {
  form.dataset.script = "on";
  form.addEventListener("input", (event) => {
    const section = sectionOf(event.target);
    if (!section || event.target.type === "file" || event.target.name.endsWith("/cite")) return;
    edited(section, ["radio", "checkbox", "select-one", "date"].includes(event.target.type) ? 0 : TYPING);
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
document.addEventListener("click", leave);
sendNow.addEventListener("click", flush);
for (const moment of ["online", "pageshow", "focus"]) window.addEventListener(moment, flush);
document.addEventListener("visibilitychange", flush);
window.addEventListener("offline", () => {
  obstacle = "network";
  tell();
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
others?.addEventListener("message", async ({ data }) => {
  const [assessment, track, key] = data.id.split("/");
  const theirs = { assessment, track, key, content: data.content };
  if (isOurs(theirs) && !(await drafts.all()).some((one) => one.id === data.id)) stored(theirs, data.version, true);
  await tell();
});

await resume();
form.removeEventListener("input", hear);
if (form.dataset.script === "on") for (const section of early) if (section) await edited(section, 0);
await flush();
