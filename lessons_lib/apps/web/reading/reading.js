// What helps in reading a lesson's text: words of the glossary that explain themselves where they
// stand, and a way back from where a link within the lesson has led.

import { putFocus } from "../shared/focus.js";
import { keepKeys } from "../shared/jupyterlab.js";

/** @typedef {{ name: string, also: string[], meaning: string }} Term */

const LEFT_ALONE = "a, button, code, pre, strong, b, h1, h2, h3, h4, h5, h6, math, mjx-container";
const READ = "p, li, td";

/**
 * A pattern that finds the words of the glossary, the longest first, also in the plural.
 *
 * @param {Iterable<string>} words
 */
export function pattern(words) {
  const escaped = [...words]
    .sort((one, other) => other.length - one.length)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}-])(${escaped.join("|")})s?(?![\\p{L}\\p{N}])`, "iu");
}

/**
 * The words of the glossary, made ready to be found in texts.
 *
 * @param {Term[]} terms
 */
export function vocabulary(terms) {
  /** @type {Map<string, Term>} */
  const byWord = new Map();
  for (const term of terms) {
    for (const word of [term.name, ...term.also]) {
      byWord.set(isShort(word) ? word : word.toLowerCase(), term);
    }
  }
  return { byWord, pattern: pattern(byWord.keys()) };
}

/**
 * Whether a word is a short form such as OR, which is none where it is written "or".
 *
 * @param {string} word
 */
function isShort(word) {
  return word === word.toUpperCase();
}

/**
 * The term that a word in a text stands for.
 *
 * @param {ReturnType<typeof vocabulary>} words
 * @param {string} found
 */
function termOf(words, found) {
  return words.byWord.get(found) ?? words.byWord.get(found.toLowerCase());
}

/**
 * Make the first of each word of the glossary in a text a button that explains it.
 *
 * A text that explains a word itself says it in bold there, and is left alone.
 *
 * @param {Element} root the text
 * @param {ReturnType<typeof vocabulary>} words
 * @param {(term: Term, button: HTMLButtonElement) => void} explain
 */
export function explainWords(root, words, explain) {
  /** @type {Set<Term>} */
  const done = new Set();
  for (const bold of root.querySelectorAll("strong, b, .ll-term")) {
    const found = words.pattern.exec(bold.textContent ?? "");
    const term = found && termOf(words, found[1]);
    if (term) done.add(term);
  }
  const texts = document.createTreeWalker(root, 4); // NodeFilter.SHOW_TEXT
  /** @type {Text[]} */
  const all = [];
  while (texts.nextNode()) all.push(/** @type {Text} */ (texts.currentNode));
  for (const text of all) {
    const parent = text.parentElement;
    if (!parent?.closest(READ) || parent.closest(LEFT_ALONE)) continue;
    let rest = text;
    let from = 0;
    for (;;) {
      const found = words.pattern.exec(rest.data.slice(from));
      if (!found) break;
      const start = from + found.index;
      const term = termOf(words, found[1]);
      if (!term || done.has(term)) {
        from = start + found[0].length;
        continue;
      }
      done.add(term);
      const word = rest.splitText(start);
      rest = word.splitText(found[0].length);
      from = 0;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ll-term";
      keepKeys(button);
      button.setAttribute("aria-haspopup", "dialog");
      button.addEventListener("click", () => explain(term, button));
      word.replaceWith(button);
      button.append(word);
    }
  }
}

/**
 * What a link within a page names; as it is written where it is no encoded name.
 *
 * @param {string} hash
 */
function nameIn(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}

/** A small card on the page that says what a word means, and goes at Escape or a click elsewhere. */
export class Card {
  constructor() {
    this.element = document.createElement("div");
    this.element.className = "ll-term-card";
    this.element.setAttribute("role", "dialog");
    this.element.setAttribute("popover", "auto");
    // It stands at the end of the page: Tab goes on from the word, and not from there.
    this.element.addEventListener("keydown", ({ key }) => {
      if (key === "Tab") this.element.hidePopover();
    });
    document.body.append(this.element);
  }

  /**
   * Show what a word means, below the button that asked.
   *
   * @param {Term} term
   * @param {HTMLElement} button
   */
  show(term, button) {
    const name = document.createElement("strong");
    name.textContent = term.also.length ? `${term.name} (${term.also.join(", ")})` : term.name;
    const meaning = document.createElement("p");
    meaning.textContent = term.meaning;
    this.element.replaceChildren(name, meaning);
    this.element.setAttribute("aria-label", term.name);
    this.element.tabIndex = -1;
    this.element.showPopover();
    const { left, top, bottom } = button.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = this.element;
    const below = bottom + 4 + offsetHeight <= innerHeight;
    this.element.style.left = `${Math.max(4, Math.min(left, innerWidth - offsetWidth - 4))}px`;
    this.element.style.top = `${below ? bottom + 4 : Math.max(4, top - offsetHeight - 4)}px`;
    this.element.focus({ preventScroll: true });
    const back = () => {
      if (this.element.contains(document.activeElement)) button.focus({ preventScroll: true });
    };
    this.element.addEventListener("beforetoggle", back, { once: true });
  }
}

/**
 * Offer a way back to whoever has followed a link within a lesson.
 *
 * The focus follows the link to its heading, and the next Tab comes to the button.
 *
 * @param {HTMLElement} root what holds the lesson, and gets the button
 * @param {(link: HTMLAnchorElement) => () => void} place what is to be done to come back to a link
 * @param {(address: string) => Element | null} headingOf where a link within the lesson leads
 */
export function wayBack(root, place, headingOf) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ll-back";
  button.textContent = "↩ Back to where you were";
  button.hidden = true;
  keepKeys(button);
  let back = () => {};
  button.addEventListener("click", () => {
    button.hidden = true;
    back();
  });
  root.append(button);
  root.addEventListener(
    "click",
    (event) => {
      const { target } = event;
      const link = target instanceof Element ? target.closest("a") : null;
      if (!link || link.closest(".ll") || !inTheLesson(link)) return;
      back = place(link);
      button.hidden = false;
      const heading = headingOf(nameIn(link.hash));
      if (!(heading instanceof HTMLElement)) return;
      heading.after(button);
      putFocus(heading, { preventScroll: true });
    },
    { capture: true },
  );
  return button;
}

/**
 * Whether a link leads to another place of the same page.
 *
 * @param {HTMLAnchorElement} link
 */
export function inTheLesson(link) {
  const address = link.getAttribute("href") ?? "";
  // JupyterLab hides a heading's own link beside it.
  return address.startsWith("#") && address.length > 1 && !link.closest(".jp-InternalAnchorLink");
}
