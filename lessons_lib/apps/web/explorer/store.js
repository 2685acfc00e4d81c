// What all views of one explorer share: the values, the picture to show, and what Python was asked.

import { Packet } from "./packet.js";

const BUSY_AFTER_MS = 1500;
const BUSY =
  "Python is busy. The picture follows as soon as it answers; if it never does, run this cell again.";

// ---------------------------------------------------------------------------------------------
// What all views of one explorer share: the values, the picture to show, and talk with the kernel.

export class Store {
  constructor(model) {
    this.model = model;
    this.spec = model.get("_spec");
    this.views = new Set();
    this.sweeps = new Map(); // by slider name; each holds for one set of the other values
    this.asked = null; // the sweep that is on its way
    this.clock = 0; // counts changes of the values
    this.drawn = 0; // the change that the picture shows
    this.inFlight = null; // at most one frame is asked for at a time
    this.first = new Packet(this.spec.head, model.get("_first"));
    this.values = this.start();
    this.picture = this.first.frame(0);
    this.trouble = "";
    model.on("msg:custom", (content, buffers) => this.hear(content, buffers));
  }

  start() {
    return Object.fromEntries(this.spec.controls.map((one) => [one.name, one.start]));
  }

  control(name) {
    return this.spec.controls.find((one) => one.name === name);
  }

  tell() {
    for (const view of this.views) view.show();
  }

  reset() {
    this.pause();
    this.values = this.start();
    this.clock += 1;
    this.draw(this.first.frame(0), this.clock);
  }

  /** Stop playing one slider, or all, in every view. */
  pause(name = null) {
    for (const view of this.views)
      for (const control of view.controls)
        if (name === null || control.one.name === name) control.pause?.();
  }

  move(name, value) {
    if (this.values[name] === value) return;
    this.values = { ...this.values, [name]: value };
    this.clock += 1;
    if (this.drawFromSweep(name)) return;
    for (const view of this.views) view.showValues();
    this.askFrame();
    this.grab(name);
  }

  /** Have the whole sweep of a slider computed, unless it is there or on its way. */
  grab(name) {
    const key = this.key(name);
    if (!this.control(name).sweeps || this.sweeps.get(name)?.key === key || this.asked === key)
      return;
    this.asked = key;
    this.model.send({ ask: "sweep", name, values: this.values, key });
    this.watch();
  }

  /** Names a slider and the values of all the others: what a sweep holds for. */
  key(name) {
    return JSON.stringify([name, { ...this.values, [name]: null }]);
  }

  drawFromSweep(name) {
    const sweep = this.sweeps.get(name);
    if (sweep?.key !== this.key(name)) return false;
    const { low, step } = this.control(name);
    const index = Math.round((this.values[name] - low) / step);
    const trouble = sweep.trouble[index];
    this.draw(trouble ? this.picture : sweep.packet.frame(index), this.clock, trouble);
    return true;
  }

  askFrame() {
    if (this.inFlight !== null) return;
    this.inFlight = this.clock;
    this.model.send({ ask: "frame", values: this.values, clock: this.clock });
    this.watch();
  }

  /** Say so when the kernel takes long to answer. */
  watch() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      for (const view of this.views) view.say(BUSY);
    }, BUSY_AFTER_MS);
  }

  /** An answer has come; when nothing else is asked for, there is nothing to wait for. */
  unwatch() {
    if (this.inFlight !== null || this.asked !== null) return;
    clearTimeout(this.waiting);
    for (const view of this.views) view.say(this.trouble);
  }

  hear(content, buffers) {
    if (content.answer === "sweep") this.hearSweep(content, buffers);
    else if (content.answer === "frame")
      this.hearFrame(content, new Packet(content.head, buffers[0]).frame(0));
    else if (content.answer === "table") for (const view of this.views) view.showTable(content);
    else if (content.answer === "trouble" && content.ask === "frame")
      this.hearFrame(content, this.picture, content.sentence);
    else if (content.answer === "trouble" && content.ask === "sweep") this.hearNoSweep(content);
    else if (content.answer === "trouble" && content.clock === this.clock)
      this.trouble = content.sentence;
    this.unwatch();
  }

  hearFrame(content, picture, trouble = "") {
    this.inFlight = null;
    if (content.clock > this.drawn) this.draw(picture, content.clock, trouble);
    if (this.drawn < this.clock) this.askFrame();
  }

  hearSweep(content, buffers) {
    if (this.asked === content.key) this.asked = null;
    this.sweeps.set(content.name, {
      key: content.key,
      packet: new Packet(content.head, buffers[0]),
      trouble: content.trouble,
    });
    if (this.drawn < this.clock) this.drawFromSweep(content.name);
    for (const view of this.views) view.swept(content.name);
  }

  /** No position has an answer: there is nothing to play, and the sentence comes with the frame. */
  hearNoSweep({ key, name }) {
    if (this.asked !== key) return; // another sweep is on its way by now
    this.asked = null;
    this.pause(name);
  }

  draw(picture, clock, trouble = "") {
    this.picture = picture;
    this.drawn = clock;
    this.trouble = trouble;
    this.tell();
  }
}
