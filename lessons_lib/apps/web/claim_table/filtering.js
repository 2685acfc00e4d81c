// Which claims fit what is searched for.

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} quotation
 * @property {string} verdict
 * @property {string} sign
 * @property {string} lesson
 * @property {string} card the claim's card, as HTML
 * @property {string} text what else is searched
 * @property {string} address
 * @property {string} place
 */

/** What is wanted: words, and a verdict and a lesson, empty for any. @typedef {{ words: string, verdict: string, lesson: string }} Wanted */

/**
 * Whether a row has all that is wanted. A claim's number, such as C3, means that claim and not C30.
 *
 * @param {Row} row
 * @param {Wanted} wanted
 */
export function fits(row, { words, verdict, lesson }) {
  const text = [row.id, row.quotation, row.verdict, row.text].join(" ").toLowerCase();
  return (
    (!verdict || row.verdict === verdict) &&
    (!lesson || row.lesson === lesson) &&
    words
      .toLowerCase()
      .split(/\s+/)
      .filter(Boolean)
      .every((word) =>
        /^[co]\d+$/.test(word) ? row.id.toLowerCase() === word : text.includes(word),
      )
  );
}
