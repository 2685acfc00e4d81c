// How urgent the ticked signs are, taken together. The ranks come from the table of signs.

/** @import { Advice, Decided } from "./content.d.ts" */

/** A group's answer: nothing yet, none of its signs, or the ranks of those that are ticked. @typedef {{ none: boolean, ranks: number[] }} Answer */

/**
 * What the answers amount to by now. An urgent sign decides at once; that nothing asks for help is
 * decided when every group is answered.
 *
 * @param {Answer[]} answers
 * @param {{ [rank: string]: Advice }} advice
 * @returns {Decided & { answered: number, rank: number, advice: Advice | null }}
 */
export function decide(answers, advice) {
  const calm = Math.max(...Object.keys(advice).map(Number));
  const answered = answers.filter(({ none, ranks }) => none || ranks.length > 0).length;
  const complete = answered === answers.length;
  const rank = Math.min(calm, ...answers.flatMap(({ ranks }) => ranks));
  const given = rank < calm || complete ? advice[rank] : null;
  const { tier, urgent } = given ?? { tier: null, urgent: false };
  return { answered, complete, rank, advice: given, tier, urgent };
}
