// A set and a session as the diary keeps them.

/** @import { PlannedSet } from "../session/plan.d.ts" */

/**
 * What is logged of a set: what was planned, as Python sent it, and what was done.
 *
 * @template {{ done_breaths: number | string }} Done
 * @param {Pick<PlannedSet, "position" | "movement" | "side" | "target_breaths">} planned
 * @param {Done} done the done_breaths, and what else is known of how it went
 */
export function setLog({ position, movement, side, target_breaths }, done) {
  const outcome = done.done_breaths === 0 ? "skipped" : "done";
  return { position, movement, side, target_breaths, outcome, ...done };
}

/**
 * How a session ended whose planned sets ended like this; null for one that was not reached.
 *
 * @param {(string | null | undefined)[]} outcomes
 */
export function sessionStatus(outcomes) {
  if (outcomes.includes("stopped_pain")) return "stopped_pain";
  return outcomes.every((one) => one === "done") ? "done" : "partial";
}
