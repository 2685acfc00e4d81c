// Which questions come back: what was wrong, then what was right longest ago, then what is new.

/** @import { Question } from "./judging.js" */

/**
 * What is remembered of a question.
 *
 * @typedef {object} Known
 * @property {number[]} [first] what was chosen first; older memories do not know it
 * @property {number[]} chosen
 * @property {boolean} right
 * @property {number} tries
 * @property {string} [day]
 */

/**
 * The item of the memory in which a question is.
 *
 * @param {string} id
 */
export function itemOf(id) {
  return `quiz/${id}`;
}

/**
 * The questions to ask now.
 *
 * @param {Question[]} questions those of one kind keep their order
 * @param {(id: string) => Known | undefined} recall
 * @param {number} count how many
 * @param {string} today a day such as "2026-11-29": what was right today does not come back yet
 */
export function due(questions, recall, count, today) {
  /** @param {Question} question */
  const urgency = ({ id }) => {
    const known = recall(id);
    if (!known || known.tries === 0) return "2";
    if (!known.right) return "0";
    const day = known.day ?? "";
    return day < today ? `1 ${day}` : "3";
  };
  return questions
    .map((question) => ({ question, urgency: urgency(question) }))
    .sort((one, other) => (one.urgency < other.urgency ? -1 : Number(one.urgency > other.urgency)))
    .slice(0, count)
    .map(({ question }) => question);
}
