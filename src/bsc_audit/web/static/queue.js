// Answers on their way: kept on this device at once, sent in turn, each saying beside its item how far it is.

import { Drafts } from "./drafts.js";
import { offer } from "./conflict.js";
import { apply, contentOf, fieldsOf, read, restOf, same } from "./fields.js";
import { refresh } from "./live.js";
import { away, noteSaved } from "./offline.js";
import { answerOf, isOurs, page, placeOf, say, sectionOfKey } from "./page.js";
import { isReady, show, tell } from "./told.js";

const PATIENCE = 20000; // ms a request may take
const RETRY = [2000, 5000, 10000, 30000]; // ms between attempts while nothing gets through

export const drafts = await Drafts.open(page.actor);
export const state = {
  obstacle: away ? "network" : "", // why nothing gets through: "", network, sign-in, somebody else
  sure: !away, // whether the server has said lately that who answers here is who is signed in
  unsaved: 0, // what there is on this device only
};
/** The evidence of items, where it can be given: its fields opened, its citations listed, files that wait sent. */
export const evidence = { open() {}, list() {}, send: async () => true, resume() {} };
const others = "BroadcastChannel" in window ? new BroadcastChannel(`bsc-form-${page.actor}`) : null;
const conflicts = new Map(); // by key: what somebody else stored
let attempts = 0;
let timer = 0;
let flushing = null;
let once_more = false;
let last = 0;

/** Keep what stands in an item, and send it after a moment. */
export async function edited(section, delay) {
  const { key } = section.dataset;
  const about = page.items[key];
  const found = read(section);
  const { content, lacks } = contentOf(found, about);
  last = Math.max(Date.now(), last + 1);
  const draft = { id: `${page.assessment}/${page.track}/${key}`, at: last, found, content, lacks, ...placeOf(key), ...answerOf(key), version: about.version };
  draft.conflict = conflicts.get(key);
  state.unsaved = Math.max(state.unsaved, 1);
  show(draft, state.obstacle);
  await drafts.put(draft);
  await report();
  if (isReady(draft)) soon(delay);
}

/** Send after so many ms of rest. */
export function soon(delay) {
  clearTimeout(timer);
  timer = setTimeout(flush, delay);
}

/** Send everything that can be sent; tabs of one person take turns. */
export function flush() {
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

/** Somebody was elsewhere, where somebody else may have signed in: that is asked before the next answer is sent. */
export function returned() {
  state.sure = false;
  return flush();
}

/** The network went away: who is signed in when it comes back is asked first. */
export function lost() {
  state.obstacle = "network";
  state.sure = false;
  return report();
}

/** Say below the form what is not stored yet. */
export async function report() {
  const found = { drafts: await drafts.all(), files: await drafts.files(), obstacle: state.obstacle, lasting: drafts.lasting };
  state.unsaved = found.drafts.length + found.files.length;
  tell(found);
}

const inTurn = (work) => (navigator.locks ? navigator.locks.request(`bsc-form-${page.actor}`, work) : work());

async function sendAll() {
  const waits = (await drafts.all()).some(isReady) || (await drafts.files()).length > 0;
  if (state.obstacle || (waits && !state.sure)) await askWho();
  if (state.sure) await sendWaiting();
  await report();
  if (state.obstacle === "network") timer = setTimeout(flush, RETRY[Math.min(attempts++, RETRY.length - 1)]);
  else attempts = 0;
}

async function sendWaiting() {
  for (const draft of (await drafts.all()).filter(isReady)) if (!(await send(draft))) return;
  for (const file of (await drafts.files()).filter((one) => isOurs(one) && !one.refused)) if (!(await evidence.send(file))) return;
}

/** Whether what was asked got through; what stands in the way is noted. */
export function passed(status) {
  state.obstacle = status === 401 ? "sign-in" : status === 429 || status >= 500 ? "network" : "";
  if (state.obstacle) state.sure = false;
  return !state.obstacle;
}

/** Send one draft; false where the next need not be tried. */
async function send(draft) {
  const version = isOurs(draft) ? page.items[draft.key].version : draft.version;
  const empty = !Object.keys(draft.content).length;
  if (empty && !version) return settled(draft, 0);
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  if (version) headers["If-Match"] = `"${version}"`;
  const body = empty ? undefined : JSON.stringify(draft.content);
  try {
    const answer = await fetch(draft.path, { method: empty ? "DELETE" : "PUT", headers, body, signal: AbortSignal.timeout(PATIENCE) });
    if (!passed(answer.status)) return false;
    if (answer.ok) return await settled(draft, empty ? version + 1 : (await answer.json()).version);
    await (answer.status === 412 || answer.status === 428 ? met(draft) : refused(draft, answer));
    return true;
  } catch {
    return passed(503);
  }
}

async function settled(draft, version) {
  const whole = await drafts.settle(draft.id, draft.at, version);
  await noteSaved(page.actor, draft.path, { version, content: draft.content });
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
  if (isOurs(draft)) disputed(draft.key, theirs);
}

async function refused(draft, answer) {
  const problem = await answer.json().catch(() => ({}));
  const said = problem.errors?.map((one) => [one.detail, one.hint].filter(Boolean).join("; ")).join(". ");
  const now = { ...draft, refused: said || problem.detail || `status ${answer.status}` };
  const newer = (await drafts.all()).find((one) => one.id === draft.id);
  if (newer && newer.at > draft.at) return;
  await drafts.put(now);
  show(now, state.obstacle);
}

/** Offer the choice between two answers. */
export function disputed(key, theirs) {
  conflicts.set(key, theirs);
  offer(key, theirs, (section, mine) => chosen(section, theirs, mine));
}

async function chosen(section, theirs, mine) {
  const { key } = section.dataset;
  conflicts.delete(key);
  page.items[key].version = theirs.version;
  if (mine) return edited(section, 0);
  apply(section, fieldsOf(theirs.content));
  const draft = { id: `${page.assessment}/${page.track}/${key}`, at: Infinity, content: theirs.content, ...placeOf(key), ...answerOf(key) };
  await settled(draft, theirs.version);
  evidence.list(section, theirs.content.evidence ?? []);
  await report();
}

/** Who is signed in now? Nobody's answers are sent in another's name. */
async function askWho() {
  try {
    const there = await fetch(page.live, { headers: { Accept: "application/json" } });
    if (!there.ok) return void passed(there.status === 401 ? 401 : 503);
    state.obstacle = (await there.json()).actor === page.actor ? "" : "somebody else";
    state.sure = !state.obstacle;
  } catch {
    passed(503);
  }
}

others?.addEventListener("message", async ({ data }) => {
  const [assessment, track, key] = data.id.split("/");
  const theirs = { assessment, track, key, content: data.content };
  if (isOurs(theirs) && !(await drafts.all()).some((one) => one.id === data.id)) stored(theirs, data.version, true);
  await report();
});
