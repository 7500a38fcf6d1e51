// What every page has: times in the reader's own zone, the error summary in focus, sign-in by passkey.

import { keepOnlyFor, keptPages } from "./offline.js";

/** The reader's own time for a moment the server wrote in UTC. */
function localTimes(root) {
  const shown = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  for (const time of root.querySelectorAll("time[datetime]")) {
    time.title = time.textContent;
    time.textContent = shown.format(new Date(time.dateTime));
  }
}

/** Answer the server's challenge with a passkey of this device. */
async function signInByPasskey(button) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const asked = await (await fetch("/v1/sessions/passkey/options", { method: "POST", headers })).json();
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked.options);
  const credential = await navigator.credentials.get({ publicKey });
  const body = JSON.stringify({ token: asked.token, credential: credential.toJSON() });
  const answer = await fetch("/v1/sessions/passkey", { method: "POST", headers, body });
  if (!answer.ok) throw new Error((await answer.json()).detail);
  location.assign(button.dataset.passkey);
}

function offerPasskeys(root) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  for (const button of root.querySelectorAll("[data-passkey]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await signInByPasskey(button);
      } catch (error) {
        tell(button, error.name === "NotAllowedError" ? "No passkey was used." : error.message);
      }
    });
  }
}

/** Say something beside an element, for eyes and screen readers. */
export function tell(element, text) {
  let line = element.parentElement.querySelector(":scope > .told");
  if (!line) {
    line = document.createElement("p");
    line.className = "told";
    line.setAttribute("role", "status");
    element.parentElement.append(line);
  }
  line.textContent = text;
}

/** What is dangerous is asked once more. */
function confirmations(root) {
  for (const form of root.querySelectorAll("form[data-confirm]")) {
    form.addEventListener("submit", (event) => {
      if (event.submitter?.hasAttribute("data-unasked")) return;
      if (!window.confirm(form.dataset.confirm)) event.preventDefault();
    });
  }
}

/** What is shown once can be printed. */
function printing(root) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

/** Nobody meets on this device what was kept for somebody else; signing out forgets it first. */
function keptForOne(root) {
  const reader = root.querySelector('meta[name="reader"]')?.content;
  if (reader || location.pathname === "/sign-in") keepOnlyFor(reader ?? "");
  const out = root.querySelector('form[action="/sign-out"]');
  out?.addEventListener("submit", async (event) => {
    event.preventDefault();
    await Promise.race([keepOnlyFor(""), new Promise((resolve) => setTimeout(resolve, 2000))]);
    out.submit();
  });
}

/** On the page that is shown for one that was not kept: what can be opened. */
async function offerKept(list) {
  for (const { address, title } of await keptPages()) {
    const line = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: address, textContent: title });
    line.append(link);
    list.append(line);
  }
}

localTimes(document);
keptForOne(document);
if (document.getElementById("kept")) offerKept(document.getElementById("kept"));
offerPasskeys(document);
confirmations(document);
printing(document);
document.getElementById("error-summary")?.focus();
