// Which two weeks: the latest, or earlier ones, which are there to be read.

import { button } from "../shared/controls.js";
import { make } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { dayWords } from "../shared/words.js";
import { card, download } from "./parts.js";

/**
 * What Log and Progress share: which two weeks they show, and what is known of earlier ones.
 *
 * Earlier two weeks are asked for when they are chosen; after a save they are asked for once more.
 */
export function weeksOf(app) {
  const known = new Map();
  let chosen = null;

  function choose(id) {
    const { spans } = app.view;
    chosen = id === spans[0].id ? null : id;
    app.render();
    app.say(`You see ${spanWords(spans.find((one) => one.id === id))}.`);
  }

  async function lookUp(id) {
    const entry = known.get(id) ?? { result: null };
    entry.fresh = true;
    known.set(id, entry);
    const answer = await app.ask("earlier", { two_weeks_id: id });
    if (answer.ok) entry.result = answer.result;
    else {
      known.delete(id);
      if (chosen === id) chosen = null;
    }
    app.render();
  }

  function choiceCard({ list, now }) {
    const id = freshId("weeks");
    const select = make(
      "select",
      { id, "data-key": "weeks", onchange: () => choose(select.value) },
      ...list.map(({ id: value, ...span }, index) =>
        make(
          "option",
          { value, selected: value === now },
          spanWords(span, "short") + (index ? "" : " (latest)"),
        ),
      ),
    );
    const earlier = now !== list[0].id;
    return card(
      null,
      make("div", { class: "ll-field" }, make("label", { for: id }, "Which two weeks?"), select),
      earlier &&
        make(
          "p",
          {},
          `You see ${spanWords(list.find((one) => one.id === now))}. These two weeks are over: you can read them here, but no longer change them; only a note can still be deleted.`,
        ),
      earlier &&
        make(
          "div",
          { class: "ll-row" },
          button("weeks-latest", "Back to the latest two weeks", () => choose(list[0].id), {
            kind: "main",
          }),
          button("weeks-page", "One page for a clinician", async () => {
            const answer = await app.ask("export", {
              kind: "html",
              notes: false,
              two_weeks_id: now,
            });
            if (answer.ok) app.say(download(answer.result));
          }),
        ),
    );
  }

  return {
    /** The choice, as sections for a screen; none where there is nothing to choose. */
    sections() {
      const list = app.view?.spans ?? [];
      return list.length > 1 ? [["weeks", { list, now: chosen ?? list[0].id }, choiceCard]] : [];
    },
    /** The earlier two weeks that were chosen: their id, days and progress; null for the latest. */
    earlier() {
      if (!app.view?.spans.some(({ id }) => id === chosen)) chosen = null;
      if (chosen === null) return null;
      if (!known.get(chosen)?.fresh) lookUp(chosen);
      return { id: chosen, days: [], progress: [], ...known.get(chosen).result };
    },
    latest: () => {
      chosen = null;
    },
    /** What is known may be out of date. */
    renew() {
      for (const entry of known.values()) entry.fresh = false;
    },
    forget() {
      known.clear();
      chosen = null;
    },
  };
}

/** "22 November to 5 December 2026". */
function spanWords({ first, last }, month = "long") {
  const day = { day: "numeric", month };
  return `${dayWords(first, day)} to ${dayWords(last, { ...day, year: "numeric" })}`;
}
