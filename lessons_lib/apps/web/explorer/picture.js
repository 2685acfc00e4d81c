// The picture: an element for each moving artist, over the still part.

import { make, svgAddress } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { isDark, onTheme, roomHeight } from "../shared/jupyterlab.js";
import { MarkLayer } from "./marks.js";
import { PEN_UP } from "./packet.js";

/** @import { Artist, Carry, Frame, Mark, Spec } from "./spec.d.ts" */
/** @import { Point } from "./inverse.js" */
/** @typedef {{ svg: string, size: [number, number], clips: Artist["clip"][], carries: Carry[], seen: boolean[] }} Layout */
/** @typedef {{ x: (unit: number) => number, y: (unit: number) => number }} Carrier */

const SVG = "http://www.w3.org/2000/svg";
/** How points come to the page for which they were computed. @type {Carry} */
const STAYS = [1, 1, 0, 0];

/** How large a point of the picture may be on the page, in pixels: below 1 words cannot be read. */
const LEAST = 1;
const MOST = 4 / 3;
/** About how wide a letter of words in the picture is, in ems. */
const [LETTER, BOLD_LETTER] = [0.6, 0.7];
/** How much of words is left of where they stand. @type {{ [anchor: string]: number }} */
const BEFORE = { start: 0, middle: 0.5, end: 1 };

export class Picture {
  /** @param {Spec} spec */
  constructor(spec) {
    this.spec = spec;
    this.scale = 1 / spec.unitsPerPoint;
    this.still = make("img", { alt: "", draggable: "false" });
    this.overlay = vector("svg", { role: "img" });
    this.marks = new MarkLayer(this.overlay, spec.picture, this);
    this.whole = make("div", { class: "ll-picture" }, this.still, this.overlay);
    this.element = make("div", { class: "ll-window" }, this.whole);
    /** What is above and below it that should be seen with it, in pixels. */
    this.beside = 0;
    /** Whether it has the whole screen. */
    this.full = false;
    /** @type {Frame | null} */
    this.frame = null;
    /** Told when the panels were put elsewhere. */
    this.onLayout = () => {};
    const [wide, narrow] = layoutsOf(spec);
    this.wide = wide;
    this.narrow = narrow;
    this.layout = wide;
    /** @type {boolean | null} */
    this.dark = null;
    /** @type {SVGElement[]} */
    this.pieces = [];
    this.lay(wide);
    this.forgetTheme = onTheme(() => this.paint());
    this.widths = new ResizeObserver(() => this.fit());
    this.widths.observe(this.element);
  }

  remove() {
    this.forgetTheme();
    this.widths.disconnect();
    this.marks.remove();
  }

  /**
   * Put everything where a layout has it.
   *
   * @param {Layout} layout
   */
  lay(layout) {
    const [width, height] = layout.size;
    this.layout = layout;
    this.overlay.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.overlay.replaceChildren();
    this.pieces = this.spec.artists.map((artist, k) => this.piece(artist, layout.clips[k]));
    this.pieces.forEach((piece, k) => {
      piece.toggleAttribute("hidden", !layout.seen[k]);
    });
    this.whole.style.aspectRatio = `${width} / ${height}`;
    this.dark = null;
    this.paint();
    if (this.frame) this.draw(this.frame);
    this.overlay.append(this.marks.group);
    this.marks.draw();
    this.onLayout();
  }

  /** Choose layout and size by the room that there is. */
  fit() {
    const wide = this.element.clientWidth;
    if (!wide) return;
    // Beside words it may be smaller: the page is as wide as it was.
    const room = this.full ? (this.element.parentElement?.clientWidth ?? wide) : wide;
    const wanted = (room < LEAST * this.wide.size[0] && this.narrow) || this.wide;
    if (wanted !== this.layout) this.lay(wanted);
    else this.marks.draw(); // it may have come into another lesson's page
    const [width, height] = wanted.size;
    const high = roomHeight(this.element) - this.beside;
    const most = this.full ? Number.POSITIVE_INFINITY : MOST;
    const least = this.full && wanted === this.wide ? 0 : LEAST;
    const scale = Math.min(most, wide / width, Math.max(least, high / height));
    this.whole.style.width = `${Math.floor(scale * width)}px`;
  }

  // Where things are, for who draws something of their own over the picture.

  /**
   * The box of an artist's axes, in points of the layout.
   *
   * @param {string} name
   */
  box(name) {
    return this.layout.clips[this.artist(name)] ?? null;
  }

