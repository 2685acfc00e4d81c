// What all views of one explorer share: the values, the picture to show, and what Python was asked.

import { openLine } from "../shared/line.js";
import { snap } from "./inverse.js";
import { Packet } from "./packet.js";

/** @import { Answer, Control, ExplorerModel, Frame, Head, Spec, Values } from "./spec.d.ts" */

/**
 * What the store tells a view.
 *
 * @typedef {object} Watcher
 * @property {() => void} show the picture or the values have changed
 * @property {() => void} showValues only the values have changed: the picture is on its way
 * @property {() => void} say what there is to say may have changed
 * @property {(html: string) => void} showTable
 * @property {(name: string) => void} swept all positions of a slider are there
 * @property {(name: string | null) => void} pause stop playing one slider, or all
 * @property {(name: string, value: number | undefined) => void} own the learner's own value of a slider
 * @property {() => boolean} isPlaying
 */

/** @typedef {{ key: string, packet: Packet, trouble: { [index: number]: string } }} Sweep */

const PATIENCE_MS = 1500;
/** What follows the reason why Python does not answer. @type {{ [trouble: string]: string }} */
const NEXT = {
  busy: " The picture follows as soon as it is free.",
  silent: " If it never does, move the slider once more, or run this cell again.",
  cut: " The picture follows as soon as it is back.",
};

export class Store {
  /** @param {ExplorerModel} model */
  constructor(model) {
    this.spec = model.get("_spec");
    /** @type {Set<Watcher>} */
    this.views = new Set();
    /** By slider name; each holds for one set of the other values. @type {Map<string, Sweep>} */
    this.sweeps = new Map();
    /** The sweep that is on its way. @type {string | null} */
    this.asked = null;
    /** Counts changes of the values. */
    this.clock = 0;
    /** The change that the picture shows. */
    this.drawn = 0;
    /** At most one frame is asked for at a time. @type {number | null} */
    this.inFlight = null;
    /** The change for which the numbers are on their way. @type {number | null} */
    this.tabled = null;
    this.first = new Packet(this.spec.head, model.get("_first"));
    this.values = this.start();
    this.picture = this.first.frame(0);
    /** The values that the picture shows; those that are set may be ahead of it. */
    this.shown = this.values;
    /** The values of the frame that is on its way. */
    this.flying = this.values;
    /** What is wrong with the values that are set. */
    this.refusal = "";
    this.line = openLine(model, {
      hear: (content, buffers) => this.hear(content, buffers),
      onChange: () => this.sayAll(),
      patienceMs: PATIENCE_MS,
    });
    const [begin, trouble] = beginning(this.spec);
    this.begin = begin;
    this.note = [trouble, this.spec.note].filter(Boolean).join(" ");
    this.moveAll(begin);
  }

  close() {
    this.line.close();
  }

  /** @returns {Values} */
  start() {
    return Object.fromEntries(this.spec.controls.map((one) => [one.name, one.start]));
  }

  /**
   * @param {string} name
   * @returns {Control}
   */
  control(name) {
    const found = this.spec.controls.find((one) => one.name === name);
    if (!found) throw new Error(`There is no control called ${name}.`);
    return found;
  }

  tell() {
    for (const view of this.views) view.show();
  }

  sayAll() {
    for (const view of this.views) view.say();
  }

  reset() {
    this.pause();
    this.values = this.start();
    this.clock += 1;
    this.draw(this.first.frame(0), this.clock, this.values);
    this.moveAll(this.begin);
  }

  /**
   * The learner's own value of a slider, or that it is not known any more.
   *
   * @param {string} name
   * @param {number | undefined} value
   */
  know(name, value) {
    for (const view of this.views) view.own(name, value);
  }

  /**
   * Stop playing one slider, or all, in every view.
   *
   * @param {string | null} name
   */
  pause(name = null) {
    for (const view of this.views) view.pause(name);
  }

  /**
   * @param {string} name
   * @param {number} value
   */
  move(name, value) {
    this.moveAll({ [name]: value });
  }

  /**
   * Set one value or several at once.
   *
   * @param {Values} values
   */
  moveAll(values) {
    const changed = Object.keys(values).filter((name) => this.values[name] !== values[name]);
    if (!changed.length) return;
    const names = this.spec.alone ? changed.slice(0, 1) : Object.keys(values);
    this.values = {
      ...this.base(),
      ...Object.fromEntries(names.map((name) => [name, values[name]])),
    };
    this.clock += 1;
    if (names.some((name) => this.drawFromSweep(name))) return;
    for (const view of this.views) view.showValues();
    if (this.line.trouble() === "silent") this.giveUp();
    this.askFrame();
    // Where several move together, each sweep would be out of date before it is there.
    if (names.length === 1) this.grab(names[0]);
    this.sayAll();
  }

  /** What was asked of one who is free and has not answered is lost: it may be asked for again. */
  giveUp() {
    this.inFlight = null;
    this.asked = null;
    this.tabled = null;
    this.line.settle();
  }

  /**
   * Have the whole sweep of a slider computed, unless it is there or on its way.
   *
   * @param {string} name
   */
  grab(name) {
    const key = this.key(name);
    const known = this.sweeps.get(name)?.key === key || this.asked === key;
    if (!this.control(name).sweeps || known) return;
    this.asked = key;
    this.line.ask({
      ask: "sweep",
      name,
      values: { ...this.base(), [name]: this.values[name] },
      key,
    });
    this.sayAll();
  }

  /** Where the others are when one slider moves: at their start where each moves alone. */
  base() {
    return this.spec.alone ? this.start() : this.values;
  }

