// What all widgets of a page share. Each is a module of its own in the browser, so what they share
// hangs on the page itself.

/**
 * @template Content
 * @typedef {object} Board
 * @property {Content} content
 * @property {() => void} tell something has changed
 * @property {(listener: () => void) => () => void} watch what comes back ends it
 */

/**
 * The board of this name, made by whoever comes first.
 *
 * @template Content
 * @param {string} name
 * @param {() => Content} begin
 * @returns {Board<Content>}
 */
export function board(name, begin) {
  const place = /** @type {{ [name: symbol]: Board<Content> | undefined }} */ (
    /** @type {unknown} */ (globalThis)
  );
  const key = Symbol.for(`lessons-lib ${name}`);
  const known = place[key] ?? makeBoard(begin());
  place[key] = known;
  return known;
}

/**
 * @template Content
 * @param {Content} content
 * @returns {Board<Content>}
 */
function makeBoard(content) {
  /** @type {Set<() => void>} */
  const listeners = new Set();
  return {
    content,
    tell() {
      for (const listener of [...listeners]) listener();
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
