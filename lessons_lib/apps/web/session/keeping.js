// What a session saves. The clock never waits for it: what is under way and what was refused is shown.

import { make, plainButton, shown } from "../shared/dom.js";

/** @import { Save } from "./plan.d.ts" */

/**
 * Keeps what a session saves, and shows in `element` what is not saved yet.
 *
 * @param {Save} save
 */
export function sessionKeeper(save) {
  const element = make("div", { class: "ll-saving", role: "status", tabindex: "-1" });
  let waiting = 0;
  /** @type {{ ask: string, fields: { [name: string]: unknown }, sentence: string }[]} */
  let refused = [];

  /**
   * @param {string} ask
   * @param {{ [name: string]: unknown }} fields
   */
  async function keep(ask, fields) {
    const counts = ask === "log_set";
    if (counts) waiting += 1;
    show();
    const answer = await save(ask, fields);
    if (counts) waiting -= 1;
    if (!answer.ok) refused.push({ ask, fields, sentence: answer.sentence ?? "" });
    show();
  }

  /** Tries once more what was refused. */
  function again() {
    const those = refused;
    refused = [];
    for (const { ask, fields } of those) keep(ask, fields);
  }

  function show() {
    const reasons = [...new Set(refused.map(({ sentence }) => sentence))];
    const sets = waiting === 1 ? "1 set waits" : `${waiting} sets wait`;
    const hadFocus = element.contains(document.activeElement);
    element.replaceChildren(
      ...shown([
        waiting > 0 && make("p", { class: "ll-waiting" }, `${sets} to be saved. You can go on.`),
        ...reasons.map((sentence) =>
          make("p", { class: "ll-refused" }, make("b", {}, "NOT saved. "), sentence),
        ),
        reasons.length > 0 && make("p", {}, plainButton("Try to save again", again)),
      ]),
    );
    if (hadFocus) element.focus();
  }

  return { element, keep, again };
}
