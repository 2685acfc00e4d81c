// A quiz. Choices are judged here, in the page: none becomes widget state or a message.

import { make, plainButton, within } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { byLesson, judge } from "./judging.js";

/** @import { View } from "../shared/host.d.ts" */
/** @import { Option, Question, Verdict } from "./judging.js" */

/** @param {View<{ questions: Question[] }>} host */
function render({ model, el }) {
  const questions = model.get("questions");
  /** @type {Set<string>} */
  const solved = new Set();
  const progress = make("p", { class: "ll-progress", role: "status" });
  const tell = () => {
    progress.textContent = `${solved.size} of ${questions.length} right.`;
    for (const fold of folds) fold.tell();
  };

  const parts = questions.map((question, index) =>
    questionPart(question, index + 1, questions.length, () => {
      solved.add(question.id);
      tell();
    }),
  );
  const folds = byLesson(questions).map(([lesson, places]) => foldOf(lesson, places));

  /**
   * The questions of one lesson, folded, with how many of them are right.
   *
   * @param {string} lesson
   * @param {number[]} places
   */
  function foldOf(lesson, places) {
    const count = make("span", { class: "ll-count" });
    const summary = make("summary", {}, make("b", {}, lesson), " ", count);
    const element = make("details", {}, summary, ...places.map((index) => parts[index].element));
    return {
      element,
      tell() {
        const right = places.filter((index) => solved.has(questions[index].id)).length;
        count.textContent = `${right} of ${places.length} right`;
      },
    };
  }

  const again = plainButton("Start again", () => {
    for (const part of parts) part.clear();
    solved.clear();
    tell();
    parts[0].element.closest("details")?.setAttribute("open", "");
    within(parts[0].element, "input").focus();
  });
  el.append(
    make(
      "div",
      { class: "ll ll-quiz", role: "group", "aria-label": "Quiz" },
      ...(folds.length > 0 ? folds : parts).map(({ element }) => element),
      make("div", { class: "ll-end" }, progress, again),
    ),
  );
  tell();
}

/**
 * @param {Question} question
 * @param {number} number
 * @param {number} total
 * @param {() => void} onRight
 */
function questionPart(question, number, total, onRight) {
  const name = freshId("question");
  const feedback = make("div", { class: "ll-feedback", role: "status" });
  const inputs = question.options.map(() =>
    make("input", {
      type: question.kind === "several" ? "checkbox" : "radio",
      name,
      id: freshId("option"),
      onchange: () => feedback.replaceChildren(),
    }),
  );

  function check() {
    const chosen = question.options.filter((_, index) => inputs[index].checked);
    const verdict = judge(question, chosen);
    feedback.replaceChildren(...judged(question, chosen, verdict));
    if (verdict === "complete") onRight();
  }

  const element = make(
    "fieldset",
    { class: "ll-question" },
    make(
      "legend",
      {},
      make("span", { class: "ll-place" }, `Question ${number} of ${total}`),
      " ",
      question.text,
    ),
    ...question.options.map((option, index) =>
      make("label", { class: "ll-option" }, inputs[index], make("span", {}, option.text)),
    ),
    plainButton("Check", check, { "aria-label": `Check question ${number}` }),
    feedback,
  );
  return {
    element,
    clear() {
      for (const input of inputs) input.checked = false;
      feedback.replaceChildren();
    },
  };
}

/**
 * What the learner reads after "Check": one paragraph a choice, and what is still to do.
 *
 * @param {Question} question
 * @param {Option[]} chosen
 * @param {Verdict} verdict
 */
function judged(question, chosen, verdict) {
  if (verdict === "nothing") return [make("p", {}, "Choose an answer first, then check it.")];
  const several = question.kind === "several";
  const paragraphs = chosen.map((option) =>
    make(
      "p",
      { class: option.right ? "ll-right" : "ll-wrong" },
      make("b", {}, option.right ? "✓ Right. " : "✗ Not this one. "),
      several ? make("i", {}, `${option.text} `) : null,
      option.feedback,
    ),
  );
  if (several && verdict === "complete") {
    paragraphs.push(make("p", {}, make("b", {}, "That is all of them.")));
  } else if (several && verdict === "more") {
    paragraphs.push(make("p", {}, "There is more to find. Look at the others again."));
  }
  return paragraphs;
}

export default { render };