  /**
   * Names a slider and the values of all the others: what a sweep holds for.
   *
   * @param {string} name
   */
  key(name) {
    return JSON.stringify([name, { ...this.base(), [name]: null }]);
  }

  /**
   * Whether every position of a slider can be drawn without Python.
   *
   * @param {string} name
   */
  isSwept(name) {
    return this.sweeps.get(name)?.key === this.key(name);
  }

  /**
   * The frames of a sweep that is there, by position.
   *
   * @param {string} name
   */
  sweptFrame(name) {
    const sweep = this.isSwept(name) ? this.sweeps.get(name) : undefined;
    return sweep && ((/** @type {number} */ index) => sweep.packet.frame(index));
  }

  /**
   * @param {string} name
   * @returns {boolean} whether the picture is there
   */
  drawFromSweep(name) {
    const sweep = this.sweeps.get(name);
    if (sweep?.key !== this.key(name)) return false;
    const { low, step } = this.control(name);
    const index = Math.round((this.values[name] - low) / step);
    const refusal = sweep.trouble[index];
    if (refusal) this.draw(this.picture, this.clock, this.shown, refusal);
    else this.draw(sweep.packet.frame(index), this.clock, this.values);
    return true;
  }

  askFrame() {
    if (this.inFlight !== null) return;
    this.inFlight = this.clock;
    this.flying = this.values;
    this.line.ask({ ask: "frame", values: this.values, clock: this.clock });
  }

  askTable() {
    if (this.tabled === this.clock) return;
    this.tabled = this.clock;
    this.line.ask({ ask: "table", values: this.values, clock: this.clock });
    this.sayAll();
  }

  /** What there is to say: why the picture or its numbers do not follow, or what is wrong with them. */
  sentence() {
    const plays = this.asked !== null && [...this.views].some((view) => view.isPlaying());
    const behind = this.drawn < this.clock || this.tabled !== null || plays;
    const trouble = behind ? this.line.trouble() : null;
    if (trouble) return this.line.remedy(trouble, NEXT[trouble]);
    return this.refusal || this.note;
  }

  /**
   * @param {Answer} content
   * @param {DataView[]} buffers
   */
  hear(content, buffers) {
    if (content.answer === "sweep") this.hearSweep(content, buffers[0]);
    else if (content.answer === "frame") {
      this.hearFrame(content, new Packet(content.head, buffers[0]).frame(0));
    } else if (content.answer === "table") this.hearTable(content);
    else if (content.ask === "frame") this.hearFrame(content, this.picture, content.sentence);
    else if (content.ask === "sweep") this.hearNoSweep(content);
    else this.hearTable(content);
    // When nothing else is asked for, there is nothing to wait for.
    if (this.inFlight === null && this.asked === null && this.tabled === null) this.line.settle();
    this.sayAll();
  }

  /**
   * @param {{ clock: number }} content
   * @param {Frame} picture
   * @param {string} [refusal]
   */
  hearFrame({ clock }, picture, refusal = "") {
    this.inFlight = null;
    if (clock > this.drawn) this.draw(picture, clock, refusal ? this.shown : this.flying, refusal);
    if (this.drawn < this.clock) this.askFrame();
  }

  /**
   * @param {{ name: string, key: string, head: Head, trouble: { [index: number]: string } }} content
   * @param {DataView} buffer
   */
  hearSweep({ name, key, head, trouble }, buffer) {
    if (this.asked === key) this.asked = null;
    this.sweeps.set(name, { key, packet: new Packet(head, buffer), trouble });
    if (this.drawn < this.clock) this.drawFromSweep(name);
    for (const view of this.views) view.swept(name);
  }

  /**
   * No position has an answer: there is nothing to play, and the sentence comes with the frame.
   *
   * @param {{ key: string, name: string }} content
   */
  hearNoSweep({ key, name }) {
    if (this.asked !== key) return; // another sweep is on its way by now
    this.asked = null;
    this.pause(name);
  }

  /** @param {{ clock: number, html?: string, sentence?: string }} content */
  hearTable({ clock, html, sentence }) {
    if (this.tabled === clock) this.tabled = null;
    if (clock !== this.clock) return;
    if (html !== undefined) for (const view of this.views) view.showTable(html);
    if (sentence) this.refusal = sentence;
  }

  /**
   * @param {Frame} picture
   * @param {number} clock
   * @param {Values} shown
   * @param {string} [refusal]
   */
  draw(picture, clock, shown, refusal = "") {
    this.picture = picture;
    this.shown = shown;
    this.drawn = clock;
    this.refusal = refusal;
    this.tell();
  }
}

/**
 * Where an explorer begins, and a sentence where that cannot be: a link may be mistyped.
 *
 * @param {Spec} spec
 * @returns {[values: Values, trouble: string]}
 */
export function beginning({ begin = {}, controls }) {
  /** @type {Values} */
  const values = {};
  /** @type {string[]} */
  const troubles = [];
  for (const [name, wanted] of Object.entries(begin)) {
    const one = controls.find((control) => control.name === name);
    if (!one) {
      const names = controls.map((control) => control.name).join(", ");
      troubles.push(`This picture has no ${name}; it has ${names}.`);
      continue;
    }
    const place = one.options.indexOf(String(wanted));
    const value = place < 0 ? Number(wanted) : place;
    if (wanted !== "" && value >= one.low && value <= one.high) values[name] = snap(one, value);
    else troubles.push(`${one.label} cannot be ${wanted}; it goes from ${one.low} to ${one.high}.`);
  }
  return [values, troubles.join(" ")];
}
