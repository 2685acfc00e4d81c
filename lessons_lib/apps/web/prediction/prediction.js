// Questions to answer before one tries. A tap commits a guess; it is drawn into the picture of the
// same lesson, and the explanation unfolds.

import { make, plainButton } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { setMark } from "../shared/marks.js";
import { openMemory } from "../shared/memory.js";
import { foldExplanation } from "./explanation.js";
import { guessWords, itemOf, markOf, valueWords } from "./guess.js";

/** @import { View } from "../shared/host.d.ts" */
/** @import { Guess, Prediction } from "./prediction.d.ts" */

/** @param {View<{ predictions: Prediction[] }>} host */
function render({ model, el }) {
  const predictions = model.get("predictions");
  const memory = openMemory(model);
  const fold = foldExplanation(
    el,
    () => {
      for (const { id } of predictions) {
        if (!memory.recall(itemOf(id))) memory.remember(itemOf(id), { shown: true });
      }
    },
    {
      tries: predictions.some(({ picture }) => picture.name),
      after: Math.max(...predictions.map(({ after }) => after)),
    },
  );
  const parts = predictions.map((one, place) =>
    (one.scale ? scalePart : optionsPart)(one, place === 0, (guess) =>
      memory.remember(itemOf(one.id), { ...guess }),
    ),
  );

  function show() {
    const guesses = predictions.map(({ id }) => memory.recall(itemOf(id)));
    for (const [place, one] of predictions.entries()) {
      parts[place].show(guesses[place], guesses.includes(undefined));
      setMark(one.id, markOf(one, guesses[place], el));
    }
    const words = predictions.map((one, place) => guessWords(one, guesses[place])).filter(Boolean);
    fold.set(guesses.some(Boolean), words.length ? `You guessed: ${words.join("; ")}.` : "");
  }

  el.append(
    make(
      "div",
      { class: "ll ll-prediction", role: "group", "aria-label": "Predict" },
      ...parts.map(({ element }) => element),
    ),
  );
  const unwatch = memory.watch(show);
  show();
  // A host may put the element into its page only after this.
  const appearing = requestAnimationFrame(() => {
    fold.begin();
    show();
  });
  return () => {
    cancelAnimationFrame(appearing);
    unwatch();
    memory.close();
    fold.close();
    for (const { id } of predictions) setMark(id, null);
  };
}

/**
 * @param {Prediction} prediction
 * @param {boolean} isFirst
 * @param {(Node | string)[]} answers
 */
function frame({ text }, isFirst, ...answers) {
  const id = freshId("question");
  const status = make("p", { class: "ll-said", role: "status" });
  const opening = isFirst ? make("b", {}, "Predict. ") : null; // the name of all of it already
  const question = make("p", {}, opening, make("span", { id }, text));
  const element = make(
    "div",
    { class: "ll-question", role: "group", "aria-labelledby": id },
    question,
    ...answers,
    status,
  );
  return { element, status };
}

/**
 * @param {Prediction} prediction
 * @param {boolean} more whether another question of the cell waits for its guess
 */
function said({ picture }, more) {
  if (!picture.name) return more ? "One more question." : "Now read on.";
  const next = more ? "One more question first." : "Now try.";
  return picture.artist
    ? `Your guess is marked in the picture below. ${next}`
    : `Your guess stands below the picture. ${next}`;
}

/**
 * @param {Prediction} prediction
 * @param {boolean} isFirst
 * @param {(guess: Guess) => void} commit
 */
function optionsPart(prediction, isFirst, commit) {
  const buttons = prediction.options.map(({ text }, choice) =>
    plainButton(text, () => commit({ choice }), { class: "ll-answer", "aria-pressed": "false" }),
  );
  const answers = make("div", { class: "ll-answers" }, ...buttons);
  const { element, status } = frame(prediction, isFirst, answers);
  return {
    element,
    /**
     * @param {Guess | undefined} guess
     * @param {boolean} more
     */
    show(guess, more) {
      for (const [place, button] of buttons.entries()) {
        button.setAttribute("aria-pressed", String(guess?.choice === place));
      }
      tell(status, guess?.choice === undefined ? "" : said(prediction, more));
    },
  };
}

/**
 * A mark to set: a tap on the line, or the arrow keys and then Enter or the button.
 *
 * @param {Prediction} prediction
 * @param {boolean} isFirst
 * @param {(guess: Guess) => void} commit
 */
function scalePart(prediction, isFirst, commit) {
  const scale = prediction.scale;
  if (!scale) throw new Error(`${prediction.id} has no scale.`);
  const { label, low, high, step } = scale;
  const id = freshId("scale");
  /** Whether it was moved and is no guess yet: then it stays, whatever is remembered. */
  let moved = false;
  // A slider says its value itself: only − and + have it read aloud.
  const reading = make("output", { for: id, "aria-live": "off" });
  const range = make("input", {
    type: "range",
    id,
    min: low,
    max: high,
    step,
    class: "ll-unset",
    oninput: () => {
      reading.setAttribute("aria-live", "off");
      moved = true;
      read();
    },
    onpointerup: () => moved && set(),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter") set();
    },
  });
  range.value = String((low + high) / 2);
  range.setAttribute("aria-valuetext", "not set yet");

  function read() {
    range.classList.remove("ll-unset");
    reading.textContent = valueWords(scale ?? { unit: "", step: 1 }, Number(range.value));
    range.setAttribute("aria-valuetext", reading.textContent);
    guessButton.disabled = false;
  }
  function set() {
    read();
    moved = false;
    commit({ value: Number(range.value) });
  }
  /** @param {1 | -1} way */
  function nudge(way) {
    const next = Math.min(high, Math.max(low, Number(range.value) + way * step));
    range.value = String(next);
    reading.setAttribute("aria-live", "polite");
    moved = true;
    read();
  }
  const guessButton = plainButton("That is my guess", set, { disabled: true });
  const answers = make(
    "div",
    { class: "ll-scale" },
    make("label", { for: id }, label),
    reading,
    range,
    make(
      "div",
      { class: "ll-ends", "aria-hidden": "true" },
      make("span", {}, valueWords(scale, low)),
      make("span", {}, valueWords(scale, high)),
    ),
    make(
      "div",
      { class: "ll-buttons" },
      plainButton("\u2212", () => nudge(-1), { "aria-label": `Less: ${label}` }),
      plainButton("+", () => nudge(1), { "aria-label": `More: ${label}` }),
      guessButton,
    ),
  );
  const { element, status } = frame(prediction, isFirst, answers);
  /** @type {number | undefined} */
  let known;
  return {
    element,
    /**
     * @param {Guess | undefined} guess
     * @param {boolean} more
     */
    show(guess, more) {
      if (guess?.value !== known && guess?.value !== undefined && !moved) {
        range.value = String(guess.value);
        read();
      }
      known = guess?.value;
      tell(status, known === undefined ? "" : said(prediction, more));
    },
  };
}

/**
 * @param {HTMLElement} status
 * @param {string} words
 */
function tell(status, words) {
  if (status.textContent !== words) status.textContent = words;
}

export default { render };
