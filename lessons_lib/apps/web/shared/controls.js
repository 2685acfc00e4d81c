// What saves: buttons that take one tap at a time, choices that remember, and what is said beside them.

import { isRepeat, make, plainButton } from "./dom.js";
import { freshId } from "./ids.js";

/** @import { Attributes, Child, Listener } from "./dom.js" */

/** What was typed or chosen and is not saved yet, by the key of its field. @typedef {Map<string, any>} Drafts */

/**
 * A button; `key` names it across updates. One that saves waits while another save is on its way,
 * and takes no second tap: by then something else may stand where the first one was meant.
 *
 * @param {string} key
 * @param {Child | Child[]} words
 * @param {Listener} onclick
 * @param {{ kind?: string, saves?: boolean } & Attributes} about
 */
export function button(key, words, onclick, { kind = "", saves = false, ...attributes } = {}) {
  /** @param {MouseEvent & { currentTarget: HTMLElement }} event */
  const press = (event) => {
    if (saves && isRepeat(event)) return;
    if (event.currentTarget.getAttribute("aria-disabled") !== "true") onclick(event);
  };
  /** @param {KeyboardEvent} event */
  const onkeydown = (event) => {
    if (saves && isRepeat(event)) event.preventDefault();
  };
  const look = kind ? `ll-${kind}` : null;
  return plainButton(words, press, {
    class: look,
    "data-key": key,
    "data-saves": saves,
    onkeydown,
    ...attributes,
  });
}

/**
 * Whether the buttons that save wait, because another save is on its way.
 *
 * @param {HTMLElement} root
 * @param {boolean} wait
 */
export function holdSaves(root, wait) {
  for (const one of root.querySelectorAll("[data-saves]"))
    one.setAttribute("aria-disabled", String(wait));
}

export const NOT_SAVED = "NOT saved: see the top.";

/**
 * What was said, once more beside what was pressed: the top may be out of sight.
 *
 * @param {HTMLElement} root
 * @param {Element | null | undefined} place
 * @param {string} words
 * @param {{ failed?: boolean }} look
 */
export function echoBeside(root, place, words, { failed = false } = {}) {
  root.querySelector(".ll-echo")?.remove();
  const look = { class: `ll-echo${failed ? " ll-bad" : ""}`, "aria-hidden": "true" };
  if (words && place) place.after(make("span", look, words));
}

/**
 * One of several words, as radio buttons.
 *
 * @template {string | number | null} T
 * @param {Drafts} drafts
 * @param {string} key
 * @param {string} label
 * @param {T | null} stored
 * @param {[value: T, words: string][]} options
 */
export function choiceField(drafts, key, label, stored, options) {
  const name = freshId("choice");
  const now = drafts.has(key) ? drafts.get(key) : stored;
  return make(
    "fieldset",
    { class: "ll-words-choice" },
    make("legend", {}, label),
    ...options.map(([value, words]) =>
      make(
        "label",
        {},
        make("input", {
          type: "radio",
          name,
          checked: now === value,
          "data-key": `${key}-${value}`,
          onchange: () => drafts.set(key, value),
        }),
        make("span", {}, words),
      ),
    ),
  );
}
