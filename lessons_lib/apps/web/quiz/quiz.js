// A quiz. Choices are judged here, in the page; they are remembered only where the learner agreed.

import { make, plainButton, shown, within } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { openMemory, today } from "../shared/memory.js";
import { byLesson, judge } from "./judging.js";
import { due, itemOf } from "./returning.js";

/** @import { View } from "../shared/host.d.ts" */
/** @import { Option, Question, Verdict } from "./judging.js" */
/** @import { Known } from "./returning.js" */

/**
 * `picks` says how many of the questions are asked, those that are due; 0 for all.
 *
 * @param {View<{ questions: Question[], picks?: number }>} host
 */
function render({ model, el }) {
  const everything = model.get("questions");
  const picks = model.get("picks") ?? 0;
  const memory = openMemory(model);
  /**
   * @param {string} id
   * @returns {Known | undefined}
   */
  const recall = (id) => memory.recall(itemOf(id));
  const chosen = () => (picks ? due(everything, recall, picks, today()) : everything);
  const root = make("div", { class: "ll ll-quiz", role: "group", "aria-label": "Quiz" });
  let asked = chosen();
  let quiz = quizOf(asked, { comeBack: picks > 0, recall, remember });

  /**
   * @param {string} id
   * @param {Known} known
   */
  function remember(id, known) {
    memory.remember(itemOf(id), { ...known });
  }

  function show() {
    // What is remembered may come late: as long as nothing was touched, what is due may change.
    const now = quiz.isTouched() ? asked : chosen();
    if (now.some((question, place) => question !== asked[place])) {
      asked = now;
      quiz = quizOf(asked, { comeBack: picks > 0, recall, remember });
      root.replaceChildren(...quiz.children);
    }
    quiz.show();
  }

  root.append(...quiz.children);
  el.append(root);
  const unwatch = memory.watch(show);
  show();
  return () => {
    unwatch();
    memory.close();
  };
}

/**
 * These questions, with how many of them are right.
 *
 * @param {Question[]} questions
 * @param {object} about
 * @param {boolean} about.comeBack whether they come back from other lessons: then they are asked anew,
 *   whatever is remembered of them; else those that name a lesson are folded by it
 * @param {(id: string) => Known | undefined} about.recall
 * @param {(id: string, known: Known) => void} about.remember
 */
function quizOf(questions, { comeBack, recall, remember }) {
  const progress = make("p", { class: "ll-progress", role: "status" });
  let touched = false;
  const parts = questions.map((question, index) =>
    questionPart(question, index + 1, questions.length, {
      comeBack,
      onTouch: () => {
        touched = true;
      },
      onCheck: (chosen, right) => {
        const known = recall(question.id);
        const first = known ? known.first : chosen;
        remember(question.id, {
          ...(first && { first }),
          chosen,
          right,
          tries: (known?.tries ?? 0) + 1,
        });
      },
    }),
  );
  const folds = comeBack
    ? []
    : byLesson(questions).map(([lesson, places]) => foldOf(lesson, places));

  function tell() {
    const words = `${parts.filter((part) => part.isRight()).length} of ${parts.length} right.`;
    if (progress.textContent !== words) progress.textContent = words;
    for (const fold of folds) fold.tell();
  }

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
        const right = places.filter((index) => parts[index].isRight()).length;
        count.textContent = `${right} of ${places.length} right`;
      },
    };
  }

  const again = plainButton("Start again", () => {
    for (const part of parts) part.clear();
    for (const question of questions) {
      const known = recall(question.id);
      if (known) remember(question.id, { ...known, chosen: [], right: false, tries: 0 });
    }
    parts[0].element.closest("details")?.setAttribute("open", "");
    within(parts[0].element, "input").focus();
  });
  return {
    children: shown([
      comeBack &&
        make(
          "p",
          { class: "ll-lead" },
          "From lessons before this one. Skip what you have not met.",
        ),
      ...(folds.length > 0 ? folds : parts).map(({ element }) => element),
      make("div", { class: "ll-end" }, progress, again),
    ]),
    isTouched: () => touched,
    show() {
      for (const [index, { id }] of questions.entries()) parts[index].show(recall(id));
      tell();
    },
  };
}

/**
 * @param {Question} question
 * @param {number} number
 * @param {number} total
 * @param {object} about
 * @param {boolean} about.comeBack whether it comes back from another lesson
 * @param {() => void} about.onTouch
 * @param {(chosen: number[], right: boolean) => void} about.onCheck
 */
function questionPart(question, number, total, { comeBack, onTouch, onCheck }) {
  const name = freshId("question");
  const feedback = make("div", { class: "ll-feedback", role: "status" });
  /** What stands there, as it is remembered. @type {Known | undefined} */
  let known;
  let checkedHere = false;
  /** Whether something is chosen here and not checked yet: it stays, whatever is remembered. */
  let choosing = false;
  const inputs = question.options.map(() =>
    make("input", {
      type: question.kind === "several" ? "checkbox" : "radio",
      name,
      id: freshId("option"),
      onchange: () => {
        onTouch();
        choosing = true;
        feedback.replaceChildren();
      },
    }),
  );
  const chosen = () => inputs.flatMap((input, index) => (input.checked ? [index] : []));

  function check() {
    onTouch();
    const verdict = judgeNow();
    if (verdict === "nothing") return;
    checkedHere = true;
    choosing = false;
    onCheck(chosen(), verdict === "complete" || known?.right === true);
  }

  function judgeNow() {
    const options = chosen().map((index) => question.options[index]);
    const verdict = judge(question, options);
    feedback.replaceChildren(...judged(question, options, verdict));
    return verdict;
  }

  const place = `Question ${number} of ${total}${comeBack ? ` · ${question.lesson}` : ""}`;
  const element = make(
    "fieldset",
    { class: "ll-question" },
    make("legend", {}, make("span", { class: "ll-place" }, place), " ", question.text),
    ...question.options.map((option, index) =>
      make("label", { class: "ll-option" }, inputs[index], make("span", {}, option.text)),
    ),
    plainButton("Check", check, { "aria-label": `Check question ${number}` }),
    feedback,
  );
  return {
    element,
    isRight: () => known?.right === true,
    clear() {
      for (const input of inputs) input.checked = false;
      choosing = false;
      feedback.replaceChildren();
    },
    /** @param {Known | undefined} now what is remembered of it */
    show(now) {
      if (comeBack && !checkedHere) return;
      const before = known;
      known = now;
      if (now?.tries === before?.tries || !now || choosing) return;
      if (String(now.chosen) === String(chosen()) && feedback.hasChildNodes()) return;
      for (const [index, input] of inputs.entries()) input.checked = now.chosen.includes(index);
      if (now.chosen.length > 0) judgeNow();
      else feedback.replaceChildren();
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
