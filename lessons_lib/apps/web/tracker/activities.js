// Up to three things that the learner wants to do again: rated at the start and at the end.

import { button } from "../shared/controls.js";
import { make } from "../shared/dom.js";
import { range, scaleField, textField } from "./fields.js";
import { card, fold, viewOf } from "./parts.js";

/** @import { Activity, App } from "./view.d.ts" */

const EASE = { lowWords: "not at all", highWords: "as before" };

/**
 * The activities of the two weeks; at their end only those that were named are asked about again.
 *
 * @param {App} app
 * @param {{ activities: Activity[], over: boolean, today: string }} model as in the view, and whether
 *   the last day has come
 */
export function activitiesCard(app, { activities, over, today }) {
  const { limits } = app.content;
  const ease = { ...EASE, ...range(limits.activity_score) };
  /**
   * @param {number} slot
   * @param {string} name
   */
  const key = (slot, name) => `activity-${slot}:${name}`;
  const slots = activities.map((one) => one.slot);
  const every = Array.from({ length: limits.activities }, (_, index) => index + 1);
  const free = every.filter((slot) => !slots.includes(slot)).slice(0, 1);
  const empty = { id: null, rev: 0, name: "", score_start: null, score_end: null };
  const shown = over ? activities : [...activities, ...free.map((slot) => ({ ...empty, slot }))];
  const names = ["name", "start", "end"];
  const drafts = shown.flatMap(({ slot }) => names.map((name) => key(slot, name)));

  /** @param {Activity} activity */
  function form({ slot, name, score_start: start, score_end: end }) {
    if (over)
      return scaleField(
        app.drafts,
        key(slot, "end"),
        `How well does it go now: ${name}?`,
        end,
        ease,
      );
    const label = ["Something you want to do again", "A second one", "A third one"][slot - 1];
    return make(
      "div",
      { class: "ll-activity", role: "group", "aria-label": name || label },
      textField(app.drafts, key(slot, "name"), label, name, { maxlength: limits.activity_name }),
      scaleField(app.drafts, key(slot, "start"), "How well does it go at the start?", start, ease),
    );
  }

  function save() {
    const touched = shown.flatMap(({ slot, id, rev }) => {
      const fields = Object.fromEntries(
        names
          .filter((name) => app.drafts.has(key(slot, name)))
          .map((name) => [name, app.drafts.get(key(slot, name))]),
      );
      // A form that was begun and emptied again is none.
      const given = Object.values(fields).filter((value) => id || (value !== null && value !== ""));
      return given.length ? [{ slot, activity_id: id, rev, ...fields }] : [];
    });
    if (touched.length === 0) {
      app.say("Nothing new to save.");
      return;
    }
    const about = { two_weeks_id: viewOf(app).two_weeks_id, activities: touched };
    app.act("save_activities", about, { drafts });
  }

  const row = make(
    "div",
    { class: "ll-row" },
    button("save-activities", "Save these", save, { saves: true }),
  );
  if (over) return card("What you wanted to do again", ...shown.map(form), row);
  const count = activities.length ? ` (${activities.length} of ${limits.activities})` : "";
  return card(
    null,
    fold(
      app.drafts,
      `activities-${today}`,
      `Up to three things you want to do again${count}`,
      make("p", { class: "ll-hint" }, app.content.words.activities),
      ...shown.map(form),
      row,
    ),
  );
}
