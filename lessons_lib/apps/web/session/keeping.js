// What a session saves. The clock never waits for it: what is under way and what was refused is shown.

import { make, plainButton, shown } from "../shared/dom.js";

/** @import { Reply, Save } from "./plan.d.ts" */

/**
 * Keeps what a session saves, and shows in `element` what is not saved yet.
 *
 * @param {Save} save
 */
export function sessionKeeper(save) {
  const element = make("div", { class: "ll-saving", role: "status", tabindex: "-1" });
  let waiting = 0;
  /** @type {{ ask: string, fields: { [name: string]: unknown }, answer: Reply }[]} */
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
    if (!answer.ok) refused.push({ ask, fields, answer });
    show();
  }

  /** Tries once more what was refused. */
  function again() {
    const those = refused;
    refused = [];
    for (const { ask, fields } of those) keep(ask, fields);
  }

  /** @param {{ ask: string, fields: { [name: string]: unknown } }} offer */
  async function accept({ ask, fields }) {
    if ((await save(ask, fields)).ok) again();
  }

  function show() {
    const reasons = [...new Set(refused.map(({ answer }) => answer.sentence ?? ""))];
    const offer = refused.flatMap(({ answer }) => answer.offers ?? []).find((one) => one.again);
    const sets = waiting === 1 ? "1 set waits" : `${waiting} sets wait`;
    const hadFocus = element.contains(document.activeElement);
    element.replaceChildren(
      ...shown([
        waiting > 0 && make("p", { class: "ll-waiting" }, `${sets} to be saved. You can go on.`),
        ...reasons.map((sentence) =>
          make("p", { class: "ll-refused" }, make("b", {}, "NOT saved. "), sentence),
        ),
        reasons.length > 0 &&
          make(
            "p",
            {},
            offer
              ? plainButton(offer.label, () => accept(offer))
              : plainButton("Try to save again", again),
          ),
      ]),
    );
    if (hadFocus) element.focus();
  }

  return { element, keep, again };
}
