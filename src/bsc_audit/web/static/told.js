// What is said about answers and files that are not stored yet: beside their items, and below the form.

import { element, isOurs, page, say, sectionOfKey } from "./page.js";

const bar = document.getElementById("queue");
export const sendNow = document.getElementById("send");

/** Whether a draft waits for nothing but to be sent. */
export const isReady = (draft) => !draft.lacks && !draft.refused && !draft.conflict;

/** Beside an item: how far its draft is. */
export function show(draft, obstacle) {
  const section = isOurs(draft) && sectionOfKey(draft.key);
  if (!section) return;
  if (draft.refused) say(section, "refused", `Not saved: ${draft.refused}`);
  else if (draft.conflict) say(section, "refused", "Not saved: two answers");
  else if (draft.lacks) say(section, "waiting", `Not saved yet: ${draft.lacks}`);
  else if (obstacle) say(section, "waiting", obstacle === "network" ? "Waiting for the network" : "Not saved: sign in again");
  else say(section, "saving", "Saving…");
}

/** Below the form: what is not saved, and what would help. `lasting`: whether this device keeps it until then. */
export function tell({ drafts, files, obstacle, lasting }) {
  const ready = drafts.filter(isReady);
  const stuck = drafts.filter((one) => !isReady(one));
  const waiting = files.filter((one) => !one.refused);
  if (obstacle) for (const draft of ready) show(draft, obstacle);
  if (obstacle) for (const file of waiting.filter(isOurs)) say(sectionOfKey(file.key), "waiting", `${file.name}: ${obstacle === "network" ? "waiting for the network" : "not sent, sign in again"}`);
  sendNow.hidden = !((ready.length || waiting.length) && obstacle === "network");
  const all = drafts.length + files.length;
  const wrong = stuck.length || waiting.length < files.length;
  bar.dataset.is = !all ? "saved" : wrong ? "refused" : obstacle || waiting.some((one) => !isOurs(one)) ? "waiting" : "saving";
  bar.replaceChildren();
  if (ready.length || waiting.length) bar.append(...onTheirWay(ready, waiting, obstacle), obstacle && lasting ? " Kept on this device until then." : "");
  if (stuck.length) bar.append(" ", linkTo(stuck[0], `${count(stuck.length, "answer")} not saved yet`));
  for (const one of files.filter((file) => file.refused)) bar.append(" ", linkTo(one, `${one.name} was not added: ${one.refused}`));
  if (!all) bar.append("Everything is saved.");
  if (!lasting) bar.append(" This browser keeps nothing on this device (a private window?): what is not sent is lost with the page.");
}

function onTheirWay(ready, waiting, obstacle) {
  const both = [ready.length && count(ready.length, "answer"), waiting.length && count(waiting.length, "file")].filter(Boolean).join(" and ");
  if (obstacle === "sign-in" && !page.account) return [`Open the link you were sent again to send ${both}.`];
  if (obstacle === "sign-in") return [signIn(`Sign in to send ${both}`)];
  if (obstacle === "somebody else") return [`Somebody else is signed in now. ${both} wait for you to sign in again.`];
  if (obstacle) return [`Waiting for the network: ${both} not sent yet.`];
  const elsewhere = waiting.find((one) => !isOurs(one));
  if (elsewhere && !ready.length && waiting.every((one) => !isOurs(one))) return [linkTo(elsewhere, `${both} not sent yet: open the page to send`)];
  return ["Saving…"];
}

const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

function signIn(text) {
  const link = element("a", "", text);
  return Object.assign(link, { href: `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`, target: "_blank" });
}

function linkTo(one, text) {
  const link = element("a", "", text);
  link.href = isOurs(one) ? `#${sectionOfKey(one.key).id}` : one.page;
  return link;
}
