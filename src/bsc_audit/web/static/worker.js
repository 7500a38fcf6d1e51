// Opens without the network what was opened with it: sections of the form, as they were then, and says so in a banner.
// The server writes the version in; with it everything kept changes its place, so that pages never meet files of another release.

const VERSION = "VERSION";
const PAGES = "bsc-pages-"; // one cache a person: the name ends with who; never of two people at once
const FILES = `bsc-files-${VERSION}`;
const FORM = /^\/o\/[^/]+\/a\/[^/]+\/form\/[^/]+(\/[^/]+)?$/;
const AWAY = "/offline";
const MOST = 40; // pages
const LASTS = 7 * 24 * 3600 * 1000; // ms a page is shown without the network
const PATIENCE = 10000; // ms of no answer, after which a page that is kept is shown

self.addEventListener("install", (event) => event.waitUntil(gather([AWAY]).then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil(forgetOlder().then(() => self.clients.claim())));

self.addEventListener("message", (event) => {
  const { pathname, search } = new URL(event.data?.keep ?? "/", location.origin);
  if (FORM.test(pathname)) event.waitUntil(fetch(pathname + search, { headers: { Accept: "text/html" } }).then((answer) => keep(pathname + search, answer)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, searchParams } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (pathname.startsWith("/static/") && searchParams.has("v")) event.respondWith(file(request));
});

/** A page from the server; without it the page as it was, or one that says what can be opened. */
async function page(event) {
  const { pathname, search } = new URL(event.request.url);
  const form = FORM.test(pathname);
  const before = form ? await kept(pathname + search) : null;
  try {
    const answer = await (before ? soon(fetch(event.request)) : fetch(event.request));
    if (form) event.waitUntil(keep(pathname + search, answer.clone()));
    return answer;
  } catch {
    return before ?? (await caches.match(AWAY, { cacheName: FILES, ignoreVary: true })) ?? Response.error();
  }
}

function soon(answer) {
  return Promise.race([answer, new Promise((_, refuse) => setTimeout(() => refuse(new Error("no answer")), PATIENCE))]);
}

/** Keep a page for its reader; what the server no longer shows is kept no longer. */
async function keep(address, answer) {
  if (answer.type === "opaqueredirect" || answer.redirected || answer.status === 401) return forget(() => true); // signed out
  if (!answer.ok) return forgetPage(address);
  const text = await answer.text();
  const reader = text.match(/<meta name="reader" content="([\w:-]+)">/)?.[1];
  if (!reader) return;
  await forget((name) => name !== PAGES + reader);
  const cache = await caches.open(PAGES + reader);
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", new Date().toISOString());
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name); // the text is decoded
  await cache.delete(address);
  await cache.put(address, new Response(text, { headers }));
  for (const old of (await cache.keys()).filter(isForm).slice(0, -MOST)) await cache.delete(old);
  await gather(files(text));
}

/** A page as it was, with the banner that says so; null where there is none that may still be shown. */
async function kept(address) {
  const found = await caches.match(address, { ignoreVary: true });
  if (!found) return null;
  const at = found.headers.get("X-Kept-At");
  if (Date.now() - Date.parse(at) > LASTS) {
    await forgetPage(address);
    return null;
  }
  const text = (await found.text()).replace("<html ", `<html data-away="${at}" `).replace('<main id="main"', `${banner(at)}<main id="main"`);
  return new Response(text, { headers: found.headers });
}

function banner(at) {
  const shown = `${at.slice(0, 16).replace("T", " ")} UTC`;
  return (
    `<div class="away" role="alert"><p><b>No network.</b> This page is as it was at <time datetime="${at}">${shown}</time>, with what you saved since. ` +
    `What you enter is kept on this device and sent when the network is back.</p><p><a href="">Try again</a></p></div>`
  );
}

async function file(request) {
  const known = await caches.match(request, { cacheName: FILES, ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(FILES)).put(request, answer.clone());
  return answer;
}

/** Files with everything they load in turn, so that a page needs nothing more. */
async function gather(addresses) {
  const cache = await caches.open(FILES);
  const wanted = [...addresses];
  for (const address of wanted) {
    if (await cache.match(address)) continue;
    const answer = await fetch(address, { headers: { Accept: "text/html, */*" } });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    await cache.put(address, answer.clone());
    if (/html|css|javascript/.test(answer.headers.get("Content-Type"))) wanted.push(...files(await answer.text()).filter((one) => !wanted.includes(one)));
  }
}

/** Addresses of the files a text names by what they hold. */
function files(text) {
  return [...new Set([...text.matchAll(/(?:\/static\/|\.\/|url\(")([\w.-]+\?v=\w+)/g)].map(([, name]) => `/static/${name}`))];
}

const isForm = (request) => FORM.test(new URL(request.url).pathname);

async function forgetPage(address) {
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await (await caches.open(name)).delete(address);
}

async function forget(which) {
  for (const name of await caches.keys()) if (name.startsWith(PAGES) && which(name)) await caches.delete(name);
}

/** Pages of an earlier release name files of that release: they go with them. */
async function forgetOlder() {
  const older = (await caches.keys()).filter((name) => name.startsWith("bsc-files-") && name !== FILES);
  if (!older.length) return;
  await forget(() => true);
  for (const name of older) await caches.delete(name);
}
