// A host without a kernel: what a page of the course asks for is answered from what was computed
// beforehand. The contract is shared/host.d.ts.

import { Frames } from "./frames.js";
import { bytesOf } from "./grid.js";

/** @import { Listener, Model } from "../shared/host.d.ts" */

/** Gives a stored part of a widget, by name, as soon as it is there. @typedef {(part: string) => Promise<string>} Load */
/** Answers a question, or says null where it is not its own. @typedef {(question: any) => Promise<Said | null> | Said | null} Answerer */
/** @typedef {{ content: object, buffers?: DataView[] }} Said */

const ON_ITS_WAY = "This is still on its way.";
const LOST = "What this needs did not arrive. When the connection is back, move or press it again.";

/**
 * A model for a page, as lessons_lib/site/hosting.py has prepared it.
 *
 * @param {string} page its folder's name
 * @param {{ [name: string]: any }} state
 * @param {Load} load
 * @param {Answerer[]} others who answers what this host does not know: memory, a tracker's day
 * @returns {Model<any>}
 */
export function host(page, state, load, others = []) {
  const known = { ...state };
  if (typeof known._first === "string") known._first = new DataView(bytesOf(known._first).buffer);
  /** @type {Answerer[]} */
  const answerers = [...others];
  if (page === "explorer") {
    const frames = new Frames(known._spec, load);
    answerers.push((question) => frames.answer(question));
  }
  /** @type {Set<Listener>} */
  const listeners = new Set();
  /** Answers keep the order of their questions. */
  let line = Promise.resolve();
  /** @type {Set<() => void>} */
  const watchers = new Set();
  let lost = false;

  /** @param {boolean} value */
  function lose(value) {
    if (lost === value) return;
    lost = value;
    for (const watcher of [...watchers]) watcher();
  }

  /** @param {any} question */
  async function answer(question) {
    for (const answerer of answerers) {
      const said = await answerer(question);
      if (!said) continue;
      for (const listener of [...listeners]) listener(said.content, said.buffers ?? []);
      return;
    }
  }

  return {
    get: (name) => known[/** @type {string} */ (name)],
    on(event, listener) {
      if (event === "msg:custom") listeners.add(listener);
    },
    off(event, listener) {
      if (event === "msg:custom") listeners.delete(listener);
    },
    send(question) {
      line = line
        .then(() => answer(question))
        .then(
          () => lose(false),
          () => lose(true),
        );
    },
    watch(onChange) {
      watchers.add(onChange);
      return {
        lose() {},
        condition: () => "idle",
        close: () => watchers.delete(onChange),
        get remedies() {
          return { silent: lost ? LOST : ON_ITS_WAY };
        },
      };
    },
  };
}
