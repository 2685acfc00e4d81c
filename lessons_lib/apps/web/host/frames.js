// An explorer's questions, answered from its grid.

import { columnsAt, readGrid, textsOf } from "./grid.js";

/** @import { Control, Head, Question, Spec, Values } from "../explorer/spec.d.ts" */
/** @import { Grid } from "./stored.d.ts" */
/** @import { Load, Said } from "./host.js" */

export class Frames {
  /**
   * @param {Spec} spec
   * @param {Load} load
   */
  constructor(spec, load) {
    this.spec = spec;
    this.load = load;
    /** @type {{ [part: string]: Promise<Grid> }} */
    this.parts = {};
    // So that the first touch need not wait.
    const first = spec.alone ? spec.controls.map(({ name }) => `grid ${name}`) : ["grid"];
    if (spec.controls.length) for (const one of first) this.part(one).catch(() => {});
  }

  /**
   * @param {string} part
   * @returns {Promise<Grid>}
   */
  part(part) {
    this.parts[part] ??= this.load(part).then(readGrid);
    // What did not come is asked for again the next time.
    this.parts[part].catch(() => delete this.parts[part]);
    return this.parts[part];
  }

  /**
   * @param {Question} question
   * @returns {Promise<Said | null>}
   */
  async answer(question) {
    const { values, ...about } = question;
    if (!["frame", "sweep", "table"].includes(about.ask)) return null;
    const slider = about.ask === "sweep" ? about.name : null;
    const moved = this.moved(values, slider);
    if (this.spec.alone && moved.length > 1)
      return { content: { ...about, answer: "trouble", sentence: this.spec.note } };
    const part = about.ask === "table" ? "numbers" : "grid";
    const grid = await this.part(this.spec.alone ? `${part} ${moved[0]}` : part);
    if (about.ask === "sweep") return this.sweep(grid, values, about);
    const positions = this.positions(grid, values);
    if (about.ask === "table") {
      const { said } = columnsAt(grid, positions);
      return { content: { ...about, answer: "table", html: textsOf(grid, said).table } };
    }
    const { head, view, trouble } = this.pack(grid, [positions]);
    if (trouble[0]) return { content: { ...about, answer: "trouble", sentence: trouble[0] } };
    return { content: { ...about, answer: "frame", head }, buffers: [view] };
  }

  /**
   * @param {Grid} grid
   * @param {Values} values
   * @param {{ ask: "sweep", name: string }} about
   * @returns {Said}
   */
  sweep(grid, values, about) {
    const slider = this.spec.controls.findIndex(({ name }) => name === about.name);
    const here = this.positions(grid, values);
    const along = Array.from({ length: grid.head.shape[slider] }, (_, k) => here.with(slider, k));
    const { head, view, trouble } = this.pack(grid, along);
    if (Object.keys(trouble).length === along.length)
      return { content: { ...about, answer: "trouble", sentence: trouble[0] } };
    return { content: { ...about, answer: "sweep", head, trouble }, buffers: [view] };
  }

  /**
   * The sliders that are not where they start, or that one which is about to move; the first of all
   * where none is.
   *
   * @param {Values} values
   * @param {string | null} slider
   */
  moved(values, slider) {
    const { controls } = this.spec;
    const away = controls.filter(({ name, start }) => name === slider || values[name] !== start);
    return (away.length ? away : controls.slice(0, 1)).map(({ name }) => name);
  }

  /**
   * Where the sliders stand, counted from their low ends; one that does not move has one place.
   *
   * @param {Grid} grid
   * @param {Values} values
   */
  positions({ head }, values) {
    return this.spec.controls.map(({ name, low, step }, slider) =>
      head.shape[slider] === 1 ? 0 : Math.round((values[name] - low) / step),
    );
  }

  /**
   * Frames as a kernel packs them (lessons_lib/stage/live.py).
   *
   * @param {Grid} grid
   * @param {number[][]} all the sliders' positions in each frame
   */
  pack(grid, all) {
    const { points } = grid.head;
    const frames = all.map((positions) => {
      const { xy, said } = columnsAt(grid, positions);
      return { xy, texts: textsOf(grid, said) };
    });
    const coordinates = new Int16Array(2 * all.length * points.reduce((a, b) => a + b, 0));
    /** @type {Head["layout"]} */
    const layout = [];
    let from = 0;
    let start = 0;
    points.forEach((count, artist) => {
      frames.forEach(({ xy }, k) => {
        coordinates.set(xy.subarray(from, from + 2 * count), start + 2 * count * k);
      });
      const { name } = this.spec.artists[artist];
      /** @param {string} what */
      const told = (what) =>
        `${what} ${name}` in frames[0].texts || frames.some(({ texts }) => texts[`${what} ${name}`])
          ? frames.map(({ texts }) => texts[`${what} ${name}`] ?? "")
          : undefined;
      layout.push({ start, points: count, text: told("text"), color: told("color") });
      from += 2 * count;
      start += 2 * count * all.length;
    });
    /** @type {{ [index: number]: string }} */
    const trouble = {};
    frames.forEach(({ texts }, k) => {
      if (texts.trouble) trouble[k] = texts.trouble;
    });
    const head = { layout, words: frames.map(({ texts }) => texts.words ?? "") };
    return { head, view: new DataView(coordinates.buffer), trouble };
  }
}
