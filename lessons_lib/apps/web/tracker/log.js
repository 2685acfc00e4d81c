// Log: fourteen days at a glance, each to be filled in, changed or taken back.

import { doseWords } from "../session/words.js";
import { button } from "../shared/controls.js";
import { make } from "../shared/dom.js";
import { dayWords, plural } from "../shared/words.js";
import { dayCard, marksOf, movementsCard, notesCard } from "./day.js";
import { card } from "./parts.js";
import { section, sectionsOf } from "./sections.js";

/** @import { App, Day, DiaryView, PastDay, Section } from "./view.d.ts" */

const ROOM_BELOW_PX = 80;

/**
 * @param {App} app
 * @param {HTMLElement} host
 */
export function logScreen(app, host) {
  const show = sectionsOf(host);
  const { states, limits } = app.content;
  const yours = `Your ${limits.days} days`;
  /** @type {string | null} */
  let chosen = null;

  function render() {
    const { view } = app;
    const earlier = app.weeks.earlier();
    /** @type {Day[]} */
    const days = (earlier ?? view)?.days ?? [];
    if (!view || (!days.length && !earlier)) {
      show([section("none", {}, noneCard)]);
      return;
    }
    const known = days.filter((one) => one.date <= view.today);
    const day = known.find((one) => one.date === chosen) ?? (earlier ? known[0] : known.at(-1));
    const cells = days.map(({ n, date, state }) => ({ n, date, state }));
    const title = earlier ? "The days of these two weeks" : yours;
    show([
      ...app.weeks.sections(),
      ...(days.length
        ? [
            section(
              "calendar",
              { cells, title, today: view.today, chosen: day?.date },
              calendarCard,
            ),
          ]
        : []),
      ...(day
        ? earlier
          ? pastSections(/** @type {PastDay} */ (day))
          : daySections(view, day)
        : []),
    ]);
  }

  /**
   * @param {PastDay} day
   * @returns {Section[]}
   */
  function pastSections(day) {
    const notes = [
      ...(day.could ? [{ ...day.could, body: `Today I could … ${day.could.body}` }] : []),
      ...day.notes,
    ];
    return [
      section(`past-${day.date}`, { day, words: states[day.state].words }, pastCard),
      ...(notes.length
        ? [
            section(`past-notes-${day.date}`, { day: { date: day.date, notes } }, (model) =>
              notesCard(app, model),
            ),
          ]
        : []),
    ];
  }

  /**
   * A day of earlier two weeks, to be read.
   *
   * @param {{ day: PastDay, words: string }} model
   */
  function pastCard({ day, words }) {
    const mark = marksOf(app).find(([value]) => value === day.mark)?.[1];
    const pain = [
      ["back", day.pain_back],
      ["leg", day.pain_leg],
    ]
      .filter(([, score]) => score !== null)
      .map(([place, score]) => `${place} ${score}`);
    const lines = [
      ...day.done,
      day.mark && `Kind of day: ${mark}`,
      day.walk_min !== null && `Walked: ${plural(day.walk_min, "minute")}`,
      pain.length > 0 && `Pain, 0 to 10: ${pain.join(", ")}`,
    ].filter(Boolean);
    return card(
      `Day ${day.n}, ${dayWords(day.date)}: ${words}`,
      lines.length
        ? make("ul", { class: "ll-plan" }, ...lines.map((one) => make("li", {}, one)))
        : make("p", {}, "No movements, walk or pain were written down on this day."),
    );
  }

  /**
   * @param {DiaryView} view
   * @param {Day} day
   * @returns {Section[]}
   */
  function daySections(view, day) {
    const isToday = day.date === view.today;
    const only = { date: day.date, notes: day.notes };
    return [
      section(`head-${day.date}`, { day, isToday, visit: app.visit }, headCard),
      section(
        `day-${day.date}`,
        { day: { ...day, session: null, others: [], state: "", notes: [] }, visit: app.visit },
        (model) => dayCard(app, model),
      ),
      ...(day.notes.length
        ? [section(`notes-${day.date}`, { day: only }, (model) => notesCard(app, model))]
        : []),
    ];
  }

  function noneCard() {
    return card(
      yours,
      make("p", {}, "They appear here once you have begun. Today says what comes first."),
    );
  }

  /** @param {{ cells: Pick<Day, "n" | "date" | "state">[], title: string, today: string, chosen: string | undefined }} model */
  function calendarCard({ cells, title, today, chosen: now }) {
    /** @param {Pick<Day, "n" | "date" | "state">} day */
    const cell = ({ n, date, state }) => {
      const { sign, words } = states[state];
      const choose = () => {
        chosen = date;
        render();
        showDay(n);
        app.say(`Day ${n}, ${dayWords(date)}: ${words}.`);
      };
      const parts = [
        make("span", { class: "ll-number" }, dayWords(date, { weekday: "short", day: "numeric" })),
        make("span", { class: "ll-symbol", "aria-hidden": "true" }, sign),
        make("span", { class: "ll-state" }, words),
      ];
      return make(
        "li",
        {},
        button(`cell-${n}`, parts, choose, {
          kind: `cell ll-${state}`,
          "aria-pressed": String(date === now),
          "aria-current": date === today && "date",
          "aria-label": `Day ${n}, ${dayWords(date)}: ${words}`,
          "aria-disabled": date > today && "true",
        }),
      );
    };
    const list = make("ol", { class: "ll-calendar" }, ...cells.map(cell));
    return card(title, list);
  }

  /**
   * On a small screen the day stands far below the calendar.
   *
   * @param {number} n
   */
  function showDay(n) {
    const title = [...host.querySelectorAll("h3")].find((one) =>
      one.textContent.startsWith(`Day ${n},`),
    );
    if (!title) return;
    const { bottom } = title.getBoundingClientRect();
    if (bottom > window.innerHeight - ROOM_BELOW_PX) title.scrollIntoView({ block: "center" });
  }

  /** @param {{ day: Day, isToday: boolean }} model */
  function headCard({ day, isToday }) {
    const when = isToday ? `${dayWords(day.date)}, today` : dayWords(day.date);
    return card(
      `Day ${day.n}, ${when}: ${states[day.state].words}`,
      make(
        "ul",
        { class: "ll-plan" },
        ...doseWords(day.sets, app.content.movements).map(([name, dose]) =>
          make("li", {}, make("b", {}, name), `: ${dose}`),
        ),
      ),
      movementsCard(app, { day }),
    );
  }

  return { render };
}
