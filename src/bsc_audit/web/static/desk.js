// What every page has: times in the reader's own zone, the error summary in focus, sign-in by passkey.

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

localTimes(document);
offerPasskeys(document);
confirmations(document);
printing(document);
document.getElementById("error-summary")?.focus();
