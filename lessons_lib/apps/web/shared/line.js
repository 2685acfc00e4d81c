// The line to whoever answers a page: what is asked bears its asker, what another page asked is not
// heard, and silence is told truthfully.

import { freshUuid } from "./ids.js";
import { kernelOf } from "./jupyterlab.js";

/** @import { Listener, Model, Trouble, Watch } from "./host.d.ts" */

/** What to say of each trouble, and what to do where the learner can do something. */
const REMEDIES = {
  busy: "Python is busy with something else.",
  silent: "Python does not answer yet.",
  cut: "The connection to Python is interrupted.",
  gone: "Python has stopped. In the menu Kernel choose Restart Kernel, then run this cell again.",
  new: "Python was started anew and no longer knows this part of the page. Run this cell again.",
};

/**
 * Opens a line; several pages may have one to the same kernel.
 *
 * @param {Model<any>} model
 * @param {object} about
 * @param {(content: any, buffers: DataView[]) => void} about.hear called with what this page asked
 *   for, and with what is news for all
 * @param {() => void} about.onChange called when an answer is overdue, and when it is known better why
 * @param {number} about.patienceMs how long an answer may take before it is overdue
 */
export function openLine(model, { hear, onChange, patienceMs }) {
  let asker = freshUuid();
  /** @type {Watch} */
  const kernel = model.watch?.(onChange) ?? kernelOf(model, onChange);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let late = false;

  /** @type {Listener} */
  function receive(content, buffers) {
    if (content?.asker === asker || content?.news) hear(content, buffers);
  }
  model.on("msg:custom", receive);

  function settle() {
    clearTimeout(timer);
    timer = undefined;
    late = false;
  }

  return {
    asker: () => asker,
    /**
     * Asks; nothing is thrown where nobody is there.
     *
     * @param {object} question
     */
    ask(question) {
      timer ??= setTimeout(() => {
        late = true;
        onChange();
      }, patienceMs);
      try {
        model.send({ ...question, asker });
      } catch {
        kernel.lose();
      }
    },
    /** Nothing is waited for any more. */
    settle,
    /** What was asked so far is not heard any more, should it be answered after all. */
    renew() {
      settle();
      asker = freshUuid();
    },
    /** Whether nothing arrives now, however short that has been so. */
    isAway() {
      const condition = kernel.condition();
      return condition === "gone" || condition === "cut";
    },
    /**
     * Why what was asked is not answered, if that is known or it is overdue.
     *
     * @returns {Trouble | null}
     */
    trouble() {
      const condition = kernel.condition();
      if (condition === "gone" || condition === "new") return condition;
      if (!late) return null;
      return condition === "busy" || condition === "cut" ? condition : "silent";
    },
    /**
     * What to say of a trouble, and what to do about it where this page is shown.
     *
     * @param {Trouble} trouble
     * @param {string} [next] what follows where the host has no words of its own
     */
    remedy: (trouble, next = "") => kernel.remedies?.[trouble] ?? REMEDIES[trouble] + next,
    close() {
      clearTimeout(timer);
      model.off("msg:custom", receive);
      kernel.close();
    },
  };
}
