// Marks that others set in pictures: "your guess" and "you". Who sets them knows the picture's name
// and one of its artists; the explorer of that picture draws them, and asks nobody for it.

import { board } from "./board.js";

/**
 * @typedef {object} Mark
 * @property {string} picture the picture's name, such as "hamstrings.pose"
 * @property {string} words what it says, for the line below the picture
 * @property {string} label what stands at the mark
 * @property {"guess" | "you"} kind
 * @property {string} of the artist in whose coordinates it is drawn; "" where it has only words
 * @property {"x" | "y" | ""} axis
 * @property {[low: number, high: number][]} at ranges on that axis
 * @property {HTMLElement | null} place where it was set: it shows in the same lesson only; null for all
 */

function shared() {
  return board("marks", () => /** @type {Map<string, Mark>} */ (new Map()));
}

/**
 * Set a mark, in place of the one that had this name; null takes it away.
 *
 * @param {string} name
 * @param {Mark | null} mark
 */
export function setMark(name, mark) {
  const marks = shared();
  if (mark) marks.content.set(name, mark);
  else marks.content.delete(name);
  marks.tell();
}

/**
 * The marks of a picture that stands at `el`.
 *
 * @param {string} picture
 * @param {HTMLElement} el
 */
export function marksOf(picture, el) {
  const lesson = lessonOf(el);
  return [...shared().content.values()].filter(
    (mark) => mark.picture === picture && (!mark.place || lessonOf(mark.place) === lesson),
  );
}

/** @param {() => void} listener called when a mark was set or taken away */
export function watchMarks(listener) {
  return shared().watch(listener);
}

/** @param {HTMLElement} el */
function lessonOf(el) {
  return el.closest(".jp-Notebook, [data-lesson]");
}
