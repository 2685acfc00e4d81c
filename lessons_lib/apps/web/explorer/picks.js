// Two places of a picture that are chosen together, and what they stand for.

import { make } from "../shared/dom.js";

/** @import { Pick } from "./spec.d.ts" */
/** @import { Picture } from "./picture.js" */
/** @import { Store } from "./store.js" */

export class Picks {
  /**
   * @param {Store} store
   * @param {Picture} picture
   * @param {Pick} pick
   */
  constructor(store, picture, pick) {
    this.store = store;
    this.picture = picture;
    this.pick = pick;
    /** The first of two. */
    this.chosen = "";
    this.said = make("p", { class: "ll-asks", role: "status" }, pick.asks);
    this.buttons = pick.places.map(({ name }) =>
      make("button", {
        type: "button",
        class: "ll-pick",
        "aria-label": name,
        onclick: () => this.choose(name),
      }),
    );
    picture.whole.append(...this.buttons);
  }

  /** @param {string} name */
  choose(name) {
    const { pairs, otherwise, asks } = this.pick;
    const first = this.chosen;
    this.chosen = "";
    const found = pairs.find(({ names }) => names.includes(first) && names.includes(name));
    if (!first) this.chosen = name;
    else if (first !== name) this.store.move(this.pick.name, found?.value ?? 0);
    const wrong = first && first !== name && !found;
    this.said.textContent = this.chosen ? `${name}, and …?` : wrong ? otherwise : asks;
    this.press();
  }

  /** Show which are chosen: those of the pair that the picture shows, or the first of a new one. */
  press() {
    const value = this.store.values[this.pick.name];
    const shown = this.pick.pairs.filter((pair) => pair.value === value);
    const names = this.chosen ? [this.chosen] : shown.flatMap((pair) => pair.names);
    this.pick.places.forEach(({ name }, k) => {
      this.buttons[k].setAttribute("aria-pressed", String(names.includes(name)));
    });
  }

  /** Bring the places to where the layout has them. */
  place() {
    const [width, height] = this.picture.layout.size;
    this.pick.places.forEach(({ box }, k) => {
      const [left, bottom, right, top] = box;
      const at = { left: this.along("x", left), right: this.along("x", right) };
      const up = { top: this.along("y", top), bottom: this.along("y", bottom) };
      Object.assign(this.buttons[k].style, {
        left: `${(100 * at.left) / width}%`,
        width: `${(100 * (at.right - at.left)) / width}%`,
        top: `${(100 * up.top) / height}%`,
        height: `${(100 * (up.bottom - up.top)) / height}%`,
      });
    });
  }

  /**
   * @param {"x" | "y"} axis
   * @param {number} value
   */
  along(axis, value) {
    return this.picture.along(this.pick.artist, axis, value);
  }
}
