// One day: what was done, how it was, a note. Today and every earlier day are filled in the same way.

import { setName } from "../session/words.js";
import { button, choiceField } from "../shared/controls.js";
import { make } from "../shared/dom.js";
import { freshUuid } from "../shared/ids.js";
import { setLog } from "../shared/sets.js";
import { plural } from "../shared/words.js";
import { numberField, range, scaleField, textField, wholeNumber } from "./fields.js";
import { card, fold, viewOf } from "./parts.js";

/** @import { App, Day, Note, StoredSession } from "./view.d.ts" */
/** @import { PlannedSet } from "../session/plan.d.ts" */
/** @import { Fields } from "../shared/desk.js" */

/**
 * The kinds of a day, an ordinary one first.
 *
 * @param {App} app
 * @returns {App["content"]["marks"]}
 */
export function marksOf({ content }) {
  return [[null, "an ordinary day"], ...content.marks];
}

const PAIN = { lowWords: "no pain", highWords: "as bad as you can imagine" };

/**
 * How many holds of a set count as done; holds are what people count, breaths are what is kept.
 *
 * @param {PlannedSet} set
 * @param {StoredSession | null} session
 */
function holdsDone(set, session) {
  const log = session?.sets.find((one) => one.position === set.position);
  return log ? Math.round(log.done_breaths / set.breaths) : 0;
}

/**
 * @param {PlannedSet[]} sets
 * @param {(number | string)[]} holds
 */
function logged(sets, holds) {
  return sets.map((set, index) => {
    const done = holds[index];
    return setLog(set, { done_breaths: typeof done === "number" ? done * set.breaths : done });
  });
}

/**
 * "I did all of it", the short version, or movement by movement.
 *
 * @param {App} app
 * @param {{ day: Day }} model
 */
export function movementsCard(app, { day }) {
  const { date, sets, session } = day;
  /** @param {string} name */
  const key = (name) => `${date}:${name}`;
  const drafts = sets.map((set) => key(`set-${set.position}`));
  /** @param {(number | string)[]} holds */
  const write = (holds) => {
    const done = logged(sets, holds);
    return session
      ? app.act(
          "edit_session",
          { session_id: session.id, rev: session.rev, sets: done },
          { drafts },
        )
      : app.act(
          "log_session",
          { session_id: freshUuid(), local_date: date, sets: done },
          { drafts },
        );
  };
  const all = () => write(sets.map((set) => set.holds));
  const short = () => write(sets.map(() => 1));
  const exact = () =>
    write(
      sets.map((set, index) => {
        const draft = app.drafts.get(drafts[index]);
        return draft === undefined ? holdsDone(set, session) : (wholeNumber(draft) ?? 0);
      }),
    );
  const steppers = sets.map((set, index) => {
    const unit = `${app.content.movements[set.movement].time}s`;
    return numberField(
      app.drafts,
      drafts[index],
      `${setName(set, app.content.movements)}: ${unit} done, of ${set.holds}`,
      holdsDone(set, session),
      { high: set.holds },
    );
  });
  const others = day.others.map((one) =>
    make(
      "p",
      {},
      `Another session of this day is kept and counted too: ${plural(one.breaths, "breath")}. `,
      button(
        key(`delete-${one.id}`),
        "Delete it",
        () => app.act("delete_session", { session_id: one.id, rev: one.rev }),
        { saves: true, kind: "quiet" },
      ),
    ),
  );
  const remove =
    session &&
    button(
      key("delete-session"),
      "Delete what is logged",
      () => app.act("delete_session", { session_id: session.id, rev: session.rev }),
      { saves: true, kind: "quiet" },
    );
  return make(
    "div",
    { class: "ll-by-hand" },
    !session &&
      make(
        "div",
        { class: "ll-row" },
        button(key("all"), "I did all of it", all, { saves: true }),
        button(key("short"), "I did one of each", short, { saves: true }),
      ),
    !session && make("p", { class: "ll-hint" }, app.content.words.short),
    fold(
      app.drafts,
      key("exact"),
      session ? "Change what is logged" : "Log it movement by movement",
      ...steppers,
      make(
        "div",
        { class: "ll-row" },
        button(key("save-sets"), "Save the movements", exact, { saves: true }),
        remove,
      ),
    ),
    ...others,
  );
}

