// The picture: an element for each moving artist, over the still part.

import { make, svgAddress } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { isDark, keepKeys, onTheme } from "../shared/jupyterlab.js";
import { MarkLayer } from "./marks.js";
import { PEN_UP } from "./packet.js";

/** @import { Artist, Frame, Mark, Spec } from "./spec.d.ts" */

const SVG = "http://www.w3.org/2000/svg";

export class Picture {
  /** @param {Spec} spec */
  constructor(spec) {
    const [width, height] = spec.size;
    this.spec = spec;
    this.scale = 1 / spec.unitsPerPoint;
    this.still = make("img", { alt: "", draggable: "false" });
    this.overlay = vector("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
    this.pieces = spec.artists.map((artist) => this.piece(artist));
    this.marks = new MarkLayer(this.overlay, spec.picture, {
      box: (name) => this.artist(name)?.clip ?? null,
      along: (name, axis, value) => this.along(name, axis, value),
    });
    const whole = make("div", { class: "ll-picture" }, this.still, this.overlay);
    whole.style.aspectRatio = `${width} / ${height}`;
    whole.style.maxWidth = `${(width * 4) / 3}px`;
    whole.style.minWidth = `${width}px`; // a point is a pixel or more: smaller words cannot be read
    this.element = make("div", { class: "ll-window" }, whole);
    keepKeys(this.element);
    /** @type {boolean | null} */
    this.dark = null;
    this.paint();
    this.forgetTheme = onTheme(() => this.paint());
    this.widths = new ResizeObserver(() => this.fit());
    this.widths.observe(this.element);
  }

  remove() {
    this.forgetTheme();
    this.widths.disconnect();
    this.marks.remove();
  }

  /** @param {string} name */
  artist(name) {
    return this.spec.artists.find((one) => one.name === name);
  }

  /**
   * Where a value lies on an axis of the diagram that an artist moves in, in points.
   *
   * @param {string} name
   * @param {"x" | "y"} axis
   * @param {number} value
   */
  along(name, axis, value) {
    const artist = this.artist(name);
    if (!artist) return Number.NaN;
    const [a, , , d, e, f] = artist.matrix;
    const base = artist.logarithms[axis === "x" ? 0 : 1];
    const scaled = base === null ? value : Math.log(value) / Math.log(base);
    return this.scale * (axis === "x" ? a * scaled + e : d * scaled + f);
  }

  /** @param {Artist} artist */
  piece(artist) {
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
    if (!artist.clip) {
      this.overlay.append(element);
      return element;
    }
    const id = freshId("clip");
    const [x, y, width, height] = artist.clip;
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
  draw({ marks }) {
    marks.forEach((mark, k) => {
      const artist = this.spec.artists[k];
      const piece = this.pieces[k];
      if (artist.kind === "text") this.write(piece, mark);
      else
        piece.setAttribute(
          "d",
          artist.kind === "markers"
            ? this.dots(mark.xy, artist.shape)
            : this.path(mark.xy, artist.kind === "shape"),
        );
      if (!mark.color) return;
      if (artist.kind !== "line") piece.setAttribute("fill", this.ink(mark.color));
      if (artist.kind === "line" || (artist.kind === "markers" && !artist.edge))
        piece.setAttribute("stroke", this.ink(mark.color));
    });
  }

  /**
   * @param {SVGElement} piece
   * @param {Mark} mark
   */
  write(piece, { xy, text = "" }) {
    const seen = xy[0] !== PEN_UP;
    piece.textContent = seen ? text : "";
    if (!seen) return;
    piece.setAttribute("x", String(xy[0] * this.scale));
    piece.setAttribute("y", String(xy[1] * this.scale));
  }

  /**
   * @param {Int16Array} xy
   * @param {boolean} closed
   */
  path(xy, closed) {
    let d = "";
    let pen = "M";
    for (let i = 0; i < xy.length; i += 2) {
      if (xy[i] === PEN_UP) {
        pen = "M";
        continue;
      }
      d += `${pen}${(xy[i] * this.scale).toFixed(2)} ${(xy[i + 1] * this.scale).toFixed(2)}`;
      pen = "L";
    }
    return closed && d ? `${d}Z` : d;
  }

  /**
   * @param {Int16Array} xy
   * @param {[dx: number, dy: number][]} [shape]
   */
  dots(xy, shape = []) {
    let d = "";
    for (let i = 0; i < xy.length; i += 2) {
      if (xy[i] === PEN_UP) continue;
      const corners = shape.map(
        ([dx, dy]) =>
          `${(xy[i] * this.scale + dx).toFixed(2)} ${(xy[i + 1] * this.scale + dy).toFixed(2)}`,
      );
      d += `M${corners.join("L")}Z`;
    }
    return d;
  }

  /** Where the page is narrower than the picture, the picture scrolls sideways, by keyboard too. */
  fit() {
    this.marks.draw(); // it may have come into another lesson's page
    const scrolling = {
      role: "region",
      "aria-label": `${this.spec.title}: scrolls sideways`,
      tabindex: "0",
    };
    const scrolls = this.element.scrollWidth > this.element.clientWidth;
    for (const [name, value] of Object.entries(scrolling)) {
      if (scrolls) this.element.setAttribute(name, value);
      else this.element.removeAttribute(name);
    }
  }

  /** The still part in the colours of the page's theme. */
  paint() {
    const dark = isDark();
    if (dark === this.dark) return;
    this.dark = dark;
    let svg = this.spec.svg;
    if (dark)
      for (const [light, [, shade]] of Object.entries(this.spec.palette))
        svg = svg.replaceAll(light, shade);
    this.still.src = svgAddress(svg);
  }
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
