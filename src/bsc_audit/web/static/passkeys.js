// A new passkey, made by this browser for who knows the password.

import { tell } from "./desk.js";

async function ask(address, content) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(content) });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.errors?.[0]?.detail ?? said.detail);
  return said;
}

async function addPasskey(form) {
  const { value: password } = form.elements.namedItem("passkey_own_password");
  const { value: name } = form.elements.namedItem("passkey_name");
  const asked = await ask("/v1/me/passkeys/options", { password });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked.options);
  const credential = await navigator.credentials.create({ publicKey });
  await ask("/v1/me/passkeys", { token: asked.token, name, credential: credential.toJSON() });
  const next = form.dataset.newPasskey;
  location.assign(next === "/" ? "/me/security?said=passkey-added" : next);
}

const TOLD = {
  NotAllowedError: "No passkey was made.",
  InvalidStateError: "This device has a passkey of yours already.",
};

for (const form of document.querySelectorAll("[data-new-passkey]")) {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) break;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await addPasskey(form);
    } catch (error) {
      tell(form.querySelector("button"), TOLD[error.name] ?? error.message);
    }
  });
}
