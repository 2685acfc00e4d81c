// The pacer: a circle that breathes, with the words and counts that go with it.

import { make } from "../shared/dom.js";

/** @import { Movement, Version } from "./plan.d.ts" */
/** @import { Phase, TimedSet } from "./timeline.js" */

const PHASES_OF_BREATH = ["in", "out"];

/** The pacer of one set after the other; its `elements` show what `draw` was told last. */
export function sessionPacer() {
  const circle = make("div", { class: "ll-circle" });
  const word = make("div", { class: "ll-word" });
  const pacer = make("div", { class: "ll-pacer", "aria-hidden": "true" }, circle, word);
  const count = make("p", { class: "ll-count" });
  const cue = make("p", { class: "ll-cue" });
  let shown = { index: -1, seconds: -1 };

  /**
   * Show where the learner is.
   *
   * @param {Phase} phase
   * @param {TimedSet} set
   * @param {Movement | Version} movement as it is done: on the floor or on a chair
   * @returns the words of the phase when it has just begun; else null
   */
  function draw(phase, set, movement) {
    const breathing = PHASES_OF_BREATH.includes(phase.kind);
    const seconds = Math.ceil(phase.left / 1000);
    const share = breathing ? phase.into / (phase.end - phase.start) : 0;
    // As a breath does: slow at its turns.
    const eased = (1 - Math.cos(Math.PI * share)) / 2;
    circle.style.setProperty("--ll-breath", String(phase.kind === "in" ? eased : 1 - eased));
    const begins = phase.index !== shown.index;
    if (!begins && seconds === shown.seconds) return null;
    shown = { index: phase.index, seconds };
    word.replaceChildren(make("b", {}, phase.kind), make("span", { class: "ll-seconds" }, seconds));
    if (!begins) return null;
    pacer.dataset.kind = phase.kind;
    const words = phaseWords(phase, set, movement);
    count.textContent = breathing ? words.count : "";
    cue.textContent = words.cue;
    return words;
  }

  return { elements: [pacer, count, cue], draw };
}

/**
 * What the body does in a breath: the last one's cue is for all that follow.
 *
 * @param {string[]} cues
 * @param {Pick<Phase, "breath">} phase
 */
export function cueOf(cues, { breath }) {
  return cues[Math.min(breath, cues.length - 1)] ?? "";
}

/**
 * @param {Phase} phase
 * @param {TimedSet} set
 * @param {Movement | Version} movement
 */
function phaseWords(phase, set, movement) {
  const round = `${set.repeats ? "Time" : "Round"} ${phase.hold + 1} of ${set.holds}`;
  const breath = `${phase.breath + 1} of ${set.breaths}`;
  /** @type {{ [kind: string]: string }} */
  const cues = {
    turn: `Turn to the other side: ${set.side}.`,
    ready: `Get ready. ${movement.start}`,
    rest: "Come back slowly, let go and rest.",
    in: cueOf(movement.breath_in, phase),
    out: cueOf(movement.breath_out, phase),
  };
  return {
    count: set.holds > 1 ? `${round} · breath ${breath}` : `Breath ${breath}`,
    cue: cues[phase.kind],
  };
}
