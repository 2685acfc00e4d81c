// The live figure: sliders, a still picture, and vectors that move over it.

import { Store } from "./store.js";
import { View } from "./view.js";

export default () => {
  let store;
  return {
    initialize({ model }) {
      store = new Store(model);
    },
    render({ el }) {
      const view = new View(store, el);
      return () => view.remove();
    },
  };
};
