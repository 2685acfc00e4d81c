// Sets in words: which movement on which side, and how much of it.

import { plural } from "../shared/words.js";

/** The name of a movement and side: "Lying twist, left side". */
export function setName({ movement, side }, movements) {
  return side === "none" ? movements[movement].name : `${movements[movement].name}, ${side} side`;
}

/** Whether a movement is repeated with the breath; others are held. */
export function isRepeated({ movement }, movements) {
  return movements[movement].manner === "repeat";
}

/** What is prescribed, one line a movement: "Lying twist: each side, 2 holds of 5 breaths". */
export function doseWords(sets, movements) {
  const lines = new Map();
  for (const set of sets) {
    const sides = set.side === "none" ? "" : "each side, ";
    const unit = isRepeated(set, movements) ? "repeat" : "hold";
    const dose = `${sides}${plural(set.holds, unit)} of ${plural(set.breaths, "breath")}`;
    lines.set(set.movement, [movements[set.movement].name, dose]);
  }
  return [...lines.values()];
}

/** What is to be done of one set, as an instruction. */
export function taskWords({ holds, breaths, repeats }) {
  if (holds === 1) return `Stay for ${plural(breaths, "breath")}.`;
  const times = `${holds} times, ${plural(breaths, "breath")} each`;
  return repeats ? `${times}.` : `${times}, with a rest between.`;
}
