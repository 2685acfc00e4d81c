// A file for the learner, made by the page or by Python.

import { make } from "./dom.js";

/**
 * Hands a file to the browser, which puts it into the downloads.
 *
 * @param {string} name
 * @param {string} mime
 * @param {BlobPart} content
 */
export function saveFile(name, mime, content) {
  const address = URL.createObjectURL(new Blob([content], { type: mime }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
