// What the web edition keeps in this browser, all under names of its own, and how it is erased.
// Guesses and answers are kept where the learner agreed (shared/memory.js); this is where.

import { copiesOf } from "../offline/copies.js";
import { answerFrom } from "../shared/local_memory.js";

/** @import { Question } from "../shared/local_memory.js" */

/** How every name begins under which the course keeps something: others share this storage. */
const MINE = "lessons-lib ";

/** The browser's storage, which refuses by an error where it is forbidden. */
const storage = {
  /** @param {string} name */
  getItem: (name) => localStorage.getItem(name),
  /**
   * @param {string} name
   * @param {string} value
   */
  setItem: (name, value) => localStorage.setItem(name, value),
  /** @param {string} name */
  removeItem: (name) => localStorage.removeItem(name),
};

/**
 * What the memory of a page's widgets hears; null where something else is asked.
 *
 * @param {Question} question
 */
export function answerMemory(question) {
  const said = answerFrom(storage, question);
  return said && { content: said };
}

/**
 * What was kept under a name; null where nothing was, or where the browser keeps nothing.
 *
 * @param {string} name
 */
export function kept(name) {
  try {
    return storage.getItem(MINE + name);
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
    if (value === null) storage.removeItem(MINE + name);
    else storage.setItem(MINE + name, value);
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
  const worker = await workers()
    ?.getRegistration()
    .catch(() => undefined);
  for (const name of await copies()) await caches.delete(name);
  await worker?.unregister();
  return names().length === 0;
}

/** Who keeps pages for reading offline; a page in a frame of another may not even ask. */
export function workers() {
  try {
    return navigator.serviceWorker;
  } catch {
    return undefined;
  }
}

/** The names of the copies for reading offline; one that broke off has no worker yet. */
async function copies() {
  const mine = copiesOf(new URL(".", location.href).href);
  try {
    return (await caches.keys()).filter((name) => name.startsWith(mine));
  } catch {
    return []; // nor has such a frame any, nor a page from a folder
  }
}
