// The learner's own numbers in a picture and on its sliders, as soon as they are known.

import { ownMark } from "../own_numbers/number.js";
import { setMark } from "../shared/marks.js";
import { openMemory } from "../shared/memory.js";

/** @import { Store } from "./store.js" */
/** @import { ExplorerModel } from "./spec.d.ts" */

/**
 * Marks them until the function that comes back is called.
 *
 * @param {ExplorerModel} model
 * @param {Store} store
 */
export function markOwnNumbers(model, store) {
  const { own, picture, controls } = store.spec;
  if (!own?.length) return () => {};
  const memory = openMemory(model);
  const show = () => {
    for (const number of own) {
      const value = memory.recall(`own/${number.name}`)?.value;
      const [place] = number.pictures;
      if (place) {
        const mark = value === undefined ? null : ownMark(number, place, value);
        setMark(`${number.name} in ${picture}`, mark);
      }
      if (controls.some((one) => one.name === number.name)) store.know(number.name, value);
    }
  };
  const unwatch = memory.watch(show);
  show();
  return () => {
    unwatch();
    memory.close();
  };
}
