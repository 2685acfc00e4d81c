// Sections that stay: what a screen shows, built anew only where it has changed.

import { focusIn } from "../shared/focus.js";

/** @import { Section } from "./view.d.ts" */

/**
 * Shows sections in an element; one is built anew only when what it tells has changed.
 *
 * What stays keeps its focus and the text typed in it. A section gets nothing but its model to tell
 * from, so one that stays cannot be out of date.
 *
 * @param {HTMLElement} host
 */
export function sectionsOf(host) {
  /** @type {Map<string, { told: string, element: HTMLElement }>} */
  const known = new Map();
  /** @param {Section[]} list */
  return function show(list) {
    const focus = focusIn(host);
    const wanted = list.map(([key, model, build]) => {
      const told = JSON.stringify(model);
      const there = known.get(key);
      if (there?.told === told) return there.element;
      const element = build(model);
      known.set(key, { told, element });
      return element;
    });
    /** @type {Element[]} */
    const elements = wanted;
    for (const child of [...host.children]) if (!elements.includes(child)) child.remove();
    wanted.forEach((element, index) => {
      if (host.children[index] !== element) {
        host.insertBefore(element, host.children[index] ?? null);
      }
    });
    const keys = new Set(list.map(([key]) => key));
    for (const key of known.keys()) if (!keys.has(key)) known.delete(key);
    focus.restore();
  };
}

/**
 * A section; `build` gets the model that the section tells from.
 *
 * @template Model
 * @param {string} key
 * @param {Model} model
 * @param {(model: Model) => HTMLElement} build
 * @returns {Section}
 */
export function section(key, model, build) {
  return [key, model, build];
}
