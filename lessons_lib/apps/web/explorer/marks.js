// What others have marked in a picture: "your guess" and "you", drawn over it, and said in words.

import { make } from "../shared/dom.js";
import { marksOf, watchMarks } from "../shared/marks.js";

/** @import { Mark } from "../shared/marks.js" */

/**
 * Where a picture has its axes.
 *
 * @typedef {object} Where
 * @property {(artist: string) => [x: number, y: number, width: number, height: number] | null} box
 *   the axes that an artist moves in, in points
 * @property {(artist: string, axis: "x" | "y", value: number) => number} along where a value of its
 *   data lies, in points
 */

const SVG = "http://www.w3.org/2000/svg";
/** Narrower than this, in points, a range is a line. */
const THIN = 2;
const LINE_HEIGHT = 14;
/** A label at the mark may be this wide, in points. */
const LABEL_WIDTH = 110;

export class MarkLayer {
  /**
   * @param {SVGElement} overlay
   * @param {string} picture
   * @param {Where} where
   */
  constructor(overlay, picture, where) {
    this.overlay = overlay;
    this.picture = picture;
    this.where = where;
    this.group = document.createElementNS(SVG, "g");
    this.group.setAttribute("class", "ll-marks");
    this.group.setAttribute("aria-hidden", "true");
    /** The same in words. */
    this.words = make("p", { class: "ll-marks-words", hidden: true });
    overlay.append(this.group);
    this.forget = watchMarks(() => this.draw());
  }

  remove() {
    this.forget();
  }

  draw() {
    const root = /** @type {HTMLElement} */ (/** @type {unknown} */ (this.overlay));
    const marks = marksOf(this.picture, root);
    this.words.hidden = marks.length === 0;
    this.words.replaceChildren(
      ...marks.map((mark) => make("span", { class: `ll-of-${mark.kind}` }, mark.words)),
    );
    this.group.replaceChildren(...marks.flatMap((mark, place) => this.drawn(mark, place)));
  }

  /**
   * @param {Mark} mark
   * @param {number} place how many stand before it: labels keep out of each other's way
   */
  drawn({ of, axis, at, kind, label }, place) {
    const box = of ? this.where.box(of) : null;
    if (!box || !axis) return [];
    const [left, top, width, height] = box;
    const [start, end] = axis === "x" ? [left, left + width] : [top, top + height];
    const parts = at.flatMap((range) => {
      const ends = range.map((value) => this.where.along(of, axis, value));
      const low = Math.max(start, Math.min(...ends));
      const high = Math.min(end, Math.max(...ends));
      return low > high + 0.01 ? [] : [{ low, high }];
    });
    if (parts.length === 0) return [];
    const shapes = parts.map(({ low, high }) => {
      const thin = high - low < THIN;
      const [from, size] = thin ? [(low + high) / 2, 0] : [low, high - low];
      const look = { class: `ll-of-${kind}${thin ? " ll-thin" : ""}` };
      return axis === "x"
        ? vector("rect", { ...look, x: from, width: size, y: top, height })
        : vector("rect", { ...look, x: left, width, y: from, height: size });
    });
    const middle = (parts[0].low + parts[0].high) / 2;
    return [...shapes, this.labelled(label, kind, axis, middle, box, place)];
  }

  /**
   * @param {string} text
   * @param {string} kind
   * @param {"x" | "y"} axis
   * @param {number} middle
   * @param {[number, number, number, number]} box
   * @param {number} place
   */
  labelled(text, kind, axis, middle, [left, top, width, height], place) {
    const down = (place + 1) * LINE_HEIGHT;
    const turns = axis === "x" && middle + LABEL_WIDTH > left + width;
    const spot =
      axis === "x"
        ? { x: middle + (turns ? -4 : 4), y: top + down }
        : { x: left + width - 4, y: middle - 4 < top + LINE_HEIGHT ? middle + 13 : middle - 4 };
    const y = Math.min(spot.y, top + height - 4);
    const label = vector("text", {
      class: `ll-label ll-of-${kind}`,
      x: spot.x,
      y,
      "font-size": 11,
      "font-weight": "bold",
      "text-anchor": axis === "y" || turns ? "end" : "start",
    });
    label.textContent = text;
    return label;
  }
}

/**
 * @param {string} tag
 * @param {{ [name: string]: string | number }} attributes
 */
function vector(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
