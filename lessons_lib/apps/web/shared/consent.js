// Whether what was guessed, tried and right is kept: the learner decides, and can take it back.

import { make, plainButton } from "./dom.js";

/** @import { Memory } from "./memory.js" */

const KEPT =
  "Kept on this device, and nowhere else: what you guessed, tried and got right, and your own numbers. Nothing of the safety check or the tracker is in it.";
const NOT_KEPT =
  "The course forgets what you guess and answer when this page is closed. It can remember it for you, on this device only.";

/**
 * What is so now, and the button that changes it; it follows the memory until `close` is called.
 *
 * @param {Memory} memory
 */
export function consentPart(memory) {
  const words = make("p", { role: "status" });
  const trouble = make("p", { class: "ll-trouble", role: "alert" });
  const keep = plainButton("Remember it", () => memory.keep());
  const forget = plainButton("Forget this", () => ask(true));
  const sure = plainButton("Yes, forget all of it", () => {
    memory.forget();
    ask(false);
  });
  const stay = plainButton("No", () => ask(false));
  const element = make("div", { class: "ll-consent" }, words, keep, forget, sure, stay, trouble);
  let asking = false;

  /** @param {boolean} now */
  function ask(now) {
    asking = now;
    show();
    (now ? stay : memory.keeps() ? forget : keep).focus();
  }

  function show() {
    const keeps = memory.keeps();
    const now = asking
      ? "All that was guessed and answered in all lessons will be deleted. Sure?"
      : keeps
        ? KEPT
        : NOT_KEPT;
    if (words.textContent !== now) words.textContent = now;
    const focused = document.activeElement;
    keep.hidden = keeps || asking;
    forget.hidden = !keeps || asking;
    sure.hidden = stay.hidden = !asking;
    // The button that was pressed is gone: the focus goes to the one in its place.
    if (focused === keep && keeps) forget.focus();
    if (focused === forget && !keeps) keep.focus();
    if (trouble.textContent !== memory.trouble()) trouble.textContent = memory.trouble();
  }

  const unwatch = memory.watch(show);
  show();
  return { element, close: unwatch };
}

/**
 * Shows now, and again whenever what is remembered has changed; what comes back ends all three.
 *
 * @param {Memory} memory
 * @param {{ close: () => void }} consent
 * @param {() => void} show
 */
export function showWhileRemembered(memory, consent, show) {
  const unwatch = memory.watch(show);
  show();
  return () => {
    unwatch();
    consent.close();
    memory.close();
  };
}
