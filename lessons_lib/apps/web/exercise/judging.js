// How an answer is judged, from the exercise's sheet (lessons_lib/data/sheets.py): no page, no Python.

import { NotRead, read } from "./reading.js";

/** @import { Unit } from "./reading.js" */
/** @typedef {{ from: number | null, to: number | null, right: boolean, says: string }} Answer */
/**
 * @typedef {Unit & {
 *   id: string, title: string, prompt: string, hint: string, given: [string, string][],
 *   unit: string, answers: Answer[], result: string, working: string, why: string, code: string,
 * }} Sheet
 */
/** @typedef {{ right: boolean, says: string }} Judgement */

/**
 * What to say to what was typed, whatever it is.
 *
 * @param {Sheet} sheet
 * @param {string} typed
 * @returns {Judgement}
 */
export function judge(sheet, typed) {
  try {
    const found = read(typed, sheet).map((number) => told(sheet, number));
    const { right, says } = found.find((one) => one.right) ?? found[0];
    return { right, says };
  } catch (error) {
    if (error instanceof NotRead) return { right: false, says: error.message };
    throw error;
  }
}

/**
 * The first of the sheet's answers that holds the number; its last ones leave nothing over.
 *
 * @param {Sheet} sheet
 * @param {number} number
 */
function told({ answers }, number) {
  const holds = (/** @type {Answer} */ { from, to }) =>
    (from === null || from <= number) && (to === null || number <= to);
  return answers.find(holds) ?? answers[answers.length - 1];
}
