// Which two weeks: the latest, or earlier ones, which are there to be read.

import { button } from "../shared/controls.js";
import { make } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { dayWords } from "../shared/words.js";
import { card, download, viewOf } from "./parts.js";
import { section } from "./sections.js";

/** @import { App, PastDay, ProgressPart, Span, Weeks } from "./view.d.ts" */

/**
 * What Log and Progress share: which two weeks they show, and what is known of earlier ones.
 *
 * Earlier two weeks are asked for when they are chosen; after a save they are asked for once more.
 *
 * @param {App} app
 * @returns {Weeks}
 */
export function weeksOf(app) {
  /** @typedef {{ days: PastDay[], progress: ProgressPart[] }} Found */
  /** @type {Map<string, { fresh: boolean, result: Found | null }>} */
  const known = new Map();
  /** @type {string | null} */
  let chosen = null;

  /** @param {string} id */
  function choose(id) {
    const { spans } = viewOf(app);
    chosen = id === spans[0].id ? null : id;
    app.render();
    app.say(`You see ${spanOf(spans, id)}.`);
  }

  /** @param {string} id */
  async function lookUp(id) {
    const entry = known.get(id) ?? { fresh: true, result: null };
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

  /** @param {{ list: ({ id: string } & Span)[], now: string }} model */
  function choiceCard({ list, now }) {
    const id = freshId("weeks");
    const select = make(
      "select",
      { id, "data-key": "weeks", onchange: ({ target }) => choose(target.value) },
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
          `You see ${spanOf(list, now)}. These two weeks are over: you can read them here, but no longer change them; only a note can still be deleted.`,
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
      if (list.length < 2) return [];
      return [section("weeks", { list, now: chosen ?? list[0].id }, choiceCard)];
    },
    /** The earlier two weeks that were chosen: their id, days and progress; null for the latest. */
    earlier() {
      if (!(app.view?.spans ?? []).some(({ id }) => id === chosen)) chosen = null;
      if (chosen === null) return null;
      if (!known.get(chosen)?.fresh) lookUp(chosen);
      return { id: chosen, days: [], progress: [], ...known.get(chosen)?.result };
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

/**
 * "22 November to 5 December 2026".
 *
 * @param {Span} span
 * @param {"long" | "short"} month
 */
function spanWords({ first, last }, month = "long") {
  /** @type {Intl.DateTimeFormatOptions} */
  const day = { day: "numeric", month };
  return `${dayWords(first, day)} to ${dayWords(last, { ...day, year: "numeric" })}`;
}

/**
 * @param {({ id: string } & Span)[]} list
 * @param {string} id
 */
function spanOf(list, id) {
  const span = list.find((one) => one.id === id);
  return span ? spanWords(span) : "";
}
