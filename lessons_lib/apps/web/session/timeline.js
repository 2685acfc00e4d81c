// Where the learner stands in a session: a pure function of the plan and of the time that has passed
// while the clock ran.

/** @import { PlannedSet } from "./plan.d.ts" */

/**
 * @typedef {object} Segment
 * @property {"turn" | "ready" | "rest" | "in" | "out"} kind
 * @property {number} set
 * @property {number} hold
 * @property {number} breath
 * @property {boolean} gate whether the clock waits for the learner here
 * @property {number} start ms
 * @property {number} end ms
 */

/**
 * Where the learner stands: a segment, with the ms since its start and to its end; or after the last.
 *
 * @typedef {Omit<Segment, "kind"> & { kind: Segment["kind"] | "end", index: number, into: number, left: number }} Phase
 */
/** What a look at the clocks showed: both in ms, and whether the page was hidden. @typedef {{ clock: number, wall: number, hidden: boolean }} Look */
/** @typedef {Pick<PlannedSet, "movement" | "side" | "holds" | "breaths"> & { repeats: boolean }} TimedSet */

const READY_MS = 5000;
const TURN_MS = 6000;
const REST_MS = 5000;
const IN_SHARE = 0.4;
const BREATH_RANGE_MS = [1500, 15000];

// Browsers wake a hidden page once a minute at least; who was gone for longer did not breathe along.
const LONGEST_GAP_MS = { hidden: 90000, visible: 5000 };

const LONGEST_DRIFT_MS = 3000;

/**
 * The whole session as segments, one after the other, from 0 ms.
 *
 * A segment with `gate` begins a movement: there the clock waits for the learner.
 *
 * @param {TimedSet[]} sets
 * @param {number} breathMs
 */
export function timeline(sets, breathMs) {
  /** @type {Segment[]} */
  const segments = [];
  const inMs = Math.round(IN_SHARE * breathMs);
  let start = 0;
  /**
   * @param {Segment["kind"]} kind
   * @param {number} ms
   * @param {number} set
   */
  function add(kind, ms, set, hold = 0, breath = 0, gate = false) {
    segments.push({ kind, set, hold, breath, gate, start, end: start + ms });
    start += ms;
  }
  sets.forEach(({ movement, side, holds, breaths, repeats }, set) => {
    const before = sets[set - 1];
    const gate = before?.movement !== movement;
    if (!gate && before.side !== side) add("turn", TURN_MS, set);
    add("ready", READY_MS, set, 0, 0, gate);
    for (let hold = 0; hold < holds; hold += 1) {
      if (hold > 0 && !repeats) add("rest", REST_MS, set, hold);
      for (let breath = 0; breath < breaths; breath += 1) {
        add("in", inMs, set, hold, breath);
        add("out", breathMs - inMs, set, hold, breath);
      }
    }
  });
  return segments;
}

/**
 * The segment at this time, with the ms since its start and to its end; "end" after the last.
 *
 * @param {Segment[]} segments
 * @param {number} elapsedMs
 * @returns {Phase}
 */
export function phaseAt(segments, elapsedMs) {
  const found = segments.findIndex(({ end }) => elapsedMs < end);
  const index = found < 0 ? segments.length : found;
  if (found < 0) {
    const { set, end } = segments[segments.length - 1];
    const about = { kind: /** @type {const} */ ("end"), hold: 0, breath: 0, gate: false };
    return { ...about, set, start: end, end, index, into: 0, left: 0 };
  }
  const segment = segments[index];
  return { ...segment, index, into: elapsedMs - segment.start, left: segment.end - elapsedMs };
}

/**
 * What is done of a set at this time: whole breaths, and ms in position.
 *
 * @param {Segment[]} segments
 * @param {number} set
 * @param {number} elapsedMs
 */
export function doneAt(segments, set, elapsedMs) {
  const breathing = segments.filter((one) => one.set === set && /^(in|out)$/.test(one.kind));
  /** @param {Segment} segment */
  const passed = ({ start, end }) => Math.max(0, Math.min(end, elapsedMs) - start);
  return {
    breaths: breathing.filter(({ kind, end }) => kind === "out" && end <= elapsedMs).length,
    holdMs: Math.round(breathing.reduce((sum, segment) => sum + passed(segment), 0)),
  };
}

/**
 * Whether nobody was there between two looks at the clocks: the computer slept (the wall clock
 * went on without the other one), or the page was asleep for longer than browsers let pages sleep.
 *
 * @param {Look} last
 * @param {Look} now
 */
export function wasAway(last, now) {
  const gap = now.clock - last.clock;
  const drift = Math.abs(now.wall - last.wall - gap);
  const longest = last.hidden ? LONGEST_GAP_MS.hidden : LONGEST_GAP_MS.visible;
  return drift > LONGEST_DRIFT_MS || gap > longest;
}

/**
 * One breath in ms from the times of the taps: the median of their distances; null if no breath.
 *
 * @param {number[]} taps times in ms
 * @returns {number | null}
 */
export function paceOf(taps) {
  const gaps = taps.slice(1).map((time, index) => time - taps[index]);
  gaps.sort((one, other) => one - other);
  const middle = gaps.length / 2;
  const median = (gaps[Math.ceil(middle) - 1] + gaps[Math.floor(middle)]) / 2;
  const [low, high] = BREATH_RANGE_MS;
  return median >= low && median <= high ? Math.round(median) : null;
}
