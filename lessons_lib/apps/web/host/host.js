// A host without a kernel: state, and whoever else answers.

/** @import { Listener, Model } from "../shared/host.d.ts" */
/** @typedef {{ content: object, buffers?: DataView[] }} Said */
/** @typedef {(question: any) => Promise<Said | null> | Said | null} Answerer */

/**
 * A model for a page.
 *
 * @param {string} _page its folder's name
 * @param {{ [name: string]: any }} state
 * @param {(part: string) => Promise<string>} _load
 * @param {Answerer[]} others who answers what this host does not know
 * @returns {Model<any>}
 */
export function host(_page, state, _load, others = []) {
  const known = { ...state };
  if (typeof known._first === "string") {
    const bytes = Uint8Array.from(atob(known._first), (letter) => letter.charCodeAt(0));
    known._first = new DataView(bytes.buffer);
  }
  /** @type {Set<Listener>} */
  const listeners = new Set();
  let line = Promise.resolve();
  /** @param {any} question */
  async function answer(question) {
    for (const other of others) {
      const said = await other(question);
      if (said) for (const listener of [...listeners]) listener(said.content, said.buffers ?? []);
      if (said) return;
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
      line = line.then(() => answer(question));
    },
  };
}