/**
 * The day in the learner's own words and numbers; what they could do comes before any pain.
 *
 * @param {App} app
 * @param {{ day: Day }} model
 */
export function dayCard(app, { day }) {
  const { date } = day;
  const { limits } = app.content;
  const pain = { ...PAIN, ...range(limits.pain) };
  /** @param {string} name */
  const key = (name) => `${date}:${name}`;
  const drafts = ["could", "walk", "back", "leg", "mark", "note"].map(key);
  if (day.mark) app.drafts.set(`open:${key("off")}`, true);
  if (day.pain_back !== null || day.pain_leg !== null) app.drafts.set(`open:${key("pain")}`, true);
  const save = () => {
    // Only what was touched is sent: an answer that nobody gave is not an answer.
    /** @type {Fields} */
    const fields = {};
    for (const [name, field] of [
      ["could", "could"],
      ["note", "note"],
      ["back", "pain_back"],
      ["leg", "pain_leg"],
      ["mark", "mark"],
    ]) {
      if (app.drafts.has(key(name))) fields[field] = app.drafts.get(key(name));
    }
    if (app.drafts.has(key("walk"))) fields.walk_min = wholeNumber(app.drafts.get(key("walk")));
    if (Object.keys(fields).length === 0) {
      app.say("Nothing new to save.");
      return;
    }
    const could = { could_id: day.could?.id ?? null, could_rev: day.could?.rev ?? 0 };
    app.act("save_day", { local_date: date, rev: day.rev, ...could, ...fields }, { drafts });
  };
  return card(
    "How was the day?",
    textField(app.drafts, key("could"), "Today I could …", day.could?.body, {
      maxlength: 300,
      hint: "Something you managed, however small: the stairs, the shop, ten minutes with the dog.",
    }),
    numberField(app.drafts, key("walk"), "Walked, minutes in all", day.walk_min, {
      step: 5,
      ...range(limits.walk_min),
      start: viewOf(app).walk_min_start ?? 10,
    }),
    fold(
      app.drafts,
      key("pain"),
      "Pain, if you want to note it",
      scaleField(app.drafts, key("back"), "Back pain, the average of the day", day.pain_back, pain),
      scaleField(app.drafts, key("leg"), "Leg pain, the average of the day", day.pain_leg, pain),
    ),
    fold(
      app.drafts,
      key("off"),
      "A day off: resting, ill, travelling?",
      choiceField(app.drafts, key("mark"), "What kind of day is it?", day.mark, marksOf(app)),
      make("p", { class: "ll-hint" }, app.content.words.marks),
    ),
    textField(app.drafts, key("note"), "A note for yourself", "", {
      lines: 2,
      maxlength: limits.note,
    }),
    make(
      "div",
      { class: "ll-row" },
      button(key("save-day"), "Save the day", save, { kind: "main", saves: true }),
    ),
    fold(
      app.drafts,
      "why-so-little",
      "Why do we ask so little?",
      ...app.content.words.little.map((one) => make("p", {}, one)),
    ),
  );
}

/**
 * @param {App} app
 * @param {{ day: { date: string, notes: Note[] } }} model
 */
export function notesCard(app, { day }) {
  return card(
    "Notes of this day",
    make(
      "ul",
      { class: "ll-notes" },
      ...day.notes.map((note) =>
        make(
          "li",
          {},
          make("p", { dir: "auto" }, note.body),
          button(
            `note-${note.id}`,
            "Delete for good",
            () => app.act("delete_note", { note_id: note.id }),
            {
              saves: true,
              kind: "quiet",
              "aria-label": `Delete this note for good: ${note.body.slice(0, 40)}`,
            },
          ),
        ),
      ),
    ),
  );
}
