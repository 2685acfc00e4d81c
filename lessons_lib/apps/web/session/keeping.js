// What a session saves. The clock never waits for it: what is under way and what was refused is shown.

import { make, plainButton } from "../shared/dom.js";

/**
 * Keeps what a session saves, and shows in `element` what is not saved yet.
 *
 * @param save a function of (ask, fields): a promise of {ok, sentence}, which never fails
 */
export function sessionKeeper(save) {
  const element = make("div", { class: "ll-saving", role: "status", tabindex: "-1" });
  let waiting = 0;
  let refused = [];

  async function keep(ask, fields) {
    const counts = ask === "log_set";
    if (counts) waiting += 1;
    show();
    const answer = await save(ask, fields);
    if (counts) waiting -= 1;
    if (!answer.ok) refused.push({ ask, fields, sentence: answer.sentence });
    show();
  }

  /** Tries once more what was refused. */
  function again() {
    const those = refused;
    refused = [];
    those.forEach(({ ask, fields }) => keep(ask, fields));
  }

  function show() {
    const reasons = [...new Set(refused.map(({ sentence }) => sentence))];
    const sets = waiting === 1 ? "1 set waits" : `${waiting} sets wait`;
    const hadFocus = element.contains(document.activeElement);
    element.replaceChildren(
      ...[
        waiting > 0 && make("p", { class: "ll-waiting" }, `${sets} to be saved. You can go on.`),
        ...reasons.map((sentence) =>
          make("p", { class: "ll-refused" }, make("b", {}, "NOT saved. "), sentence),
        ),
        reasons.length > 0 && make("p", {}, plainButton("Try to save again", again)),
      ].filter(Boolean),
    );
    if (hadFocus) element.focus();
  }

  return { element, keep, again };
}