  /**
   * Where a value is along an artist's axis, in points of the layout.
   *
   * @param {string} name
   * @param {"x" | "y"} axis
   * @param {number} value
   */
  along(name, axis, value) {
    const artist = this.artist(name);
    if (artist < 0) return Number.NaN;
    const { matrix, logarithms } = this.spec.artists[artist];
    const side = axis === "x" ? 0 : 1;
    const base = logarithms[side];
    const straight = base === null ? value : Math.log(value) / Math.log(base);
    return this.points(artist, [
      matrix[0] * straight + matrix[4],
      matrix[3] * straight + matrix[5],
    ])[side];
  }

  /** @param {string} name */
  artist(name) {
    return this.spec.artists.findIndex((one) => one.name === name);
  }

  // Between the units of frames, which are those of the wide page, and this page.

  /**
   * Where a place is, as shares of the picture's width and height.
   *
   * @param {number} artist whose axes it belongs to
   * @param {Point} place in units
   * @returns {Point}
   */
  share(artist, place) {
    const [x, y] = this.points(artist, place);
    return [x / this.layout.size[0], y / this.layout.size[1]];
  }

  /**
   * @param {number} artist
   * @param {Point} place
   * @returns {Point} in points of the layout
   */
  points(artist, [x, y]) {
    const [xTimes, yTimes, right, down] = this.layout.carries[artist];
    return [x * this.scale * xTimes + right, y * this.scale * yTimes + down];
  }

  /**
   * @param {number} artist
   * @param {Point} place
   */
  isInside(artist, place) {
    const clip = this.layout.clips[artist];
    if (!clip) return true;
    const [x, y] = this.points(artist, place);
    const [left, top, width, height] = clip;
    return x >= left - 1 && y >= top - 1 && x <= left + width + 1 && y <= top + height + 1;
  }

  /**
   * The units of a place in the window.
   *
   * @param {number} artist whose axes it belongs to
   * @param {Point} place in pixels of the window
   * @returns {Point}
   */
  unitsAt(artist, [x, y]) {
    const box = this.whole.getBoundingClientRect();
    const times = this.layout.size[0] / box.width;
    const [xTimes, yTimes, right, down] = this.layout.carries[artist];
    const [u, v] = [(x - box.left) * times - right, (y - box.top) * times - down];
    return [u / (this.scale * xTimes), v / (this.scale * yTimes)];
  }

  /**
   * @param {Artist} artist
   * @param {Artist["clip"]} clip
   */
  piece(artist, clip) {
    const stroke = {
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
      "stroke-width": artist.width,
    };
    const looks = {
      line: {
        fill: "none",
        stroke: this.ink(artist.color),
        "stroke-dasharray": artist.dashes?.join(" ") || null,
        ...stroke,
      },
      shape: { fill: this.ink(artist.color), stroke: this.ink(artist.edge ?? "none"), ...stroke },
      markers: {
        fill: this.ink(artist.color),
        stroke: this.ink(artist.edge ?? artist.color),
        ...stroke,
      },
      text: {
        class: "ll-label",
        fill: this.ink(artist.color),
        "font-size": artist.size,
        "font-weight": artist.weight,
        "text-anchor": artist.anchor,
        "dominant-baseline": artist.baseline,
      },
    };
    const element = vector(artist.kind === "text" ? "text" : "path", {
      opacity: artist.opacity,
      "data-artist": artist.name,
      ...looks[artist.kind],
    });
    if (!clip) {
      this.overlay.append(element);
      return element;
    }
    const id = freshId("clip");
    const [x, y, width, height] = clip;
    this.overlay.append(
      vector("clipPath", { id }, vector("rect", { x, y, width, height })),
      vector("g", { "clip-path": `url(#${id})` }, element),
    );
    return element;
  }

  /**
   * A colour of the palette follows the page's theme.
   *
   * @param {string} color
   */
  ink(color) {
    const known = this.spec.palette[color];
    return known ? `var(--ll-${known[0]}, ${color})` : color;
  }

  /** @param {Frame} frame */
  draw(frame) {
    this.frame = frame;
    frame.marks.forEach((mark, k) => {
      const artist = this.spec.artists[k];
      const piece = this.pieces[k];
      const place = this.carrier(k);
      if (artist.kind === "text") write(piece, mark, place, artist, this.layout.size[0]);
      else
        piece.setAttribute(
          "d",
          artist.kind === "markers"
            ? dots(mark.xy, place, artist.shape)
            : path(mark.xy, place, artist.kind === "shape"),
        );
      if (!mark.color) return;
      if (artist.kind !== "line") piece.setAttribute("fill", this.ink(mark.color));
      if (artist.kind === "line" || (artist.kind === "markers" && !artist.edge))
        piece.setAttribute("stroke", this.ink(mark.color));
    });
  }

