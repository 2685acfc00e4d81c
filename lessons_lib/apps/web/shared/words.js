// Numbers, days and times in words.

/**
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
export function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

const BEFORE_UNIT = /(?<=\d) (?=%|(?:[kcm]?m|m?s|[km]?g|k?N|Nm)\b)/g;

/**
 * A text in which no line ends between a number and its unit; site/prose.py does it to lessons.
 *
 * @param {string} text
 */
export function unbroken(text) {
  return text.replace(BEFORE_UNIT, "\u00a0");
}

/** @type {Intl.DateTimeFormatOptions} */
const SHORT_DAY = { weekday: "short", day: "numeric", month: "short" };

/**
 * "Sun 22 Nov", whatever the zone of this computer: a day of the diary is a date, not an instant.
 *
 * @param {string} date
 * @param {Intl.DateTimeFormatOptions} options
 */
export function dayWords(date, options = SHORT_DAY) {
  const noon = new Date(`${date}T12:00:00Z`);
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" })
    .format(noon)
    .replace(",", "");
}

/** @param {number} ms */
export function timeWords(ms) {
  /** @type {Intl.DateTimeFormatOptions} */
  const options = { hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat("en-GB", options).format(new Date(ms));
}
