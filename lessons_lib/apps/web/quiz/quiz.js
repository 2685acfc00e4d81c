// A quiz. Choices are judged here, in the page: none becomes widget state or a message.

import { make, plainButton } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";

function render({ model, el }) {
  const questions = model.get("questions");
  const solved = new Set();
  const progress = make("p", { class: "ll-progress", role: "status" });
  const tell = () => {
    progress.textContent = `${solved.size} of ${questions.length} right.`;
    folds.forEach((fold) => fold.tell());
  };

  const parts = questions.map((question, index) =>
    questionPart(question, index + 1, questions.length, () => {
      solved.add(question.id);
      tell();
    }),
  );
  const folds = [...new Set(questions.map(({ lesson }) => lesson).filter(Boolean))].map(foldOf);

  /** The questions of one lesson, folded, with how many of them are right. */
  function foldOf(lesson) {
    const within = questions.flatMap((one, index) => (one.lesson === lesson ? [index] : []));
    const count = make("span", { class: "ll-count" });
    const summary = make("summary", {}, make("b", {}, lesson), " ", count);
    const element = make("details", {}, summary, ...within.map((index) => parts[index].element));
    const tell = () => {
      const right = within.filter((index) => solved.has(questions[index].id)).length;
      count.textContent = `${right} of ${within.length} right`;
    };
    return { element, tell };
  }

  const again = plainButton("Start again", () => {
    parts.forEach((part) => part.clear());
    solved.clear();
    tell();
    parts[0].element.closest("details")?.setAttribute("open", "");
    parts[0].element.querySelector("input").focus();
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

function questionPart(question, number, total, onRight) {
  const several = question.kind === "several";
  const name = freshId("question");
  const feedback = make("div", { class: "ll-feedback", role: "status" });
  const inputs = question.options.map(() =>
    make("input", {
      type: several ? "checkbox" : "radio",
      name,
      id: freshId("option"),
      onchange: () => feedback.replaceChildren(),
    }),
  );

  function check() {
    const chosen = question.options.filter((_, index) => inputs[index].checked);
    const complete = question.options.every(
      (option, index) => option.right === inputs[index].checked,
    );
    feedback.replaceChildren(...judged(question, chosen, complete));
    if (complete) onRight();
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
      inputs.forEach((input) => {
        input.checked = false;
      });
      feedback.replaceChildren();
    },
  };
}

/** What the learner reads after "Check": one paragraph a choice, and what is still to do. */
function judged(question, chosen, complete) {
  if (chosen.length === 0) return [make("p", {}, "Choose an answer first, then check it.")];
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
  if (several && complete) paragraphs.push(make("p", {}, make("b", {}, "That is all of them.")));
  else if (several && chosen.every((option) => option.right)) {
    paragraphs.push(make("p", {}, "There is more to find. Look at the others again."));
  }
  return paragraphs;
}

export default { render };
