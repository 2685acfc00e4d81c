// Where the focus is, and that it stays there while the page changes around it.

import { FOCUSABLE } from "./dom.js";
import { keepKeys } from "./jupyterlab.js";

/**
 * Where the focus is, to be brought back to the field or button of the same name.
 *
 * @param {HTMLElement} host
 */
export function focusIn(host) {
  const active = /** @type {HTMLElement | null} */ (document.activeElement);
  const inside = active !== null && host.contains(active);
  const name = inside ? active.dataset.key : undefined;
  const selection = inside ? selectionOf(active) : null;
  return {
    restore() {
      if (!inside || host.contains(document.activeElement)) return;
      /** @type {HTMLElement | null} */
      const again = name ? host.querySelector(`[data-key="${CSS.escape(name)}"]`) : null;
      const stay = host.hasChildNodes()
        ? host
        : host.closest(".ll")?.querySelector("[aria-selected=true]");
      const place = again ?? host.querySelector("h3") ?? stay;
      if (place instanceof HTMLElement) putFocus(place, { preventScroll: again !== null });
      if (again && selection && hasText(again)) again.setSelectionRange(...selection);
    },
  };
}

/**
 * @param {HTMLElement} element
 * @returns {element is HTMLInputElement | HTMLTextAreaElement}
 */
function hasText(element) {
  return "setSelectionRange" in element;
}

/**
 * @param {HTMLElement} element
 * @returns {[number, number] | null}
 */
function selectionOf(element) {
  if (!hasText(element) || element.selectionStart === null) return null;
  return [element.selectionStart, element.selectionEnd ?? element.selectionStart];
}

/**
 * Changes the page while what was just touched stays where it is seen, whatever comes or goes above.
 *
 * @param {Element} touched
 * @param {() => void} change
 */
export function inPlace(touched, change) {
  const before = touched.getBoundingClientRect().top;
  change();
  const moved = touched.getBoundingClientRect().top - before;
  if (moved) scrolling(touched).scrollTop += moved;
}

/**
 * What scrolls an element: the notebook, the window or a part of it.
 *
 * @param {Element} element
 */
function scrolling(element) {
  for (let around = element.parentElement; around; around = around.parentElement) {
    const scrolls = /^(auto|scroll)$/.test(getComputedStyle(around).overflowY);
    if (scrolls && around.scrollHeight > around.clientHeight) return around;
  }
  return document.scrollingElement ?? document.documentElement;
}

/**
 * Gives the focus to any element: a heading takes it too.
 *
 * @param {HTMLElement} place
 * @param {FocusOptions} [options]
 */
export function putFocus(place, options) {
  if (!place.matches(FOCUSABLE)) place.tabIndex = -1;
  keepKeys(place);
  place.focus(options);
}
