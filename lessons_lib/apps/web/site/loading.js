// How a page of the web edition gets what it needs. A page that was opened from a folder may load
// scripts and nothing else, so data come as scripts, each of which gives what it holds under a key.
// Where all is in one file, the data stand in it under the same keys.

/** @import { Page } from "./course.d.ts" */

/** What has arrived, and what is on its way. @type {Map<string, Promise<unknown>>} */
const known = new Map();
/** @type {Map<string, (value: unknown) => void>} */
const waiting = new Map();

/**
 * @param {string} key
 * @param {unknown} value
 */
export function arrived(key, value) {
  const resolve = waiting.get(key);
  if (resolve) resolve(value);
  else known.set(key, Promise.resolve(value));
  waiting.delete(key);
}

/**
 * What is kept under a key; the promise is rejected where it cannot be had now.
 *
 * @param {string} key
 * @returns {Promise<any>}
 */
export function load(key) {
  return once(key, `files/${key}.js`);
}

/**
 * A widget's page; it gives itself under its name.
 *
 * @param {string} name
 * @param {string} address of its script
 * @returns {Promise<{ default: Page | (() => Page) }>}
 */
export function loadPage(name, address) {
  return /** @type {Promise<any>} */ (once(`page ${name}`, address));
}

/**
 * @param {string} key
 * @param {string} address
 */
function once(key, address) {
  const found = known.get(key) ?? inline(key) ?? fetched(key, address);
  known.set(key, found);
  return found;
}

/** @param {string} key */
function inline(key) {
  const block = document.querySelector(`script[data-key="${CSS.escape(key)}"]`);
  return block ? Promise.resolve(JSON.parse(block.textContent ?? "")) : null;
}

/**
 * @param {string} key
 * @param {string} address
 * @returns {Promise<unknown>}
 */
function fetched(key, address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const fail = () => {
      known.delete(key);
      waiting.delete(key);
      script.remove();
      reject(new Error(`${address} did not arrive.`));
    };
    waiting.set(key, (value) => {
      resolve(value);
      script.remove();
    });
    script.onerror = fail;
    script.onload = () => {
      if (waiting.has(key)) fail();
    };
    script.src = address;
    document.head.append(script);
  });
}
