// Today: one clear next step on top, and the day below it.

import { guidedSession } from "../session/session.js";
import { doseWords } from "../session/words.js";
import { button } from "../shared/controls.js";
import { make, within } from "../shared/dom.js";
import { putFocus } from "../shared/focus.js";
import { sessionStatus } from "../shared/sets.js";
import { dayWords } from "../shared/words.js";
import { activitiesCard } from "./activities.js";
import { anewCard, startField } from "./anew.js";
import { cautionQuestions, cautionsCard } from "./cautions.js";
import { dayCard, movementsCard, notesCard } from "./day.js";
import { numberField, wholeNumber } from "./fields.js";
import { card, fold, viewOf } from "./parts.js";
import { section, sectionsOf } from "./sections.js";

/** @import { Fields } from "../shared/desk.js" */
/** @import { LeftSession, SessionSet } from "../session/plan.d.ts" */
/** @import { App, Day, DiaryView, LastCheck, Section } from "./view.d.ts" */

/** @type {Intl.DateTimeFormatOptions} */
const WHOLE_DAY = { weekday: "short", day: "numeric", month: "long", year: "numeric" };

/**
 * @param {App} app
 * @param {HTMLElement} host
 */
export function todayScreen(app, host) {
  const { days } = app.content.limits;
  const sections = make("div", { class: "ll-columns" });
  const show = sectionsOf(sections);
  /** @type {ReturnType<typeof guidedSession> | null} */
  let running = null;
  host.append(sections);

  function render() {
    const { view } = app;
    if (running) return;
    if (!view) {
      show([["closed", {}, () => card("Today", make("p", {}, "No diary is open yet."))]]);
      return;
    }
    const day = view.days.find((one) => one.date === view.today);
    const list = [section("next", nextModel(view, day), nextCard)];
    if (view.stage === "active" && view.cautions?.length) {
      const model = { cautions: view.cautions };
      list.push(section("cautions", model, (shown) => cautionsCard(app, shown)));
    }
    if (day && view.stage === "active" && !view.safety.due) {
      app.fetchPictures(day.sets);
      list.push(section("movements", { day, visit: app.visit }, planCard));
    }
    if (day) {
      const own = { ...day, session: null, others: [], state: "" };
      list.push(
        section(`day-${day.date}`, { day: own, visit: app.visit }, (model) => dayCard(app, model)),
      );
    }
    if (day?.notes.length) {
      const only = { date: day.date, notes: day.notes };
      list.push(section(`notes-${day.date}`, { day: only }, (model) => notesCard(app, model)));
    }
    const { activities } = view;
    const over = view.stage === "finished" || (view.day ?? 0) >= view.days.length;
    if (over ? activities.length : view.stage === "active") {
      const model = { activities, over, today: view.today };
      list.push(section("activities", model, (shown) => activitiesCard(app, shown)));
    }
    if (view.stage === "active" || view.stage === "finished") {
      const running = view.stage === "active";
      const { clear, walk_min_start: walk } = view;
      const model = { clear, running, start: view.days[0].date, today: view.today, walk };
      if (day || !running) {
        list.push(section("anew", model, (shown) => anewCard(app, shown)));
      }
    }
    if (view.stage !== "new") list.push(section("more", {}, moreCard));
    show(list);
  }

  /**
   * @param {DiaryView} view
   * @param {Day | undefined} day
   */
  function nextModel(view, day) {
    return {
      stage: view.stage,
      due: view.safety.due,
      why: view.safety.why,
      last: view.safety.last,
      today: view.today,
      n: view.day,
      session: day?.session ?? null,
      left: view.open_session,
      waits: app.waits(),
      clear: view.clear,
      ended: view.ended,
      asked: view.cautions !== null,
      reviewed: view.reviewed,
      day: day && { sets: day.sets, mark: day.mark },
    };
  }

  /** @param {ReturnType<typeof nextModel>} model */
  function nextCard(model) {
    const title =
      model.n !== null && model.n >= 1 && model.n <= days ? `Day ${model.n} of ${days}` : "Today";
    return make(
      "section",
      { class: "ll-card ll-next" },
      make("h3", {}, title),
      ...adviceOf(model.last),
      ...nextStep(model),
    );
  }

  /**
   * What the last safety check advised stands here as long as it asks for a clinician.
   *
   * @param {LastCheck | null} last
   */
  function adviceOf(last) {
    const advice = Object.values(app.content.safety.advice).find(({ tier }) => tier === last?.tier);
    if (!last || !advice || advice.tier === "none") return [];
    const when = `By your answers of ${dayWords(last.date)}:`;
    const soon = !advice.urgent;
    return [
      make("p", { class: "ll-hint" }, when),
      make("p", { class: soon ? "" : "ll-headline" }, make("b", {}, advice.headline)),
      !soon && make("p", {}, advice.action),
    ].filter(Boolean);
  }

  /** @param {ReturnType<typeof nextModel>} model */
  function nextStep(model) {
    const { stage, due, why, n, session, left, waits, clear, ended, asked, reviewed, day } = model;
    /** @param {string} words */
    const safety = (words) =>
      button("to-safety", words, () => app.goTo("safety"), { kind: "main" });
    const last = n === days;
    if (stage === "again") {
      /**
       * @param {string} words
       * @param {string} ask
       * @param {Fields} fields
       * @param {string} kind
       */
      const again = (words, ask, fields, kind) =>
        button(ask, words, () => app.act(ask, fields), { kind, saves: true });
      const stopped = { two_weeks_id: viewOf(app).two_weeks_id };
      return [
        make(
          "p",
          {},
          "You have answered the questions again, and nothing in them asks for help first. Go on only if whoever you spoke to agrees.",
        ),
        make(
          "div",
          { class: "ll-row" },
          n !== null &&
            n <= days &&
            again(`Go on with day ${n}`, "resume_two_weeks", stopped, "main"),
          again("Begin again with day 1", "begin_two_weeks", {}, ""),
        ),
      ];
    }
    if (stage === "paused") return [make("p", {}, why), safety("Answer the questions again")];
    if (stage === "new" || due) return [make("p", {}, why), safety("Answer the safety questions")];
    if (stage === "ready") return [make("p", {}, "Nothing stands in the way."), startForm("main")];
    if (stage === "finished") {
      const begin = reviewed ? "main" : "";
      return [
        make(
          "p",
          {},
          ended
            ? "You have ended these two weeks. What you wrote in them stays."
            : reviewed
              ? "Your two weeks are over, and your review of them is kept."
              : "Your two weeks are over. The last lesson reads your record with you: 10, Reading your record.",
        ),
        ended &&
          n !== null &&
          n <= days &&
          button(
            "go-on",
            clear ? `Go on with day ${n} after all` : "Go on after all: first the safety questions",
            () =>
              clear
                ? app.act("resume_two_weeks", { two_weeks_id: viewOf(app).two_weeks_id })
                : app.goTo("safety", { again: true }),
            { saves: clear },
          ),
        button("to-log", `Look at the ${days} days`, lookBack, { kind: reviewed ? "" : "main" }),
        fold(
          app.drafts,
          "another",
          "Another two weeks?",
          make("p", {}, app.content.words.another),
          clear
            ? startForm(begin)
            : button("again", "Answer the safety questions", () => app.goTo("safety"), {
                kind: begin,
              }),
        ),
      ];
    }
    if (!day)
      return [
        make(
          "p",
          {},
          `Day 1 is ${dayWords(viewOf(app).days[0].date, WHOLE_DAY)}, and by your clock that is still to come.`,
        ),
        startField(app, { start: viewOf(app).days[0].date, today: viewOf(app).today }),
      ];
    if (waits) return [make("p", {}, "What you did is being saved …")];
    if (left) {
      const set = left.sets.findIndex((one) => !one.log) + 1;
      return [
        make(
          "p",
          {},
          `You began a session on ${dayWords(left.date)}. What you had finished is saved.`,
        ),
        make(
          "div",
          { class: "ll-row" },
          set > 0 &&
            button("continue", `Continue at set ${set}`, () => begin(left), { kind: "main" }),
          button("end-here", "End it here", () => endHere(left), { saves: true }),
        ),
      ];
    }
    if (session?.status === "stopped_pain") {
      return [
        make(
          "p",
          {},
          "You stopped because of pain, and what you did before is logged. Take it easy now. Is there a sign of the safety check? Then answer its questions first.",
        ),
        button("to-safety", "Answer the safety questions", () =>
          app.goTo("safety", { again: true }),
        ),
      ];
    }
    if (session) {
      const words =
        session.status === "done"
          ? "All of today's movements are logged."
          : "Part of today's movements is logged.";
      const then = last
        ? ` This is the last of the ${days} days: when you have saved it, lesson 10, Reading your record, looks back with you.`
        : "";
      return [
        make("p", {}, `${words} Now the rest of the day: a walk, and what you could do.${then}`),
      ];
    }
    if (day.mark)
      return [
        make(
          "p",
          {},
          "You have marked today as a day off. If you feel like it, you can still do a little.",
        ),
      ];
    if (!asked) return [cautionQuestions(app, [])];
    return [
      make(
        "p",
        {},
        "Lie down where you have room. The session leads you through it, breath by breath.",
      ),
      button("start", "Start the session", () => begin(null), { kind: "main" }),
    ];
  }

  /**
   * A session of which nothing is stored was none.
   *
   * @param {LeftSession} left
   */
  function endHere({ id, rev, sets }) {
    const outcomes = sets.map(({ log }) => log?.outcome);
    if (!outcomes.some(Boolean)) return app.act("delete_session", { session_id: id, rev });
    return app.act("end_session", { session_id: id, status: sessionStatus(outcomes) });
  }

  function lookBack() {
    app.weeks.latest();
    app.goTo("log");
  }

  /** @param {string} kind */
  function startForm(kind) {
    const key = "start:walk";
    const start = () =>
      app.act("begin_two_weeks", { walk_min_start: wholeNumber(app.drafts.get(key) ?? "") });
    return make(
      "div",
      {},
      make(
        "p",
        {},
        `Day 1 would be today, ${dayWords(viewOf(app).today)}; day ${days} is two weeks from now.`,
      ),
      numberField(
        app.drafts,
        key,
        "A walk that you know you can do, in minutes (you may leave it empty)",
        null,
        {
          step: 5,
          low: 1,
          high: app.content.limits.walk_min[1],
          start: 10,
        },
      ),
      make(
        "div",
        { class: "ll-row" },
        button("begin-programme", "Begin my two weeks today", start, { kind, saves: true }),
      ),
    );
  }

  /** @param {{ day: Day }} model */
  function planCard({ day }) {
    const lines = doseWords(day.sets, app.content.movements).map(([name, dose]) =>
      make("li", {}, make("b", {}, name), `: ${dose}`),
    );
    const walk =
      day.walks &&
      make("li", {}, make("b", {}, app.content.movements.walk.name), `: ${walkWords(day)}`);
    return card(
      day.effort === "light" ? "Today's movements (a lighter day)" : "Today's movements",
      make("ul", { class: "ll-plan" }, ...lines, walk),
      movementsCard(app, { day }),
    );
  }

  /** @param {Day} day */
  function walkWords(day) {
    const start = viewOf(app).walk_min_start;
    if (!start) return "as far as is comfortable, in one go or in pieces";
    return day.effort === "light"
      ? `about half of your ${start} minutes, in one go or in pieces`
      : `about ${start} minutes, or what is comfortable, in one go or in pieces`;
  }

  function moreCard() {
    return make(
      "div",
      { class: "ll-row ll-more" },
      button("changed", "My symptoms have changed", () => app.goTo("safety", { again: true })),
    );
  }

  /**
   * The guided session takes the screen until it is left; updates of the diary pass it by.
   *
   * @param {LeftSession | null} left
   */
  function begin(left) {
    const view = viewOf(app);
    const day = view.days.find((one) => one.date === (left?.date ?? view.today));
    /** @param {string} tab */
    const leave = (tab) => {
      running?.close();
      running = null;
      guided.remove();
      sections.hidden = false;
      app.goTo(tab);
      app.look();
    };
    const session = guidedSession({
      sets: left?.sets ?? (day?.sets ?? []).map((set) => ({ ...set, log: null })),
      movements: app.content.movements,
      traffic: app.content.traffic,
      cautions: app.content.cautions.filter(({ id }) => view.cautions?.includes(id)),
      breathMs: view.breath_ms,
      unsure: view.unsure,
      session: left,
      save: app.save,
      onClose: () => leave("today"),
      onSafety: () => leave("safety"),
    });
    const guided = session.element;
    sections.hidden = true;
    host.append(guided);
    running = session;
    putFocus(within(guided, "h3, button"));
  }

  return {
    render,
    isGuiding: () => running !== null,
    isPacing: () => running?.isRunning() ?? false,
    close: () => running?.close(),
  };
}
