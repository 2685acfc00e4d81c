// The learner's sorting beside the course's, in words and counts.

import { plural } from "../shared/words.js";

/** @typedef {{ word: string, sign: string, meaning: string, trust: number | null }} Bin */
/** @typedef {{ name: string, text: string, belongs: string, why: string }} Card */
/** A card that was sorted: where it belongs and where the learner put it. @typedef {{ card: Card, right: Bin, chosen: Bin }} Sorted */
/**
 * @typedef {object} Deck
 * @property {string} title
 * @property {string} here what the learner's choice is compared with, such as "the evidence"
 * @property {string} one what a card is called
 * @property {string} many
 * @property {Bin[]} bins
 * @property {Card[]} cards
 * @property {number} first how many cards are shown at first
 */

/**
 * What the comparison says, a sentence or two a line.
 *
 * @param {Deck} deck
 * @param {Sorted[]} answered
 * @param {number} shown how many cards are on the table
 */
export function compared({ here, one, many, bins }, answered, shown) {
  if (answered.length === 0) {
    return [`Nothing is chosen yet. Choose for at least one ${one}, then compare.`];
  }
  const differing = answered.filter(({ chosen, right }) => chosen !== right);
  const lines = [
    `You chose for ${answered.length} of ${plural(shown, one, many)}. You and ${here} agree on ` +
      `${answered.length - differing.length}` +
      (differing.length ? ` and differ on ${differing.length}${listed(differing)}.` : "."),
  ];
  if (differing.length && bins.some((bin) => bin.trust != null)) {
    lines.push(leaning(differing, here));
  }
  if (differing.length) {
    lines.push(
      "Where you differ, the reason stands below the card. It is a good place to read on.",
    );
  }
  return lines;
}

/** @param {Sorted[]} sorted */
function listed(sorted) {
  const names = sorted.map(({ card }) => card.name).filter(Boolean);
  return names.length ? ` (${names.join(", ")})` : "";
}

/**
 * Whether the learner believes the article more or less than the evidence does.
 *
 * @param {Sorted[]} differing
 * @param {string} here
 */
function leaning(differing, here) {
  const steps = differing.flatMap(({ chosen, right }) =>
    chosen.trust == null || right.trust == null ? [] : [chosen.trust - right.trust],
  );
  const more = steps.filter((step) => step > 0).length;
  const less = steps.length - more;
  const other = differing.length - steps.length;
  const told = [
    more ? `on ${more} you trusted the article more than ${here} does` : "",
    less ? `on ${less} you trusted it less` : "",
    other ? `on ${other} the question is whether it contradicts itself` : "",
  ].filter(Boolean);
  return `${capital(told.join(", "))}.`;
}

/** @param {Bin} bin */
export function called(bin) {
  return `${bin.sign} ${bin.word}`.trim();
}

/** @param {string} words */
export function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
