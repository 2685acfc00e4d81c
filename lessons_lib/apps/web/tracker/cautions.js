// Four questions before the first movement, asked once: what each changes stands open where it counts.

import { button } from "../shared/controls.js";
import { make } from "../shared/dom.js";

/** @import { App } from "./view.d.ts" */

/**
 * The questions; nothing ticked is an answer too, in one tap.
 *
 * @param {App} app
 * @param {string[]} before what was ticked the last time
 */
export function cautionQuestions(app, before) {
  const { cautions, words } = app.content;
  /** @param {string} id */
  const key = (id) => `caution:${id}`;
  const isTrue = (/** @type {string} */ id) => app.drafts.get(key(id)) ?? before.includes(id);
  const drafts = cautions.map(({ id }) => key(id));
  const save = () => {
    const asked = cautions.map(({ id }) => id);
    app.act("answer_cautions", { asked, true: asked.filter(isTrue) }, { drafts });
  };
  const go = button("save-cautions", goWords(), save, { kind: "main", saves: true });

  function goWords() {
    return cautions.some(({ id }) => isTrue(id)) ? "Save this and go on" : "None of these, go on";
  }

  return make(
    "div",
    { class: "ll-cautions" },
    make("p", {}, words.cautions),
    ...cautions.map(({ id, question }) =>
      make(
        "label",
        {},
        make("input", {
          type: "checkbox",
          "data-key": key(id),
          checked: isTrue(id),
          onchange: ({ target }) => {
            app.drafts.set(key(id), target.checked);
            go.textContent = goWords();
          },
        }),
        " ",
        question,
      ),
    ),
    make("div", { class: "ll-row" }, go),
  );
}

/**
 * What the answers change, open; and the way to answer anew.
 *
 * @param {App} app
 * @param {{ cautions: string[] }} model
 */
export function cautionsCard(app, { cautions }) {
  const found = app.content.cautions.filter(({ id }) => cautions.includes(id));
  return make(
    "section",
    { class: "ll-card" },
    make("h3", {}, "For you"),
    ...found.flatMap(({ question, change }) => [
      make("p", { class: "ll-hint" }, question),
      make("p", {}, change),
    ]),
  );
}
