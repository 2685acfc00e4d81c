// Elements with names, listeners and children, as every page builds them.

import { keepKeys } from "./jupyterlab.js";

/** @typedef {string | number | boolean | null | undefined} Value what an attribute can be */
/** @typedef {(event: any) => unknown} Listener */
/** @typedef {{ [name: `on${string}`]: Listener, [name: string]: Value | Listener }} Attributes */
/** @typedef {Node | string | number | null | undefined | false | ""} Child */
/** @typedef {{ light: string, dark: string, words: string }} ThemedSvg a picture for both themes */

export const FOCUSABLE = "a,button,input,select,summary,textarea,[tabindex]";

/**
 * An element with attributes, listeners (names that start with "on") and children.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  if (element.matches(FOCUSABLE)) keepKeys(element);
  element.append(...shown(children));
  return element;
}

/**
 * The children that are there: what stands for nothing is left out.
 *
 * @param {Child[]} children
 */
export function shown(children) {
  return children
    .filter((child) => child != null && child !== false)
    .map((child) => (typeof child === "number" ? String(child) : child));
}

/**
 * @param {Child | Child[]} words
 * @param {Listener} onclick
 * @param {Attributes} attributes
 */
export function plainButton(words, onclick, attributes = {}) {
  return make("button", { type: "button", onclick, ...attributes }, ...[words].flat());
}

/**
 * Whether an event is one tap too many: the second click of two, or a key that stays pressed.
 *
 * @param {MouseEvent | KeyboardEvent} event
 */
export function isRepeat(event) {
  if (!("key" in event)) return event.detail > 1;
  return event.repeat && (event.key === "Enter" || event.key === " ");
}

/**
 * A picture with words, in the colours of the page's theme: both are there, one is shown.
 *
 * @param {ThemedSvg} picture
 */
export function themedPicture({ light, dark, words }) {
  return make(
    "span",
    { class: "ll-themed" },
    make("img", { class: "ll-on-light", alt: words, src: svgAddress(light) }),
    make("img", { class: "ll-on-dark", alt: words, src: svgAddress(dark) }),
  );
}

/**
 * An address that holds an SVG document.
 *
 * @param {string} svg
 */
export function svgAddress(svg) {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

/**
 * What is found in an element, where the page itself has put it there.
 *
 * @template {HTMLElement} [Found=HTMLElement]
 * @param {ParentNode} place
 * @param {string} selector
 */
export function within(place, selector) {
  const found = place.querySelector(selector);
  if (!found) throw new Error(`The page has lost its ${selector}.`);
  return /** @type {Found} */ (found);
}
