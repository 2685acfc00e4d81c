// Sections that stay: what a screen shows, built anew only where it has changed.

import { focusIn } from "../shared/focus.js";

/**
 * Shows sections in an element; one is built anew only when what it tells has changed.
 *
 * What stays keeps its focus and the text typed in it. A section gets nothing but its model to tell
 * from, so one that stays cannot be out of date.
 *
 * @returns a function that takes a list of [key, model, build]
 */
export function sectionsOf(host) {
  const known = new Map();
  return function show(list) {
    const focus = focusIn(host);
    const wanted = list.map(([key, model, build]) => {
      const told = JSON.stringify(model);
      if (known.get(key)?.told !== told) known.set(key, { told, element: build(model) });
      return known.get(key).element;
    });
    for (const child of [...host.children]) if (!wanted.includes(child)) child.remove();
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
