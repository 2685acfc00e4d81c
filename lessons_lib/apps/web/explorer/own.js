// The learner's own numbers in a picture, as soon as they are known.

import { ownMark } from "../own_numbers/number.js";
import { setMark } from "../shared/marks.js";
import { openMemory } from "../shared/memory.js";

/** @import { ExplorerModel } from "./spec.d.ts" */

/**
 * Marks them until the function that comes back is called.
 *
 * @param {ExplorerModel} model
 */
export function markOwnNumbers(model) {
  const { own, picture } = model.get("_spec");
  if (!own?.length) return () => {};
  const memory = openMemory(model);
  const show = () => {
    for (const number of own) {
      const value = memory.recall(`own/${number.name}`)?.value;
      const mark = value === undefined ? null : ownMark(number, number.pictures[0], value);
      setMark(`${number.name} in ${picture}`, mark);
    }
  };
  const unwatch = memory.watch(show);
  show();
  return () => {
    unwatch();
    memory.close();
  };
}
