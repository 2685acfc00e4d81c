// The service worker of the web edition. An edition is kept whole or not at all: each of its files
// is held against what the edition says of it, and pages come from one edition only, until the
// reader asks for the newer one or has closed all pages of the older.

import { copiesOf } from "./copies.js";

/**
 * @typedef {object} Edition
 * @property {string} version
 * @property {{ [path: string]: string }} files each file's SHA-256, as hexadecimal digits
 * @property {string[]} later paths of files that are not kept before somebody wanted them
 */

/** @type {{ edition: Edition }} */
const { edition } = /** @type {any} */ (globalThis);
const worker = /** @type {any} */ (globalThis);
const MINE = copiesOf(worker.registration.scope);
const CACHE = MINE + edition.version;
/** Files that bear what is in them in their name: whichever edition has one, it is the same. */
const NAMED = /\/files\/[\w.-]+$/;
/** In the cache of an edition that is kept whole. */
const WHOLE = "?whole";
/** One after the other, a browser may give up before a slow line has brought them all. */
const AT_ONCE = 4;

/** @param {string} path */
async function fetchWhole(path) {
  // What the reader is looking at comes first.
  const response = await fetch(path, { cache: "no-cache", priority: "low" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  const bytes = await response.clone().arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const found = [...digest].map((one) => one.toString(16).padStart(2, "0")).join("");
  if (found !== edition.files[path]) throw new Error(`${path} is of another edition.`);
  return response;
}

/** Where it breaks off, it goes on the next time. */
async function keepAll() {
  const cache = await caches.open(CACHE);
  const paths = Object.keys(edition.files).values();
  const keepNext = async () => {
    for (const path of paths) await keep(cache, path);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, keepNext));
  await cache.put(WHOLE, new Response());
}

/**
 * @param {Cache} cache
 * @param {string} path
 */
async function keep(cache, path) {
  if (await cache.match(path)) return;
  const older = NAMED.test(`/${path}`) ? await caches.match(path) : undefined;
  if (older) await cache.put(path, older);
  else if (!edition.later.includes(path)) await cache.put(path, await fetchWhole(path));
}

/** Only the edition before this one stays, for pages of it that are still open. */
async function dropOld() {
  const others = (await caches.keys()).filter((name) => name.startsWith(MINE) && name !== CACHE);
  let before = "";
  for (const name of others) {
    if (await (await caches.open(name)).match(WHOLE)) before = name;
  }
  const old = others.filter((name) => name !== before);
  await Promise.all(old.map((name) => caches.delete(name)));
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
