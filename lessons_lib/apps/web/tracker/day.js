// One day: what was done, how it was, a note. Today and every earlier day are filled in the same way.

import { isRepeated, setName } from "../session/words.js";
import { button, choiceField } from "../shared/controls.js";
import { make } from "../shared/dom.js";
import { plural } from "../shared/words.js";
import { numberField, scaleField, textField, wholeNumber } from "./fields.js";
import { card, fold } from "./parts.js";

export const MARKS = [
  [null, "an ordinary day"],
  ["rest", "rest"],
  ["ill", "ill"],
  ["travel", "travelling"],
  ["flare_up", "a flare-up"],
  ["other", "something else"],
];

export const MOST_WALK_MIN = 1440;
const PAIN = { low: 0, high: 10, lowWords: "no pain", highWords: "as bad as you can imagine" };

/** How many holds of a set count as done; holds are what people count, breaths are what is kept. */
function holdsDone(set, session) {
  const log = session?.sets.find((one) => one.position === set.position);
  return log ? Math.round(log.done_breaths / set.breaths) : 0;
}

function logged(sets, holds) {
  return sets.map((set, index) => ({
    position: set.position,
    movement: set.movement,
    side: set.side,
    target_breaths: set.holds * set.breaths,
    done_breaths: typeof holds[index] === "number" ? holds[index] * set.breaths : holds[index],
  }));
}

/** "I did all of it", the short version, or movement by movement. */
export function movementsCard(app, { day }) {
  const { date, sets, session } = day;
  const key = (name) => `${date}:${name}`;
  const drafts = sets.map((set) => key(`set-${set.position}`));
  const write = (holds) =>
    app.act(
      "log_session",
      {
        date,
        session_id: session?.id ?? null,
        rev: session?.rev ?? null,
        sets: logged(sets, holds),
      },
      { drafts },
    );
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
    const unit = isRepeated(set, app.content.movements) ? "repeats" : "holds";
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

/** The day in the learner's own words and numbers; what they could do comes before any pain. */
export function dayCard(app, { day }) {
  const { date } = day;
  const key = (name) => `${date}:${name}`;
  const drafts = ["could", "walk", "back", "leg", "mark", "note"].map(key);
  if (day.mark) app.drafts.set(`open:${key("off")}`, true);
  if (day.pain_back !== null || day.pain_leg !== null) app.drafts.set(`open:${key("pain")}`, true);
  const save = () => {
    // Only what was touched is sent: an answer that nobody gave is not an answer.
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
    app.act("save_day", { date, rev: day.rev, ...could, ...fields }, { drafts });
  };
  return card(
    "How was the day?",
    textField(app.drafts, key("could"), "Today I could …", day.could?.body, {
      maxlength: 300,
      hint: "Something you managed, however small: the stairs, the shop, ten minutes with the dog.",
    }),
    numberField(app.drafts, key("walk"), "Walked, minutes in all", day.walk_min, {
      step: 5,
      high: MOST_WALK_MIN,
      start: app.view.walk_start ?? 10,
    }),
    fold(
      app.drafts,
      key("pain"),
      "Pain, if you want to note it",
      scaleField(app.drafts, key("back"), "Back pain, the average of the day", day.pain_back, PAIN),
      scaleField(app.drafts, key("leg"), "Leg pain, the average of the day", day.pain_leg, PAIN),
    ),
    fold(
      app.drafts,
      key("off"),
      "A day off: resting, ill, travelling?",
      choiceField(app.drafts, key("mark"), "What kind of day is it?", day.mark, MARKS),
      make("p", { class: "ll-hint" }, app.content.words.marks),
    ),
    textField(app.drafts, key("note"), "A note for yourself", "", { lines: 2, maxlength: 2000 }),
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
