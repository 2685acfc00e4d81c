// What can be dragged: a button over each handle's place, by finger, by mouse and by arrow keys. To
// a screen reader it is a slider, which hands the arrow keys over and says where it is.

import { make } from "../shared/dom.js";
import { spoken } from "./controls.js";
import { middle, nearest, onAxes, snap, turned } from "./inverse.js";

/** @import { Handle, Values } from "./spec.d.ts" */
/** @import { Picture } from "./picture.js" */
/** @import { Store } from "./store.js" */
/** @import { Point } from "./inverse.js" */

/** @type {{ [key: string]: Point }} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** How far an arrow key asks a handle to go, in points: farther, until the handle moves. */
const STRIDES = [1, 2, 4, 8, 16, 32, 64];

export class Handles {
  /**
   * @param {Store} store
   * @param {Picture} picture
   * @param {(name: string) => void} onChosen a handle was pressed and not dragged
   */
  constructor(store, picture, onChosen) {
    this.store = store;
    this.picture = picture;
    this.all = store.spec.handles.map((handle) => new Grip(store, picture, handle, onChosen));
    picture.whole.append(...this.all.map((one) => one.element));
  }

  /** All positions of a slider are there: who holds on to a handle has been waiting. */
  swept() {
    for (const one of this.all) one.goOn();
  }

  /** Bring them to where the picture has them now. */
  show() {
    for (const one of this.all) one.show();
  }
}

class Grip {
  /**
   * @param {Store} store
   * @param {Picture} picture
   * @param {Handle} handle
   * @param {(name: string) => void} onChosen
   */
  constructor(store, picture, handle, onChosen) {
    this.store = store;
    this.picture = picture;
    this.handle = handle;
    this.artist = picture.artist(handle.artist);
    /** The sliders that follow it. */
    this.names = [
      ...handle.turns.map(({ name }) => name),
      ...[handle.x, handle.y, handle.along].filter((name) => name),
    ];
    /** Where it was taken hold of, from its middle, in pixels. @type {Point | null} */
    this.held = null;
    /** Where it is wanted. @type {Point | null} */
    this.wanted = null;
    this.waiting = 0;
    this.element = make("button", {
      type: "button",
      class: "ll-grip",
      role: "slider",
      "aria-label": `${handle.name}: moves ${handle.moves.join(" and ")}`,
      onpointerdown: (event) => this.take(event),
      onpointermove: (event) => this.drag(event),
      onpointerup: () => this.leave(),
      onpointercancel: () => this.leave(),
      onkeydown: (event) => this.press(event),
      onfocus: () => this.prepare(),
      onclick: (event) => event.detail === 0 && onChosen(this.names[0]),
    });
    this.element.title = "Drag it, or press the arrow keys";
  }

  /** Where it is, in units of the picture's frames; null where it is not to be seen. */
  place() {
    const place = middle(this.store.picture.marks[this.artist].xy, this.handle.points);
    return place && this.picture.isInside(this.artist, place) ? place : null;
  }

  show() {
    const place = this.place();
    this.element.hidden = place === null;
    if (!place) return;
    const [left, top] = this.picture.share(this.artist, place);
    this.element.style.left = `${100 * left}%`;
    this.element.style.top = `${100 * top}%`;
    this.sayValues();
  }

  /** What it moves, as a slider says it; two values are said with their names. */
  sayValues() {
    const controls = this.names.map((name) => this.store.control(name));
    const words = controls.map((one) => {
      const said = spoken(one, this.store.shown[one.name]);
      return controls.length > 1 ? `${one.label} ${said}` : said;
    });
    const [{ name, low, high }] = controls;
    this.element.setAttribute("aria-valuemin", String(low));
    this.element.setAttribute("aria-valuemax", String(high));
    this.element.setAttribute("aria-valuenow", String(this.store.shown[name]));
    this.element.setAttribute("aria-valuetext", words.join(", "));
  }

  /** What moves one slider only is swept ahead, as when the slider itself is taken. */
  prepare() {
    if (this.names.length === 1) this.store.grab(this.names[0]);
  }

  /** @param {PointerEvent} event */
  take(event) {
    if (event.button !== 0) return;
    const box = this.element.getBoundingClientRect();
    this.held = [
      event.clientX - (box.left + box.right) / 2,
      event.clientY - (box.top + box.bottom) / 2,
    ];
    this.element.setPointerCapture(event.pointerId);
    this.element.classList.add("ll-held");
    this.store.pause();
    this.prepare();
  }

  /** Once in a frame of the screen is as often as anybody sees. @param {PointerEvent} event */
  drag(event) {
    if (!this.held) return;
    const [x, y] = [event.clientX - this.held[0], event.clientY - this.held[1]];
    this.wanted = this.picture.unitsAt(this.artist, [x, y]);
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.goOn());
  }

  goOn() {
    if (this.wanted) this.go(this.wanted);
  }

  leave() {
    this.held = null;
    this.wanted = null;
    this.element.classList.remove("ll-held");
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const way = WAYS[event.key];
    const place = this.place();
    if (!way || !place || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.store.pause();
    const units = this.store.spec.unitsPerPoint;
    const before = this.store.values;
    for (const points of STRIDES) {
      this.go([place[0] + way[0] * points * units, place[1] + way[1] * points * units]);
      if (this.store.values !== before) return;
    }
  }

  /** @param {Point} target */
  go(target) {
    this.store.moveAll(this.values(target));
  }

  /**
   * @param {Point} target
   * @returns {Values}
   */
  values(target) {
    const { store, artist } = this;
    const { turns, x, y, along, points } = this.handle;
    const place = this.place();
    if (!place) return {};
    if (turns.length) {
      const joints = turns.map(({ name, artist, point, sign }) => {
        const joint = this.picture.artist(artist);
        const at = middle(store.picture.marks[joint].xy, [point]) ?? place;
        return { at, sign, control: store.control(name), value: store.shown[name] };
      });
      return turned(joints, place, target);
    }
    if (along) {
      const frame = store.sweptFrame(along);
      if (!frame) return {};
      const [control, value] = [store.control(along), store.shown[along]];
      return { [along]: nearest({ control, value, frame, artist, points }, target) };
    }
    const [u, v] = onAxes(store.spec.artists[artist], target);
    /** @type {[name: string, value: number][]} */
    const pairs = [
      [x, u],
      [y, v],
    ];
    return Object.fromEntries(
      pairs
        .filter(([name]) => name)
        .map(([name, value]) => [name, snap(store.control(name), value)]),
    );
  }
}
