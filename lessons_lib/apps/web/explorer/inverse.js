// From where a finger is to the values of sliders: the inverse of a picture, at one handle.

import { PEN_UP } from "./packet.js";

/** @import { Control, Frame, Way } from "./spec.d.ts" */

/** @typedef {[x: number, y: number]} Point */
/** A joint: where it is, the slider that turns it, and what the picture shows of that. @typedef {{ at: Point, sign: number, control: Control, value: number }} Joint */

/** A way along a sweep's path costs this share of its length: less than what it gains anywhere. */
const COST_OF_WAY = 1 / 4;
const BREADTH = 24;

/**
 * The nearest value at which a slider can stand.
 *
 * @param {Control} control
 * @param {number} value
 */
export function snap({ low, high, step }, value) {
  const whole = Math.round((value - low) / step);
  return Math.min(high, Math.max(low, low + whole * step));
}

/**
 * The middle of some of an artist's points, in units; null where one of them is not drawn.
 *
 * @param {Int16Array} xy
 * @param {number[]} points
 * @returns {Point | null}
 */
export function middle(xy, points) {
  const seen = points.every((k) => 2 * k + 1 < xy.length && xy[2 * k] !== PEN_UP);
  if (!seen) return null;
  /** @param {0 | 1} side */
  const mean = (side) => points.reduce((sum, k) => sum + xy[2 * k + side], 0) / points.length;
  return [mean(0), mean(1)];
}

/**
 * From units of the page to the coordinates of an artist's axes.
 *
 * @param {Way} way
 * @param {Point} place
 * @returns {Point}
 */
export function onAxes({ matrix: [a, b, c, d, e, f], logarithms }, [x, y]) {
  const whole = a * d - b * c;
  const straight = [(d * (x - e) - c * (y - f)) / whole, (a * (y - f) - b * (x - e)) / whole];
  const [u, v] = straight.map((one, side) => {
    const base = logarithms[side];
    return base === null ? one : base ** one;
  });
  return [u, v];
}

/**
 * Values of one joint or two, nearer to the trunk first, that bring a handle nearest to a target.
 *
 * @param {Joint[]} joints
 * @param {Point} handle
 * @param {Point} target
 * @returns {{ [name: string]: number }}
 */
export function turned(joints, handle, target) {
  const [first, second] = joints;
  if (!second) return { [first.control.name]: aimed(first, handle, target) };
  const [bone, rest] = [difference(second.at, first.at), difference(handle, second.at)];
  const far = Math.hypot(...difference(target, first.at));
  const [a, b] = [Math.hypot(...bone), Math.hypot(...rest)];
  const bend = Math.acos(Math.max(-1, Math.min(1, (far ** 2 - a ** 2 - b ** 2) / (2 * a * b))));
  const now = angle(rest) - angle(bone);
  const ways = [bend, -bend].map((wanted) => {
    const low = asked(second, wrapped(wanted - now));
    const at = rotated(handle, second.at, radiansOf(second, low));
    const high = aimed(first, at, target);
    const end = rotated(at, first.at, radiansOf(first, high));
    const change = Math.abs(low - second.value) + Math.abs(high - first.value);
    return { low, high, miss: Math.hypot(...difference(end, target)), change };
  });
  // A knee has two ways to reach a place only where it bends both ways: then the nearer one.
  const [best] = ways.sort((one, other) =>
    Math.abs(one.miss - other.miss) > BREADTH ? one.miss - other.miss : one.change - other.change,
  );
  return { [first.control.name]: best.high, [second.control.name]: best.low };
}

/**
 * The position of a sweep whose picture has the handle nearest to a target; the way along the sweep
 * counts too, so that where a path crosses itself the handle stays on its branch.
 *
 * @param {{ control: Control, value: number, frame: (index: number) => Frame, artist: number, points: number[] }} sweep
 * @param {Point} target
 */
export function nearest({ control, value, frame, artist, points }, target) {
  const { low, high, step } = control;
  const count = Math.round((high - low) / step) + 1;
  const now = Math.round((value - low) / step);
  let [best, least] = [now, Number.POSITIVE_INFINITY];
  for (const way of [1, -1]) {
    let length = 0;
    /** @type {Point | null} */
    let last = null;
    for (let index = now; index >= 0 && index < count; index += way) {
      const place = middle(frame(index).marks[artist].xy, points);
      if (!place) continue;
      if (last) length += Math.hypot(...difference(place, last));
      last = place;
      const cost = Math.hypot(...difference(place, target)) + COST_OF_WAY * length;
      if (cost < least) [best, least] = [index, cost];
    }
  }
  return snap(control, low + best * step);
}

/**
 * The value of a joint at which the handle points from it to the target.
 *
 * @param {Joint} joint
 * @param {Point} handle
 * @param {Point} target
 */
function aimed(joint, handle, target) {
  const turn = angle(difference(target, joint.at)) - angle(difference(handle, joint.at));
  return asked(joint, wrapped(turn));
}

/**
 * @param {Joint} joint
 * @param {number} radians how far to turn, anticlockwise
 */
function asked({ control, sign, value }, radians) {
  return snap(control, value + (sign * radians * 180) / Math.PI);
}

/**
 * How far a joint turns, anticlockwise, when it gets another value.
 *
 * @param {Joint} joint
 * @param {number} next
 */
function radiansOf({ sign, value }, next) {
  return (sign * (next - value) * Math.PI) / 180;
}

/**
 * @param {Point} one
 * @param {Point} other
 * @returns {Point}
 */
function difference(one, other) {
  return [one[0] - other[0], one[1] - other[1]];
}

/** Anticlockwise as it is seen: on the page y goes down. @param {Point} vector */
function angle([x, y]) {
  return Math.atan2(-y, x);
}

/** @param {number} radians */
function wrapped(radians) {
  return Math.atan2(Math.sin(radians), Math.cos(radians));
}

/**
 * @param {Point} place
 * @param {Point} about
 * @param {number} radians anticlockwise as it is seen
 * @returns {Point}
 */
function rotated(place, about, radians) {
  const [x, y] = difference(place, about);
  const [c, s] = [Math.cos(radians), Math.sin(radians)];
  return [about[0] + x * c + y * s, about[1] - x * s + y * c];
}
