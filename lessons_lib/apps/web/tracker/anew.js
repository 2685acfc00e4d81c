// Beginning again, ending early, and putting right a start that a wrong clock has dated.

import { button } from "../shared/controls.js";
import { make } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { dayWords } from "../shared/words.js";
import { card, fold, viewOf } from "./parts.js";

/** @import { Child } from "../shared/dom.js" */
/** @import { App } from "./view.d.ts" */

/**
 * The safety questions first, then what needs them.
 *
 * @param {App} app
 * @param {boolean} clear whether today's answers let the learner go on
 * @param {Child[]} then
 */
export function afterSafety(app, clear, ...then) {
  if (clear) return then;
  return [
    button("anew-safety", "First the safety questions", () => app.goTo("safety", { again: true })),
  ];
}

/**
 * @param {App} app
 * @param {{ clear: boolean, running: boolean, start: string, today: string, walk: number | null }} model
 */
export function anewCard(app, { clear, running, start, today, walk }) {
  const { two_weeks_id: id } = viewOf(app);
  const begin = () => app.act("begin_two_weeks", { walk_min_start: walk, instead_of: id });
  const end = () => app.act("end_two_weeks", { two_weeks_id: id, status: "abandoned" });
  return card(
    null,
    fold(
      app.drafts,
      "anew",
      running ? "Begin again, end early, or put the start right" : "Is the start wrong?",
      running && make("p", {}, app.content.words.anew),
      running &&
        make(
          "div",
          { class: "ll-row" },
          ...afterSafety(
            app,
            clear,
            button("begin-again", `Begin again today, ${dayWords(today)}`, begin, { saves: true }),
          ),
          button("end-early", "End these two weeks", end, { saves: true }),
        ),
      startField(app, { start, today }),
    ),
  );
}

/**
 * The day that was day 1, to be put right.
 *
 * @param {App} app
 * @param {{ start: string, today: string }} model
 */
export function startField(app, { start, today }) {
  const id = freshId("start");
  const key = "start:date";
  const input = make("input", {
    type: "date",
    id,
    "data-key": key,
    max: today,
    value: /** @type {string} */ (app.drafts.get(key) ?? [start, today].sort()[0]),
    oninput: ({ target }) => app.drafts.set(key, target.value),
  });
  const move = () => {
    const { two_weeks_id, two_weeks_rev: rev } = viewOf(app);
    if (!input.value || input.value === start) {
      app.say("Choose the day that was day 1.");
      return;
    }
    app.act("move_start", { two_weeks_id, rev, start_date: input.value }, { drafts: [key] });
  };
  return make(
    "div",
    {},
    make("p", {}, app.content.words.start),
    make("div", { class: "ll-field" }, make("label", { for: id }, "Day 1 was on"), input),
    make(
      "div",
      { class: "ll-row" },
      button("move-start", "Put the start right", move, { saves: true }),
    ),
  );
}