  /**
   * From units to points of the layout, for one side of an artist at a time.
   *
   * @param {number} artist
   * @returns {Carrier}
   */
  carrier(artist) {
    const [xTimes, yTimes, right, down] = this.layout.carries[artist];
    const [across, along] = [this.scale * xTimes, this.scale * yTimes];
    return { x: (one) => one * across + right, y: (one) => one * along + down };
  }

  /** The still part in the colours of the page's theme. */
  paint() {
    const dark = isDark();
    if (dark === this.dark) return;
    this.dark = dark;
    let { svg } = this.layout;
    if (dark)
      for (const [light, [, shade]] of Object.entries(this.spec.palette))
        svg = svg.replaceAll(light, shade);
    this.still.src = svgAddress(svg);
  }
}

/**
 * A layout for a wide page, and one for a narrow page where there is one.
 *
 * @param {Spec} spec
 * @returns {[wide: Layout, narrow: Layout | null]}
 */
function layoutsOf({ svg, size, artists, narrow }) {
  const clips = artists.map(({ clip }) => clip);
  const wide = {
    svg,
    size,
    clips,
    carries: artists.map(() => STAYS),
    seen: artists.map(() => true),
  };
  if (!narrow) return [wide, null];
  return [
    wide,
    {
      svg: narrow.svg,
      size: narrow.size,
      clips: narrow.artists.map(({ clip }) => clip),
      carries: narrow.artists.map(({ carry }) => carry ?? STAYS),
      seen: narrow.artists.map(({ carry }) => carry !== null),
    },
  ];
}

/**
 * @param {SVGElement} piece
 * @param {Mark} mark
 * @param {Carrier} place
 * @param {Artist} artist
 * @param {number} width of the page
 */
function write(piece, { xy, text = "" }, place, artist, width) {
  const seen = xy[0] !== PEN_UP;
  piece.textContent = seen ? text : "";
  if (!seen) return;
  piece.setAttribute("x", String(keptInside(place.x(xy[0]), text, artist, width)));
  piece.setAttribute("y", String(place.y(xy[1])));
}

/**
 * Where words stand, so that none of them leave the page: what they stand beside may be at its edge,
 * and on a narrow page the same words need a larger share of it. Reckoned, since to ask the browser
 * would make it lay out the page with every frame.
 *
 * @param {number} x where they are wanted
 * @param {string} text
 * @param {Pick<Artist, "anchor" | "size" | "weight">} look
 * @param {number} width of the page
 */
export function keptInside(x, text, { anchor = "start", size = 0, weight }, width) {
  const long = text.length * size * (weight === "bold" ? BOLD_LETTER : LETTER);
  const before = long * BEFORE[anchor];
  return Math.max(before, Math.min(x, width - long + before));
}

/**
 * @param {Int16Array} xy
 * @param {Carrier} place
 * @param {boolean} closed
 */
function path(xy, place, closed) {
  let d = "";
  let pen = "M";
  for (let i = 0; i < xy.length; i += 2) {
    if (xy[i] === PEN_UP) {
      pen = "M";
      continue;
    }
    d += `${pen}${place.x(xy[i]).toFixed(2)} ${place.y(xy[i + 1]).toFixed(2)}`;
    pen = "L";
  }
  return closed && d ? `${d}Z` : d;
}

/**
 * @param {Int16Array} xy
 * @param {Carrier} place
 * @param {[dx: number, dy: number][]} [shape]
 */
function dots(xy, place, shape = []) {
  let d = "";
  for (let i = 0; i < xy.length; i += 2) {
    if (xy[i] === PEN_UP) continue;
    const [x, y] = [place.x(xy[i]), place.y(xy[i + 1])];
    const corners = shape.map(([dx, dy]) => `${(x + dx).toFixed(2)} ${(y + dy).toFixed(2)}`);
    d += `M${corners.join("L")}Z`;
  }
  return d;
}

/**
 * @param {string} tag
 * @param {{ [name: string]: string | number | null | undefined }} attributes
 * @param {Element[]} children
 */
function vector(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes))
    if (value != null) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
