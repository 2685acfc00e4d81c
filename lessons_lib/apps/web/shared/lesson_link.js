// Links to lessons, in what a widget shows.

import { make } from "./dom.js";
import { openAsLesson } from "./jupyterlab.js";

/** @import { Model } from "./host.d.ts" */

/**
 * A link to a lesson, or to a section of it; the words alone where that lesson is not at hand.
 *
 * @param {string} address the lesson's file name, and for a section "#" and its name; or nothing
 * @param {string} words
 * @param {Model<any>} model
 */
export function lessonLink(address, words, model) {
  if (!address) return words;
  const link = make("a", { href: address }, words);
  openAsLesson(link, address, model);
  return link;
}
