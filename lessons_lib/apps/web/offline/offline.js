// The service worker of the web edition. An edition is kept whole or not at all: each of its files
// is held against what the edition says of it, and pages come from one edition only, until the
// reader asks for the newer one or has closed all pages of the older.

/**
 * @typedef {object} Edition
 * @property {string} version
 * @property {{ [path: string]: string }} files each file's SHA-256, as hexadecimal digits
 * @property {string[]} later paths of files that are not kept before somebody wanted them
 */

/** @type {{ edition: Edition }} */
const { edition } = /** @type {any} */ (globalThis);
const worker = /** @type {any} */ (globalThis);
/** Other courses may be at the same address, in other folders. */
const MINE = `${worker.registration.scope} edition `;
const CACHE = MINE + edition.version;
/** Files that bear what is in them in their name: whichever edition has one, it is the same. */
const NAMED = /\/files\/[\w.-]+$/;

/** @param {string} path */
async function fetchWhole(path) {
  const response = await fetch(path, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  const bytes = await response.clone().arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const found = [...digest].map((one) => one.toString(16).padStart(2, "0")).join("");
  if (found !== edition.files[path]) throw new Error(`${path} is of another edition.`);
  return response;
}

async function keepAll() {
  const cache = await caches.open(CACHE);
  try {
    for (const path of Object.keys(edition.files)) {
      if (await cache.match(path)) continue;
      const older = NAMED.test(`/${path}`) ? await caches.match(path) : undefined;
      if (older) await cache.put(path, older);
      else if (!edition.later.includes(path)) await cache.put(path, await fetchWhole(path));
    }
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** Only the edition before this one stays, for pages of it that are still open. */
async function dropOld() {
  const names = (await caches.keys()).filter((name) => name.startsWith(MINE) && name !== CACHE);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {Request} request */
async function answer(request) {
  const url = new URL(request.url);
  url.search = "";
  url.hash = "";
  if (url.href === worker.registration.scope) url.pathname += "index.html";
  const kept = await (await caches.open(CACHE)).match(url.href);
  if (kept) return kept;
  const older = NAMED.test(url.pathname) ? await caches.match(url.href) : undefined;
  if (older) return older;
  const path = url.href.slice(worker.registration.scope.length);
  return edition.later.includes(path) ? keepLater(path) : fetch(request);
}

/** @param {string} path */
async function keepLater(path) {
  const response = await fetchWhole(path);
  await (await caches.open(CACHE)).put(path, response.clone());
  return response;
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keepAll()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(dropOld()));
worker.addEventListener("message", (/** @type {any} */ { data }) => {
  if (data === "show") worker.skipWaiting();
});
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(worker.registration.scope)) return;
  event.respondWith(answer(request));
});
