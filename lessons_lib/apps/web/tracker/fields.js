// Fields whose content stays in the page until it is saved.

import { button } from "../shared/controls.js";
import { make } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";

/** @import { Drafts } from "../shared/controls.js" */
/** @import { Attributes } from "../shared/dom.js" */

/**
 * A labelled field whose text stays in `drafts` until it is saved.
 *
 * @param {Drafts} drafts
 * @param {string} key
 * @param {string} label
 * @param {string | null | undefined} stored
 * @param {{ lines?: number, hint?: string | null } & Attributes} about
 */
export function textField(
  drafts,
  key,
  label,
  stored,
  { lines = 1, hint = null, ...attributes } = {},
) {
  const id = freshId("field");
  const input = make(lines > 1 ? "textarea" : "input", {
    id,
    "data-key": key,
    rows: lines > 1 && lines,
    type: lines === 1 && "text",
    autocomplete: "off",
    "aria-describedby": hint && `${id}-hint`,
    oninput: ({ target }) => drafts.set(key, target.value),
    ...attributes,
  });
  input.value = drafts.get(key) ?? stored ?? "";
  return make(
    "div",
    { class: "ll-field" },
    make("label", { for: id }, label),
    input,
    hint && make("p", { id: `${id}-hint`, class: "ll-hint" }, hint),
  );
}

/**
 * What was typed as a whole number, in digits of any width, with or without "min" after it; null
 * where nothing was, and what is none as it is, to be refused.
 *
 * @param {string} text
 * @returns {number | string | null}
 */
export function wholeNumber(text) {
  const typed = text
    .normalize("NFKC")
    .replace(/(\d)\s*min(ute)?s?\.?\s*$/i, "$1")
    .trim();
  if (typed === "") return null;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : typed;
}

/**
 * The least and the most that a field takes, from a pair of Python.
 *
 * @param {[low: number, high: number]} bounds
 */
export function range([low, high]) {
  return { low, high };
}

/**
 * A number with large buttons beside it; empty means "not answered".
 *
 * A field of text: of one for numbers, browsers give what they cannot read as empty, and 7,5 as 75.
 *
 * @param {Drafts} drafts
 * @param {string} key
 * @param {string} label
 * @param {number | null} stored
 * @param {{ step?: number, low?: number, high: number, start?: number }} about
 */
export function numberField(drafts, key, label, stored, { step = 1, low = 0, high, start = 0 }) {
  const id = freshId("number");
  const input = make("input", {
    id,
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
    "data-key": key,
    oninput: ({ target }) => drafts.set(key, target.value),
  });
  input.value = drafts.get(key) ?? stored ?? "";
  /** @param {number} by */
  const move = (by) => {
    const now = wholeNumber(input.value);
    const next = typeof now === "number" ? now + by : start;
    input.value = String(Math.min(high, Math.max(low, next)));
    drafts.set(key, input.value);
  };
  return make(
    "div",
    { class: "ll-field" },
    make("label", { for: id }, label),
    make(
      "div",
      { class: "ll-stepper" },
      button(`${key}-less`, "−", () => move(-step), { "aria-label": `${label}: less` }),
      input,
      button(`${key}-more`, "+", () => move(step), { "aria-label": `${label}: more` }),
    ),
  );
}

/**
 * A scale of radio buttons without a start value; "clear" takes the answer back.
 *
 * @param {Drafts} drafts
 * @param {string} key
 * @param {string} label
 * @param {number | null} stored
 * @param {{ low: number, high: number, lowWords: string, highWords: string }} about
 */
export function scaleField(drafts, key, label, stored, { low, high, lowWords, highWords }) {
  const name = freshId("scale");
  const now = drafts.has(key) ? drafts.get(key) : stored;
  const options = Array.from({ length: high - low + 1 }, (_, index) => {
    const value = low + index;
    const ends = { [low]: `, ${lowWords}`, [high]: `, ${highWords}` };
    const radio = make("input", {
      type: "radio",
      name,
      value,
      checked: now === value,
      "data-key": `${key}-${value}`,
      "aria-label": `${value}${ends[value] ?? ""}`,
      onchange: () => drafts.set(key, value),
    });
    return make("label", {}, radio, make("span", { "aria-hidden": "true" }, value));
  });
  const element = make(
    "fieldset",
    { class: "ll-scale" },
    make("legend", {}, label),
    make("div", { class: "ll-choices" }, ...options),
    make(
      "p",
      { class: "ll-ends", "aria-hidden": "true" },
      make("span", {}, `${low}: ${lowWords}`),
      make("span", {}, `${high}: ${highWords}`),
    ),
    button(
      `${key}-clear`,
      "Clear",
      () => {
        drafts.set(key, null);
        for (const radio of element.querySelectorAll("input")) radio.checked = false;
      },
      { kind: "quiet", "aria-label": `${label}: clear the answer` },
    ),
  );
  return element;
}
