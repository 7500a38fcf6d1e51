// What is kept on this device for when there is no network: pages of one person, until they sign out or somebody else signs in.

const PAGES = "bsc-pages-"; // as in worker.js
const able = "serviceWorker" in navigator && "caches" in window && window.isSecureContext;

/** When the page was kept that is shown now for want of a network; "" for a page that came from the server. */
export const away = document.documentElement.dataset.away ?? "";

/** Forget what was kept for anybody but this person; "": for everybody. */
export async function keepOnlyFor(reader) {
  if (!able) return;
  for (const name of await caches.keys()) if (name.startsWith(PAGES) && name !== PAGES + reader) await caches.delete(name);
}

/** From now on pages of the form can be opened without the network; this one, too. */
export async function keepPages() {
  if (!able || away) return;
  const rule = { createScriptURL: () => "/worker.js" };
  const address = window.trustedTypes ? trustedTypes.createPolicy("bsc-sw", rule).createScriptURL("") : rule.createScriptURL();
  // A page that did not come through the worker asks to be kept by it.
  navigator.serviceWorker.addEventListener("controllerchange", () =>
    navigator.serviceWorker.controller.postMessage({ keep: location.pathname + location.search }),
  );
  await navigator.serviceWorker.register(address, { scope: "/o/" });
}

/** Note an answer as it was stored, for a page that is opened from here later. */
export async function noteSaved(reader, path, answer) {
  if (!able || !(await caches.has(PAGES + reader))) return;
  await (await caches.open(PAGES + reader)).put(path, new Response(JSON.stringify(answer)));
}

/** An answer as it was stored from this device last; undefined: not known. */
export async function savedHere(path) {
  if (!able || !away) return undefined;
  const found = await caches.match(path, { ignoreVary: true });
  return found?.json();
}

/** Pages that can be opened now: address and title. */
export async function keptPages() {
  const found = [];
  for (const name of able ? await caches.keys() : [])
    if (name.startsWith(PAGES)) for (const one of await keptIn(await caches.open(name))) found.push(one);
  return found;
}

async function keptIn(cache) {
  const pages = (await cache.keys()).filter(({ url }) => new URL(url).pathname.startsWith("/o/"));
  return Promise.all(pages.map(async ({ url }) => ({ address: url, title: namedIn(await (await cache.match(url)).text()) })));
}

/** What a page is called: its own title and the assessment it is of. */
function namedIn(text) {
  const plain = { amp: "&", lt: "<", gt: ">", "#39": "'", "#34": '"' };
  const found = [/<title>([^<]*) – bsc_audit<\/title>/, /<p class="title">([^<]*)<\/p>/].map((where) => text.match(where)?.[1]);
  return found.filter(Boolean).join(": ").replace(/&(amp|lt|gt|#39|#34);/g, (_, name) => plain[name]);
}
