// The live figure: sliders, a still picture, and vectors that move over it.

import { markOwnNumbers } from "./own.js";
import { Store } from "./store.js";
import { View } from "./view.js";

/** @import { ExplorerModel } from "./spec.d.ts" */

export default () => {
  /** @type {Store | null} */
  let store = null;
  return {
    /** @param {{ model: ExplorerModel }} host */
    initialize({ model }) {
      const opened = new Store(model);
      store = opened;
      return () => opened.close();
    },
    /** @param {{ model: ExplorerModel, el: HTMLElement }} host */
    render({ model, el }) {
      store ??= new Store(model);
      const view = new View(store, el);
      const unmark = markOwnNumbers(model, store);
      return () => {
        unmark();
        view.remove();
      };
    },
  };
};
