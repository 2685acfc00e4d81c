// What the web edition keeps in this browser, all under names of its own, and how it is erased.

const MINE = "lessons_lib:";

/**
 * What was kept under a name; null where nothing was, or where the browser keeps nothing.
 *
 * @param {string} name
 */
export function kept(name) {
  try {
    return localStorage.getItem(MINE + name);
  } catch {
    return null;
  }
}

/**
 * Keep a text, or nothing any more; says whether it is kept now.
 *
 * @param {string} name
 * @param {string | null} value
 */
export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(MINE + name);
    else localStorage.setItem(MINE + name, value);
    return kept(name) === value;
  } catch {
    return false;
  }
}

/** The names of what is kept. */
export function names() {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(MINE))
      .map((name) => name.slice(MINE.length));
  } catch {
    return [];
  }
}

/** Erase all that the web edition keeps in this browser, its copy for reading offline included. */
export async function eraseAll() {
  for (const name of names()) keep(name, null);
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  const copies = worker ? (await caches.keys()).filter((name) => name.includes(worker.scope)) : [];
  await Promise.all(copies.map((name) => caches.delete(name)));
  await worker?.unregister();
  return names().length === 0;
}
