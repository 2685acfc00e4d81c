// What moves the picture: sliders, which can play, and choices.

import { make, plainButton } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { snap } from "./inverse.js";

/** @import { Control } from "./spec.d.ts" */
/** @import { Store } from "./store.js" */

/** A step of what moves when less motion is wanted: this share of the whole. */
const SHARE_OF_JUMP = 1 / 20;

/**
 * How many digits after the point a control's values have.
 *
 * @param {Pick<Control, "step">} control
 */
function digitsOf({ step }) {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}

/**
 * A value as it is written, without its unit.
 *
 * @param {Pick<Control, "step">} control
 * @param {number} value
 */
function written(control, value) {
  return value.toFixed(digitsOf(control)).replace("-", "\u2212");
}

/**
 * A value as it is read aloud, with its unit.
 *
 * @param {Control} control
 * @param {number} value
 */
export function spoken(control, value) {
  const number = written(control, value);
  if (control.unit !== "°") return `${number} ${control.unit}`.trim();
  return `${number} ${/^\u2212?1$/.test(number) ? "degree" : "degrees"}`;
}

/** An option of more letters than this wants two columns, where there are two. */
const ROOMY = 34;

export class Slider {
  /**
   * @param {Store} store
   * @param {Control} one
   */
  constructor(store, one) {
    this.store = store;
    this.one = one;
    this.playing = false;
    this.tick = 0;
    const id = freshId("slider");
    this.range = make("input", {
      type: "range",
      id,
      min: one.low,
      max: one.high,
      step: one.step,
      oninput: () => this.moved(),
      onfocus: () => store.grab(one.name),
      onpointerdown: () => store.grab(one.name),
    });
    this.reading = make("output", { for: id, "aria-live": "off" });
    /** Sets the learner's own value, where it is known. */
    this.yours = plainButton("", () => this.toYours(), { class: "ll-yours" });
    this.known = Number.NaN;
    this.name = make("span", { class: "ll-name" }, make("label", { for: id }, one.label));
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.play = one.seconds ? plainButton("", () => this.pressed(), { class: "ll-play" }) : null;
    this.label(this.still.matches ? "Next step" : "Play");
    this.element = make(
      "div",
      { class: "ll-slider" },
      this.name,
      this.reading,
      this.nudge("−", "Less", -1),
      this.range,
      this.nudge("+", "More", 1),
      this.play,
    );
  }

  /**
   * A button for one step: dragging, and even arrow keys, fail with some screen readers on phones.
   *
   * @param {string} sign
   * @param {string} word
   * @param {number} steps
   */
  nudge(sign, word, steps) {
    const press = () => {
      this.store.pause(this.one.name);
      this.reading.setAttribute("aria-live", "polite");
      this.store.move(
        this.one.name,
        this.snap(this.store.values[this.one.name] + steps * this.one.step),
      );
    };
    const label = `${word}: ${this.one.label}`;
    return plainButton(sign, press, {
      class: "ll-nudge",
      "aria-label": label,
      onpointerdown: () => this.store.grab(this.one.name),
    });
  }

  toYours() {
    this.store.pause(this.one.name);
    this.store.move(this.one.name, this.known);
    this.range.focus(); // the button has done what it says
  }

  /** A mark on the slider for the learner's own value. @param {number | undefined} value */
  own(value) {
    const { low, high, label } = this.one;
    const known = value !== undefined && value >= low && value <= high;
    this.known = known ? this.snap(value) : Number.NaN;
    this.range.style.setProperty("--you", known ? String((value - low) / (high - low)) : "");
    this.range.classList.toggle("ll-has-you", known);
    if (!known) return this.yours.remove();
    this.name.append(this.yours);
    this.yours.textContent = `Yours: ${this.text(this.known)}`;
    this.yours.setAttribute("aria-label", `Yours: ${this.text(this.known)}, for ${label}`);
  }

  /** A value with its unit. @param {number} value */
  text(value) {
    const { unit } = this.one;
    const digits = written(this.one, value);
    return `${digits}${unit && unit !== "°" ? `\u00a0${unit}` : unit}`;
  }

  moved() {
    this.store.pause(this.one.name);
    this.mute();
    this.store.move(this.one.name, Number(this.range.value));
  }

  /** @param {number} value */
  show(value) {
    this.range.value = String(value);
    this.fill(value);
    this.reading.textContent = this.text(value);
    this.range.setAttribute("aria-valuetext", spoken(this.one, value));
  }

  /** Coloured from 0 on, where that is between its ends. @param {number} value */
  fill(value) {
    const { low, high } = this.one;
    /** @param {number} at */
    const share = (at) => (Math.min(high, Math.max(low, at)) - low) / (high - low);
    const [from, to] = [share(0), share(value)].sort((a, b) => a - b);
    this.range.style.setProperty("--from", String(from));
    this.range.style.setProperty("--to", String(to));
  }

  // Play runs through the sweep in real time. Where less motion is wanted, each press is one step.

  /** @param {string} text */
  label(text) {
    if (!this.play) return;
    this.play.textContent = text;
    this.play.setAttribute("aria-label", `${text}: ${this.one.label}`);
  }

  /** A slider says its value itself, and what plays says none: only − and + have it read aloud. */
  mute() {
    this.reading.setAttribute("aria-live", "off");
  }

  pressed() {
    this.mute();
    if (this.still.matches) this.jump();
    else if (this.playing) this.pause();
    else {
      this.playing = true;
      this.label("Pause");
      this.run();
    }
  }

  jump() {
    const { low, high, step, name } = this.one;
    const next = this.store.values[name] + Math.max(step, (high - low) * SHARE_OF_JUMP);
    this.store.move(name, next > high ? low : this.snap(next));
  }

  focus() {
    this.range.focus();
  }

  swept() {
    if (this.playing) this.run();
  }

  run() {
    const { low, high, name } = this.one;
    const wholeMs = 1000 * (this.one.seconds ?? 0);
    cancelAnimationFrame(this.tick);
    if (!this.store.isSwept(name)) {
      this.store.grab(name); // another slider has moved: go on when the new sweep is there
      return;
    }
    const begin = performance.now() - (wholeMs * (this.store.values[name] - low)) / (high - low);
    /** @param {number} now */
    const draw = (now) => {
      if (!this.playing) return;
      if (!this.store.isSwept(name)) {
        this.run();
        return;
      }
      const phase = ((now - begin) / wholeMs) % 1;
      this.store.move(name, this.snap(low + Math.max(0, phase) * (high - low)));
      this.tick = requestAnimationFrame(draw);
    };
    this.tick = requestAnimationFrame(draw);
  }

  /** @param {number} value */
  snap(value) {
    return snap(this.one, value);
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.tick);
    this.label("Play");
  }
}

export class Choice {
  /**
   * @param {Store} store
   * @param {Control} one
   */
  constructor(store, one) {
    this.one = one;
    this.playing = false;
    const id = freshId("choice");
    this.select = make(
      "select",
      {
        id,
        onchange: () => {
          store.move(one.name, Number(this.select.value));
        },
        onfocus: () => store.grab(one.name),
      },
      ...one.options.map((option, index) => make("option", { value: index }, option)),
    );
    this.element = make(
      "div",
      {
        class: one.options.some(({ length }) => length > ROOMY) ? "ll-choice ll-wide" : "ll-choice",
      },
      make("label", { for: id }, one.label),
      this.select,
    );
  }

  /** @param {number} value */
  show(value) {
    this.select.value = String(value);
  }

  focus() {
    this.select.focus();
  }

  // A choice does not play, and is no number.
  own() {}
  pause() {}
  swept() {}
}
