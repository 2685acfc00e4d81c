// A set and a session as the diary keeps them.

/**
 * What is logged of a set: what was planned, as Python sent it, and what was done.
 *
 * @param planned a set of a day's plan
 * @param done the done_breaths, and what else is known of how it went
 */
export function setLog({ position, movement, side, target_breaths }, done) {
  const outcome = done.done_breaths === 0 ? "skipped" : "done";
  return { position, movement, side, target_breaths, outcome, ...done };
}

/** How a session ended whose planned sets ended like this; null for one that was not reached. */
export function sessionStatus(outcomes) {
  if (outcomes.includes("stopped_pain")) return "stopped_pain";
  return outcomes.every((one) => one === "done") ? "done" : "partial";
}
