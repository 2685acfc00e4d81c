// The memory of a page that no Python answers: what the learner has agreed to keep lies in the
// browser's own storage.

/** @import { Answer, Items, Value } from "./memory.js" */
/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Place */
/** @typedef {{ ask: string, asker?: string, item?: string, value?: Value, items?: Items }} Question */

const KEY = "lessons-lib remembered";
const CANNOT = "This browser does not let the page keep anything.";

/**
 * What a page hears that asks its memory; null for any other question.
 *
 * @param {Place} storage such as localStorage
 * @param {Question} question
 * @returns {(Answer & { asker?: string }) | null}
 */
export function answerFrom(storage, { ask, asker, item, value, items }) {
  const known = read(storage);
  let trouble = "";
  try {
    if (ask === "keep") write(storage, { ...known, ...items });
    else if (ask === "forget") forget(storage);
    else if (ask === "remember") {
      if (known && item && value) {
        delete known[item];
        write(storage, { ...known, [item]: value });
      }
    } else if (ask !== "recall") return null;
  } catch {
    trouble = CANNOT;
  }
  const now = read(storage);
  return { answer: "memory", asker, keeps: now !== null, items: now ?? {}, trouble };
}

/**
 * Forget all of it.
 *
 * @param {Place} storage
 */
export function forget(storage) {
  storage.removeItem(KEY);
}

/**
 * @param {Place} storage
 * @returns {Items | null} null where nothing is kept
 */
function read(storage) {
  try {
    const found = JSON.parse(storage.getItem(KEY) ?? "null");
    return typeof found === "object" && !Array.isArray(found) ? found : null;
  } catch {
    return null;
  }
}

/**
 * @param {Place} storage
 * @param {Items} items
 */
function write(storage, items) {
  storage.setItem(KEY, JSON.stringify(items));
}
