// Sets in words: which movement on which side, and how much of it.

import { plural } from "../shared/words.js";

/** @import { Movements, PlannedSet } from "./plan.d.ts" */

/**
 * The name of a movement and side: "Lying twist, left side".
 *
 * @param {Pick<PlannedSet, "movement" | "side">} set
 * @param {Movements} movements
 */
export function setName({ movement, side }, movements) {
  return side === "none" ? movements[movement].name : `${movements[movement].name}, ${side} side`;
}

/**
 * Whether a movement is repeated with the breath; others are held.
 *
 * @param {Pick<PlannedSet, "movement">} set
 * @param {Movements} movements
 */
export function isRepeated({ movement }, movements) {
  return movements[movement].manner === "repeat";
}

/**
 * What is prescribed, one line a movement: "Lying twist: each side, 2 holds of 5 breaths".
 *
 * @param {PlannedSet[]} sets
 * @param {Movements} movements
 * @returns {[name: string, dose: string][]}
 */
export function doseWords(sets, movements) {
  /** @type {Map<string, [name: string, dose: string]>} */
  const lines = new Map();
  for (const set of sets) {
    const sides = set.side === "none" ? "" : "each side, ";
    const { name, time } = movements[set.movement];
    const dose = `${sides}${plural(set.holds, time)} of ${plural(set.breaths, "breath")}`;
    lines.set(set.movement, [name, dose]);
  }
  return [...lines.values()];
}

/**
 * What is to be done of one set, as an instruction.
 *
 * @param {Pick<PlannedSet, "holds" | "breaths"> & { repeats: boolean }} set
 */
export function taskWords({ holds, breaths, repeats }) {
  if (holds === 1) return `Stay for ${plural(breaths, "breath")}.`;
  const times = `${holds} times, ${plural(breaths, "breath")} each`;
  return repeats ? `${times}.` : `${times}, with a rest between.`;
}
