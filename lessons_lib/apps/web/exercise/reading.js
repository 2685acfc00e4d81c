// What somebody types as an answer: a number with point or comma, a unit, or a small calculation.
// course/exercises/reading.py reads in the same way; tests hold both to the same cases.

const SIGN = /[+-]/y;
const OVER = /\//y;
const POWER = /\^/y;
const OPEN = /\(/y;
const CLOSE = /\)/y;
const NUMBER =
  /(?:[0-9]+(?:[.,][0-9]+)*(?:[ '’_][0-9]{3}(?![0-9])(?:[.,][0-9]+)*)*|[.,][0-9]+)(?:[eE][+-]?[0-9]+(?![0-9.,]))?/y;
const PI = /π|pi(?![a-z])/iy;
const ROOT = /√|sqrt\b|root of\b/iy;
const TIMES = /\*|x(?=\s*[0-9(√.,-])/iy;
const GROUPS = /^[0-9]{1,3}([.,][0-9]{3})+$/;
const AMBIGUOUS = /^[1-9][0-9]{0,2}[.,][0-9]{3}$/;
const LEAD =
  /^\s*(?:(?:about|approximately|approx\.?|around|roughly|circa|ca\.|nearly|answer|it is|is|[~≈=])\s*)+/i;
/** @type {[pattern: RegExp, sign: string][]} */
const SIGNS = [
  [/[−–—]/g, "-"],
  [/[×·⋅]/g, "*"],
  [/÷/g, "/"],
  [/\*\*/g, "^"],
  [/²/g, "^2"],
  [/[\u00a0\u2009\u202f]/g, " "],
];
const MOST = 30;
const LONGEST = 100;
const KEEPABLE = /^[0-9 .,+\-−/*()]*[0-9][0-9 .,+\-−/*()]*[A-Za-z°% ]{0,20}$/;
const MOST_KEPT = 60;

/**
 * @typedef {object} Unit
 * @property {Record<string, number>} units what may stand after the number, with its factor
 * @property {string} unit_words the name of the unit that is asked for
 * @property {boolean} any_unit whether other words after the number do no harm
 */

/** Why a text means no number, as a sentence for who typed it. */
export class NotRead extends Error {}

/**
 * The numbers that a text may mean, the likelier first; throws a NotRead where it means none.
 *
 * @param {string} text
 * @param {Unit} unit
 */
export function read(text, unit) {
  const typed = text.trim();
  const shown = typed.length > MOST ? `${typed.slice(0, MOST)}…` : typed;
  const plain = plainly(typed, shown);
  const readings = [false, true].map((grouped) => new Reader(plain, grouped).read());
  const [{ value, rest }] = readings;
  if (value === null) {
    throw new NotRead(
      `I cannot read “${shown}” as a number. Write one number, such as 20.6 or 20,6, or a calculation, such as 3 * (2 + 0.5).`,
    );
  }
  if (!Number.isFinite(value)) {
    throw new NotRead("That comes out as no number. Look for a division by 0.");
  }
  const factor = factorOf(rest, unit);
  if (factor === null && /[0-9]/.test(rest)) {
    throw new NotRead(`“${shown}” has more than one number. Write one, and no other after it.`);
  }
  if (factor === null) {
    throw new NotRead(
      `The number is clear, but not “${rest.trim().slice(0, MOST)}”. Asked is ${unit.unit_words}; you can leave the unit out.`,
    );
  }
  const numbers = readings.flatMap((one) => (one.value === null ? [] : [one.value * factor]));
  return [...new Set(numbers)];
}

/**
 * What a calculation comes to; null where nothing was calculated or it means no number.
 *
 * @param {string} text
 * @param {Unit} unit
 */
export function calculated(text, unit) {
  try {
    const [first] = read(text, unit);
    return /[*/^(√+xπ]|[0-9)]\s*-|sqrt|root|pi/i.test(
      plainly(text.trim(), "").replace(/e[+-]/gi, ""),
    )
      ? first
      : null;
  } catch {
    return null;
  }
}

/**
 * What may be kept of an answer: as it was typed where it is a plain number or sum, else its number;
 * nothing where it means none.
 *
 * @param {string} text
 * @param {Unit} unit
 */
export function keepable(text, unit) {
  const typed = text.trim();
  if (typed.length <= MOST_KEPT && KEEPABLE.test(typed)) return typed;
  try {
    return String(read(text, unit)[0]);
  } catch {
    return "";
  }
}

/**
 * What was typed, without words before it, in the signs that are understood.
 *
 * @param {string} typed
 * @param {string} shown
 */
function plainly(typed, shown) {
  if (!typed) throw new NotRead("Write a number first, such as 20.6 or 20,6.");
  if (typed.length > LONGEST) {
    throw new NotRead(`“${shown}” is too long for one number. Write one, such as 20.6 or 20,6.`);
  }
  const plain = SIGNS.reduce(
    (text, [pattern, sign]) => text.replace(pattern, sign),
    typed.replace(LEAD, ""),
  );
  if (!/[0-9π]|\bpi\b/i.test(plain)) {
    throw new NotRead(`“${shown}” has no number in it. Write one number, such as 20.6 or 20,6.`);
  }
  return plain;
}

/**
 * The factor of the unit that is left after the number; null where it is none.
 *
 * @param {string} rest
 * @param {Unit} unit
 */
function factorOf(rest, { units, any_unit }) {
  const whole = squeezed(rest);
  if (!whole) return 1;
  if (Object.hasOwn(units, whole)) return units[whole];
  if (/[0-9]/.test(rest)) return null;
  const first = squeezed(rest.trim().split(/\s+/)[0]);
  if (Object.hasOwn(units, first)) return units[first];
  return any_unit ? 1 : null;
}

/** @param {string} rest */
function squeezed(rest) {
  return rest.replace(/[\s.,;!*^'-]/g, "").toLowerCase();
}

/** What stands here is no number and no calculation. */
class Unreadable extends Error {}

/** A calculation at the start of a text; `grouped` reads 1,040 as a thousand and forty. */
class Reader {
  place = 0;

  /**
   * @param {string} text
   * @param {boolean} grouped
   */
  constructor(text, grouped) {
    this.text = text;
    this.grouped = grouped;
  }

  /** @returns {{ value: number | null, rest: string }} */
  read() {
    try {
      const value = this.sum();
      return { value, rest: this.text.slice(this.place) };
    } catch (error) {
      if (error instanceof Unreadable) return { value: null, rest: "" };
      throw error;
    }
  }

  /** @param {RegExp} pattern */
  takes(pattern) {
    while (/\s/.test(this.text.charAt(this.place))) this.place += 1;
    pattern.lastIndex = this.place;
    const found = pattern.exec(this.text);
    if (found) this.place = pattern.lastIndex;
    return found ? found[0] : "";
  }

  /** @returns {number} */
  sum() {
    let value = this.product();
    for (let sign = this.takes(SIGN); sign; sign = this.takes(SIGN)) {
      value += sign === "+" ? this.product() : -this.product();
    }
    return value;
  }

  /** @returns {number} */
  product() {
    let value = this.factor();
    for (;;) {
      if (this.takes(TIMES)) value *= this.factor();
      else if (this.takes(OVER)) value /= this.factor();
      else return value;
    }
  }

  /** @returns {number} */
  factor() {
    const sign = this.takes(SIGN);
    if (sign) return sign === "+" ? this.factor() : -this.factor();
    const base = this.atom();
    return this.takes(POWER) ? base ** this.factor() : base;
  }

  /** @returns {number} */
  atom() {
    if (this.takes(PI)) return Math.PI;
    if (this.takes(ROOT)) return Math.sqrt(this.atom());
    if (this.takes(OPEN)) {
      const value = this.sum();
      if (!this.takes(CLOSE)) throw new Unreadable();
      return value;
    }
    const number = this.takes(NUMBER);
    if (!number) throw new Unreadable();
    return this.number(number);
  }

  /** @param {string} raw */
  number(raw) {
    let [mantissa, exponent = "0"] = raw
      .replace(/[ '’_]/g, "")
      .toLowerCase()
      .split("e");
    const marks = mantissa.replace(/[0-9]/g, "");
    const last = marks.at(-1) ?? "";
    if (marks.length > 1 && !marks.slice(0, -1).includes(last)) {
      const cut = mantissa.lastIndexOf(last);
      const head = mantissa.slice(0, cut);
      if (!GROUPS.test(head)) throw new Unreadable();
      mantissa = `${head.replace(/[.,]/g, "")}.${mantissa.slice(cut + 1)}`;
    } else if (marks.length > 1 || (this.grouped && AMBIGUOUS.test(mantissa))) {
      if (!GROUPS.test(mantissa)) throw new Unreadable();
      mantissa = mantissa.replace(/[.,]/g, "");
    }
    return Number(`${mantissa.replace(",", ".")}e${exponent}`);
  }
}
