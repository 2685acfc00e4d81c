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
/** About how wide a letter of a label is, in points. */
const LETTER_WIDTH = 7;

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
      const look = { class: `ll-of-${kind}` };
      if (high - low < THIN) {
        const at = (low + high) / 2; // a shape without width would not be drawn
        return axis === "x"
          ? vector("line", { ...look, x1: at, x2: at, y1: top, y2: top + height })
          : vector("line", { ...look, x1: left, x2: left + width, y1: at, y2: at });
      }
      const size = high - low;
      return axis === "x"
        ? vector("rect", { ...look, x: low, width: size, y: top, height })
        : vector("rect", { ...look, x: left, width, y: low, height: size });
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
    const right = left + width;
    const long = LETTER_WIDTH * text.length;
    // Beside the mark where there is room, else at the end of the axes.
    const [x, anchor] =
      axis === "y"
        ? [right - 4, "end"]
        : middle + 4 + long <= right
          ? [middle + 4, "start"]
          : middle - 4 - long >= left
            ? [middle - 4, "end"]
            : [right, "end"];
    const above = middle - 4 < top + LINE_HEIGHT ? middle + 13 : middle - 4;
    const y = Math.min(axis === "x" ? top + down : above, top + height - 4);
    const label = vector("text", {
      class: `ll-label ll-of-${kind}`,
      x,
      y,
      "font-size": 11,
      "font-weight": "bold",
      "text-anchor": anchor,
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
