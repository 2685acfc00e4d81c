// What a choice is worth, question by question and lesson by lesson: no page, no words of its own.

/** @typedef {{ text: string, right: boolean, feedback: string }} Option */
/**
 * @typedef {object} Question
 * @property {string} id
 * @property {string} kind "several" where more than one option is right
 * @property {string} text
 * @property {Option[]} options
 * @property {string} [lesson] where questions are folded by lesson
 */

/**
 * What is to be said of a choice: "nothing" chosen, "complete", or "more" to be found where all that
 * is chosen is right; else the options' own feedback is enough.
 *
 * @typedef {"nothing" | "complete" | "more" | "wrong"} Verdict
 */

/**
 * @param {Question} question
 * @param {Option[]} chosen
 * @returns {Verdict}
 */
export function judge(question, chosen) {
  if (chosen.length === 0) return "nothing";
  if (question.options.every((option) => option.right === chosen.includes(option))) {
    return "complete";
  }
  return chosen.every((option) => option.right) ? "more" : "wrong";
}

/**
 * The places of the questions by lesson, in order; empty where questions name no lesson.
 *
 * @param {Question[]} questions
 * @returns {[lesson: string, places: number[]][]}
 */
export function byLesson(questions) {
  /** @type {Map<string, number[]>} */
  const lessons = new Map();
  questions.forEach(({ lesson }, place) => {
    if (lesson) lessons.set(lesson, [...(lessons.get(lesson) ?? []), place]);
  });
  return [...lessons];
}
