// What was typed and not saved belongs to the page, not to one widget: after the cell was run again,
// or its notebook was closed and opened, the next tracker of this page has it. It is memory of the
// page only, as the desk's is.

/** @import { Drafts } from "../shared/controls.js" */

/** @typedef {{ left: Drafts, open: Set<(given: Drafts) => void> }} Shared */

/** @returns {Shared} */
function shared() {
  const page = /** @type {{ [key: symbol]: Shared }} */ (/** @type {unknown} */ (globalThis));
  const key = Symbol.for("lessons_lib.tracker.drafts");
  page[key] ??= { left: new Map(), open: new Set() };
  return page[key];
}

/**
 * The drafts of one tracker, with what the last one on this page has left.
 *
 * @param {() => void} onGiven called when another tracker closed and left something to this one
 */
export function openDrafts(onGiven) {
  const { left, open } = shared();
  /** @type {Drafts} */
  const drafts = new Map(left);
  left.clear();
  /** @param {Drafts} given */
  const take = (given) => {
    for (const [key, value] of given) if (!drafts.has(key)) drafts.set(key, value);
    onGiven();
  };
  open.add(take);
  return {
    drafts,
    close() {
      open.delete(take);
      const next = [...open].at(-1);
      if (next) next(drafts);
      else for (const [key, value] of drafts) left.set(key, value);
    },
  };
}

/**
 * Whether something was typed, into a day or an activity, that is not saved yet.
 *
 * @param {Drafts} drafts
 */
export function hasTyped(drafts) {
  return [...drafts].some(
    ([key, value]) => /^(\d{4}-\d\d-\d\d|activity-\d+):/.test(key) && value !== "",
  );
}
