// The explanation that follows a prediction in its lesson: folded until something was guessed. It is
// a text of the lesson, not of this page: the page only folds it away, and takes nothing out.

import { make, plainButton, within } from "../shared/dom.js";
import { putFocus } from "../shared/focus.js";

const CELL = ".jp-Cell, [data-cell]";
const FOLDED = "ll-explanation-folded";
/** A picture that stands still between question and explanation shows the answer. */
const PICTURE = ".jp-CodeCell, .cell[data-cell]";
const HIDDEN = "ll-answer-folded";
/** So far below its prediction is an explanation looked for, in cells. */
const FAR = 8;
const BEGINS = "p > strong:first-child";

/**
 * Folds the explanation that follows `el`, as soon as it is there.
 *
 * @param {HTMLElement} el
 * @param {() => void} onShow called when the reader wants to see it
 * @param {object} about
 * @param {boolean} about.tries whether there is a picture to try the guess in; others are folded along
 * @param {number} about.after how many cells of code that follow the explanation are folded along, too
 */
export function foldExplanation(el, onShow, { tries, after }) {
  const strip = make("div", { class: "ll ll-explanation", role: "group" });
  strip.setAttribute("aria-label", "Explanation");
  /** @type {HTMLElement | null} */
  let found = null;
  let open = false;
  let guessed = "";

  /** @type {Element | null | undefined} */
  let around = null;

  const look = () => {
    const lesson = el.closest(CELL)?.parentElement;
    if (lesson && lesson !== around) {
      cells.disconnect();
      cells.observe(lesson, { childList: true, subtree: true });
      around = lesson;
    }
    if (found?.isConnected) return;
    found = el.isConnected ? explanationAfter(el) : null;
    if (found) show();
  };
  const cells = new MutationObserver(look);
  // JupyterLab takes cells that are out of sight out of the page: its size tells when it is there.
  const appearing = new ResizeObserver(look);

  /** @param {HTMLElement} explanation */
  const along = (explanation) => [
    ...(tries ? [] : picturesBetween(el, explanation)),
    ...picturesAfter(explanation, after),
  ];

  function show() {
    if (!found) return;
    found.classList.toggle(FOLDED, !open);
    for (const one of along(found)) one.classList.toggle(HIDDEN, !open);
    const words = open
      ? guessed && [make("p", {}, guessed)]
      : [
          make("p", {}, make("b", {}, "Explain"), " is folded until you have guessed."),
          plainButton("Just show me", onShow),
        ];
    const asked = strip.contains(document.activeElement);
    strip.replaceChildren(...(words || []));
    if (strip.hasChildNodes()) found.prepend(strip);
    else strip.remove();
    // The button that was pressed is gone: the focus goes to what it has shown.
    if (asked && open) putFocus(within(found, BEGINS).parentElement ?? found);
  }

  return {
    /** Looks for the explanation from now on: `el` is in the page. */
    begin() {
      look();
      appearing.observe(el);
    },
    /**
     * @param {boolean} isOpen
     * @param {string} words what was guessed, to stand over the explanation; "" for nothing
     */
    set(isOpen, words) {
      if (open === isOpen && guessed === words) return;
      open = isOpen;
      guessed = words;
      show();
    },
    close() {
      appearing.disconnect();
      cells.disconnect();
      strip.remove();
      found?.classList.remove(FOLDED);
      if (found) for (const one of along(found)) one.classList.remove(HIDDEN);
    },
  };
}

/**
 * @param {HTMLElement} el
 * @param {HTMLElement} explanation
 */
function picturesBetween(el, explanation) {
  const found = [];
  let cell = el.closest(CELL)?.nextElementSibling;
  for (; cell && cell !== explanation; cell = cell.nextElementSibling) {
    if (cell.matches(PICTURE)) found.push(cell);
  }
  return cell ? found : [];
}

/**
 * @param {HTMLElement} explanation
 * @param {number} most
 */
function picturesAfter(explanation, most) {
  const found = [];
  let cell = explanation.nextElementSibling;
  for (; cell?.matches(PICTURE) && found.length < most; cell = cell.nextElementSibling)
    found.push(cell);
  return found;
}

/**
 * The text that explains what `el` asks: it begins with "Explain." in bold, and neither another
 * prediction nor another section comes before it.
 *
 * @param {HTMLElement} el
 * @returns {HTMLElement | null}
 */
export function explanationAfter(el) {
  let cell = el.closest(CELL)?.nextElementSibling ?? null;
  for (let passed = 0; cell && passed < FAR; passed += 1) {
    const first = cell.querySelector(BEGINS);
    const begins = first?.textContent === "Explain." && !first.previousSibling?.textContent?.trim();
    if (begins && cell.matches(CELL)) return /** @type {HTMLElement} */ (cell);
    if (cell.querySelector(".ll-prediction, h2")) return null;
    cell = cell.nextElementSibling;
  }
  return null;
}
