// What moves the picture: sliders, which can play, and choices.

import { make, plainButton } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";

export class Slider {
  constructor(view, one) {
    this.view = view;
    this.one = one;
    this.digits = Math.max(0, -Math.floor(Math.log10(one.step) + 1e-9));
    const id = freshId("slider");
    this.range = make("input", {
      type: "range",
      id,
      min: one.low,
      max: one.high,
      step: one.step,
      oninput: () => this.moved(),
      onfocus: () => view.store.grab(one.name),
      onpointerdown: () => view.store.grab(one.name),
    });
    this.reading = make("output", { for: id });
    this.play = one.seconds ? this.playButton() : null;
    this.element = make(
      "div",
      { class: "ll-slider" },
      make("label", { for: id }, one.label),
      this.reading,
      this.range,
      this.play,
    );
  }

  moved() {
    this.view.store.pause(this.one.name);
    this.view.store.move(this.one.name, Number(this.range.value));
  }

  show(value) {
    const text = value.toFixed(this.digits);
    const spaced =
      this.one.unit && this.one.unit !== "°" ? `\u00a0${this.one.unit}` : this.one.unit;
    this.range.value = value;
    this.reading.textContent = `${text.replace("-", "\u2212")}${spaced}`;
    this.range.setAttribute(
      "aria-valuetext",
      `${text} ${this.one.unit === "°" ? "degrees" : this.one.unit}`.trim(),
    );
  }

  // Play runs through the sweep in real time. Where less motion is wanted, each press is one step.

  playButton() {
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    const button = plainButton("", () => this.pressed(), { class: "ll-play" });
    this.label = (text) => {
      button.textContent = text;
      button.setAttribute("aria-label", `${text}: ${this.one.label}`);
    };
    this.label(this.still.matches ? "Next step" : "Play");
    return button;
  }

  pressed() {
    if (this.still.matches) this.jump();
    else if (this.playing) this.pause();
    else {
      this.playing = true;
      this.label("Pause");
      this.view.store.grab(this.one.name);
      this.run();
    }
  }

  jump() {
    const { low, high, step, name } = this.one;
    const next = this.view.store.values[name] + Math.max(step, (high - low) / 20);
    this.view.store.move(name, next > high ? low : this.snap(next));
  }

  swept() {
    if (this.playing) this.run();
  }

  run() {
    const { low, high, seconds, name } = this.one;
    cancelAnimationFrame(this.tick);
    if (this.view.store.sweeps.get(name)?.key !== this.view.store.key(name)) {
      this.view.store.grab(name); // another slider has moved: go on when the new sweep is there
      return;
    }
    const begin =
      performance.now() - (1000 * seconds * (this.view.store.values[name] - low)) / (high - low);
    const draw = (now) => {
      if (!this.playing) return;
      if (this.view.store.sweeps.get(name)?.key !== this.view.store.key(name)) {
        this.run();
        return;
      }
      const phase = ((now - begin) / (1000 * seconds)) % 1;
      this.view.store.move(name, this.snap(low + Math.max(0, phase) * (high - low)));
      this.tick = requestAnimationFrame(draw);
    };
    this.tick = requestAnimationFrame(draw);
  }

  snap(value) {
    const { low, high, step } = this.one;
    return Math.min(high, low + Math.round((value - low) / step) * step);
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.tick);
    this.label("Play");
  }
}

export class Choice {
  constructor(view, one) {
    this.one = one;
    const id = freshId("choice");
    this.select = make(
      "select",
      {
        id,
        onchange: () => view.store.move(one.name, Number(this.select.value)),
        onfocus: () => view.store.grab(one.name),
      },
      ...one.options.map((option, index) => make("option", { value: index }, option)),
    );
    this.element = make(
      "div",
      { class: "ll-choice" },
      make("label", { for: id }, one.label),
      this.select,
    );
  }

  show(value) {
    this.select.value = String(value);
  }
}
