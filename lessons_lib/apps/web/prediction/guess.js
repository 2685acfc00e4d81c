// What a guess says, and where it lies in its picture: no page, no memory.

/** @import { Mark } from "../shared/marks.js" */
/** @import { Answered, Guess, Prediction, Scale } from "./prediction.d.ts" */

/**
 * The item of the memory in which a guess is.
 *
 * @param {string} id
 */
export function itemOf(id) {
  return `prediction/${id}`;
}

/**
 * A value of a scale in words: "30°", "0.54", "12 of 100".
 *
 * @param {Pick<Scale, "unit" | "step">} scale
 * @param {number} value
 */
export function valueWords({ unit, step }, value) {
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  const text = value.toFixed(digits).replace("-", "\u2212");
  if (!unit) return text;
  return unit === "°" ? `${text}°` : `${text}\u00a0${unit}`;
}

/**
 * What was guessed, in words; "" where nothing was.
 *
 * @param {Pick<Prediction, "options" | "scale">} prediction
 * @param {Guess | undefined} guess
 */
export function guessWords({ options, scale }, guess) {
  if (guess?.choice !== undefined) return options[guess.choice]?.text ?? "";
  if (guess?.value !== undefined && scale) return valueWords(scale, guess.value);
  return "";
}

/**
 * The guess as a mark in its picture; null where nothing was guessed.
 *
 * @param {Prediction} prediction
 * @param {Guess | undefined} guess
 * @param {HTMLElement | null} place
 * @returns {Mark | null}
 */
export function markOf(prediction, guess, place) {
  const words = guessWords(prediction, guess);
  if (!words || !guess) return null;
  const { name, artist, axis, label } = prediction.picture;
  const at =
    guess.choice !== undefined
      ? prediction.options[guess.choice].at
      : [/** @type {[number, number]} */ ([guess.value, guess.value])];
  const of = label ? ` (${label})` : "";
  return {
    picture: name,
    words: `Your guess${of}: ${words}`,
    label: `your guess${of}`,
    kind: "guess",
    of: artist,
    axis,
    at: artist ? at : [],
    place,
  };
}

/**
 * Whether a guess came out as one finds it.
 *
 * @param {Pick<Answered, "options" | "scale">} prediction
 * @param {Guess | undefined} guess
 */
export function isFound({ options, scale }, guess) {
  if (guess?.choice !== undefined) return options[guess.choice]?.right === true;
  const value = guess?.value;
  return value !== undefined && !!scale?.right.some(([low, high]) => low <= value && value <= high);
}
