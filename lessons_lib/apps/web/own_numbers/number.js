// A number of the learner's own: what was typed, and where it lies in a picture.

/** @import { Mark } from "../shared/marks.js" */

/**
 * @typedef {object} Place where a number is drawn (data/own_numbers.toml)
 * @property {string} name the picture
 * @property {string} artist
 * @property {"x" | "y"} axis
 * @property {number[]} times
 * @property {boolean} over
 * @property {boolean} log10
 * @property {string} words
 */
/**
 * @typedef {object} OwnNumber
 * @property {string} name
 * @property {string} label
 * @property {string} unit
 * @property {{ [unit: string]: number }} also other units that are understood, and their factors
 * @property {number} low
 * @property {number} high
 * @property {number} step
 * @property {string} how
 * @property {Place[]} pictures
 */

/**
 * The number that was typed, with a point or a comma, with or without a unit; NaN for none. Without
 * one it is in the unit in which it can be: 175 is no height in metres, but one in centimetres.
 *
 * @param {string} typed
 * @param {Pick<OwnNumber, "unit" | "also" | "low" | "high">} number
 */
export function numberIn(typed, { unit, also, low, high }) {
  const plain = typed.replace("\u2212", "-").replace(",", ".").trim();
  const found = /^(-?[0-9]*\.?[0-9]+)\s*(.*)$/.exec(plain);
  if (!found) return Number.NaN;
  const [value, written] = [Number(found[1]), found[2].trim()];
  const inUnit = (/** @type {number} */ factor) => Number((value * factor).toPrecision(4));
  const known = { ...also, [unit]: 1 };
  if (written) return inUnit(known[written] ?? Number.NaN);
  const all = [1, ...Object.values(also)].map(inUnit);
  return all.find((one) => one >= low && one <= high) ?? value;
}

/**
 * The number with its unit.
 *
 * @param {Pick<OwnNumber, "unit">} number
 * @param {number} value
 */
export function ownWords({ unit }, value) {
  return unit === "°" ? `${value}°` : `${value}\u00a0${unit}`;
}

/**
 * Where the number lies in one of its pictures.
 *
 * @param {OwnNumber} number
 * @param {Place} place
 * @param {number} value
 * @returns {Mark}
 */
export function ownMark(number, { name, artist, axis, times, over, log10, words }, value) {
  const ends = times
    .map((factor) => (over ? factor / value : factor * value))
    .map((one) => (log10 ? Math.log10(one) : one));
  const said = `You: ${number.label.toLowerCase()} ${ownWords(number, value)}`;
  return {
    picture: name,
    words: words ? `${said}, ${words}` : said,
    label: "you",
    kind: "you",
    of: artist,
    axis,
    at: [[Math.min(...ends), Math.max(...ends)]],
    place: null,
  };
}
