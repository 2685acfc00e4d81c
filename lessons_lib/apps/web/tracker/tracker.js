// The tracker: tabs, notices and the way to Python. The browser holds no truth of its own: every
// screen shows the `view` that came with the last answer, and nothing is kept outside this page.

import { button, echoBeside, holdSaves, NOT_SAVED } from "../shared/controls.js";
import { openDesk } from "../shared/desk.js";
import { make } from "../shared/dom.js";
import { putFocus } from "../shared/focus.js";
import { freshUuid } from "../shared/ids.js";
import { dayWords, timeWords } from "../shared/words.js";
import { dataScreen } from "./data.js";
import { hasTyped, openDrafts } from "./drafts.js";
import { logScreen } from "./log.js";
import { noticesOf, silentCard, troubleCard } from "./notices.js";
import { zoneWords } from "./parts.js";
import { progressScreen } from "./progress.js";
import { safetyScreen } from "./safety.js";
import { section, sectionsOf } from "./sections.js";
import { tabsOf } from "./tabs.js";
import { todayScreen } from "./today.js";
import { weeksOf } from "./weeks.js";

/** @import { PlannedSet } from "../session/plan.d.ts" */
/** @import { Fields, Item, Options } from "../shared/desk.js" */
/** @import { View } from "../shared/host.d.ts" */
/** @import { ActOptions, App, Content, DiaryView, SentDrafts, TrackerAnswer, TroubleModel, Weeks } from "./view.d.ts" */

const LOOK_AGAIN_MS = 10 * 60_000;
const CLOCK_MS = 10_000;
const PICTURES_AFTER_MS = 1500;

/** @param {View<{ content: Content, _anywidget_id: string }>} host */
function render({ model, el }) {
  const own = openDrafts(() => {
    app.visit += 1; // fields are built anew for what was typed elsewhere
    renderAll();
  });
  /** @type {App} */
  const app = {
    // A copy: what is added to it here must not become widget state.
    content: structuredClone(model.get("content")),
    view: null,
    drafts: own.drafts,
    visit: 0,
    erased: null,
    weeks: /** @type {Weeks} */ (/** @type {unknown} */ (null)),
    save: (ask, fields) => send(ask, fields, { guided: true }),
    ask: (ask, fields, options = {}) => send(ask, fields, { keep: false, ...options }),
    act,
    fetchPictures,
    look: () => app.ask("look", {}),
    open() {
      app.erased = null;
      return app.look();
    },
    say,
    render: renderAll,
    /** Whether something of a guided session is not in the view yet. */
    waits: () => desk.count(({ guided }) => guided) > 0,
    isHeld,
    change,
    forget,
    goTo,
  };
  app.weeks = weeksOf(app);
  let synthetic = Boolean(app.content.invented);
  /** @type {TroubleModel | null} */
  let trouble = null;
  let saving = false;
  /** The key of the button that was pressed last. @type {string | null} */
  let pressed = null;
  let fetching = false;
  let closed = false;
  let current = "safety";
  let moved = false;

  const dayLine = make("p", { class: "ll-day-line" }, "Opening your diary …");
  const said = make("p", { class: "ll-said", role: "status" });
  const undo = make("div");
  const showUndo = sectionsOf(undo);
  const alarm = make("div", { role: "alert" });
  const showAlarm = sectionsOf(alarm);
  const notices = make("div");
  const showNotices = sectionsOf(notices);

  /** @typedef {{ render(): void, forget?(): void, again?(): void }} Screen */
  /** @type {[id: string, words: string][]} */
  const names = [
    ["safety", "Safety"],
    ["today", "Today"],
    ["log", "Log"],
    ["progress", "Progress"],
    ["data", "My data"],
  ];
  const tabs = tabsOf("Screens of the tracker", names, (id) => goTo(id, { stay: true }));
  const root = make(
    "div",
    { class: "ll ll-tracker", role: "group", "aria-label": "Tracker" },
    make("div", { class: "ll-top" }, dayLine, make("div", { class: "ll-row" }, said, undo)),
    alarm,
    notices,
    ...tabs.elements,
  );

  const desk = /** @type {ReturnType<typeof openDesk<DiaryView>>} */ (
    openDesk(model, { onAnswer: receive, onNews: hearNews, onChange: showDesk })
  );

  const today = todayScreen(app, tabs.panel("today"));
  const safety = safetyScreen(app, tabs.panel("safety"));
  /** @type {{ [id: string]: Screen }} */
  const screens = {
    safety,
    today,
    log: logScreen(app, tabs.panel("log")),
    progress: progressScreen(app, tabs.panel("progress")),
    data: dataScreen(app, tabs.panel("data")),
  };

  // The way to Python

  /**
   * @param {TrackerAnswer} message
   * @param {Item<DiaryView>} item
   */
  function receive(message, item) {
    const before = app.view;
    if (message.ok && item.drafts) forgetDrafts(item.drafts);
    if (message.erased) showErased(message.erased);
    if (message.view && message.view.synthetic === synthetic) showView(message.view);
    if (message.view && item.keep) {
      screens.progress.forget?.();
      app.weeks.renew();
    }
    // What worked now is no trouble any more.
    if (message.ok && (item.keep || item.ask === trouble?.retry.ask)) trouble = null;
    if (item.keep && message.ok) {
      say(savedWords(message, item, [before, message.view]));
    } else if (!message.ok && !item.quiet && !(item.guided && today.isGuiding())) {
      const { sentence = "", again = false, safety: check = false, offers = [] } = message;
      const { ask, fields, id, keep, drafts } = item;
      const retry = { ask, fields, id, drafts };
      trouble = { sentence, again, safety: check, offers, saving: keep, retry };
      say("");
    }
    renderAll();
  }

  /**
   * Another page has saved something in the diary that is shown here: look at what is there now.
   *
   * @param {TrackerAnswer} message
   */
  function hearNews(message) {
    if (message.synthetic !== synthetic) return;
    if (message.erased) {
      showErased(message.erased);
      renderAll();
    } else if (app.view) {
      screens.progress.forget?.();
      app.weeks.renew();
      app.ask("look", {}, { quiet: true });
    }
  }

  /** @param {DiaryView} view */
  function showView(view) {
    if (view.today !== app.view?.today) {
      say(app.view ? newDayWords(app.view.today) : "");
      app.weeks.latest();
    }
    const first = !app.view && !moved;
    app.view = view;
    if (first) select(firstScreen(view));
  }

  /** @param {string} words */
  function showErased(words) {
    app.erased = words;
    app.view = null;
    app.drafts.clear();
  }

  /**
   * The screen shows the new day now: what was typed on the old one has not gone with it.
   *
   * @param {string} old
   */
  function newDayWords(old) {
    const typed = [...app.drafts].some(([key, value]) => key.startsWith(`${old}:`) && value !== "");
    if (!typed) return "";
    return `The day has changed. What you entered for ${dayWords(old)} is not saved yet: Log has it, on that day.`;
  }

  /**
   * What has been saved needs no draft, unless somebody has typed on in the meantime.
   *
   * @param {SentDrafts} sent
   */
  function forgetDrafts(sent) {
    for (const [key, value] of sent) if (app.drafts.get(key) === value) app.drafts.delete(key);
  }

  /**
   * @param {string[]} keys
   * @returns {SentDrafts}
   */
  function draftsOf(keys) {
    return keys.filter((key) => app.drafts.has(key)).map((key) => [key, app.drafts.get(key)]);
  }

  /**
   * @param {string} ask
   * @param {Fields} fields
   * @param {Options} options
   */
  function send(ask, fields, options) {
    return desk.send(ask, fields, { ...options, synthetic });
  }

  /**
   * One after the other, none while a session's clock runs: saves come first.
   *
   * @param {PlannedSet[]} sets
   */
  async function fetchPictures(sets) {
    if (fetching) return;
    fetching = true;
    await pause(PICTURES_AFTER_MS);
    for (const movement of new Set(sets.map((set) => set.movement))) {
      while (!closed && today.isPacing()) await pause(PICTURES_AFTER_MS);
      const one = app.content.movements[movement];
      if (closed || one.picture) continue;
      const answer = await app.ask("movement", { of: movement }, { quiet: true });
      if (answer.ok) one.picture = answer.result;
      const chair = await app.ask("movement", { of: `${movement}.chair` }, { quiet: true });
      if (chair.ok) one.chair.picture = chair.result;
    }
    fetching = false;
  }

  /**
   * One save at a time from the screens: a second tap while the first is on its way is no save.
   *
   * @param {string} ask
   * @param {Fields} fields
   * @param {ActOptions} options
   */
  async function act(ask, fields, { drafts = [], sent = draftsOf(drafts), id = freshUuid() } = {}) {
    if (saving) return { ok: false };
    saving = true;
    say("Saving …");
    showDesk();
    const answer = await send(ask, fields, { id, drafts: sent });
    saving = false;
    showDesk();
    if (answer.ok) echo(said.textContent ?? "");
    else echo(NOT_SAVED, { failed: true });
    return answer;
  }

  /** A session belongs to the diary in which it was begun: that one stays until it is left. */
  function isHeld() {
    if (today.isGuiding()) say("A session is open in Today. Leave it there first.");
    return today.isGuiding();
  }

  /** @param {boolean} value whether the invented person's diary is to be shown */
  async function change(value) {
    if (isHeld()) return;
    synthetic = value;
    app.drafts = value ? new Map() : own.drafts;
    app.view = null;
    app.erased = null;
    forget();
    await app.look();
    say(value ? "You see an invented person now." : "You see your own diary again.");
    goTo("today");
  }

  function forget() {
    app.weeks.forget();
    for (const screen of Object.values(screens)) screen.forget?.();
    for (const screen of Object.values(screens)) screen.render();
    renderAll();
  }

  // What is said at the top of every screen

  /** @param {string} words */
  function say(words) {
    said.textContent = words;
    echo(words);
  }

  /**
   * Once more beside the button that was pressed: the top may be out of sight.
   *
   * @param {string} words
   * @param {{ failed?: boolean }} [look]
   */
  function echo(words, look) {
    const place =
      pressed && tabs.panel(current).querySelector(`[data-key="${CSS.escape(pressed)}"]`);
    echoBeside(root, place && !place.closest(".ll-calendar") ? place : null, words, look);
  }

  function showDesk() {
    const count = desk.count();
    const why = desk.trouble();
    root.setAttribute("aria-busy", String(saving || (count > 0 && !why)));
    holdSaves(root, saving);
    const list = [];
    if (why) {
      const card = section("silent", { count, trouble: why, remedy: desk.remedy(why) }, (shown) =>
        silentCard(shown, desk.again),
      );
      list.push(card);
    } else if (trouble) {
      list.push(section("trouble", trouble, (shown) => troubleCard(app, shown, closeTrouble)));
    }
    showAlarm(list);
  }

  function closeTrouble() {
    trouble = null;
    showDesk();
  }

  function showHead() {
    const { view } = app;
    if (view) dayLine.textContent = `Your day: ${dayWords(view.today)} (${zoneWords(view.zone)})`;
    else if (app.erased || trouble) dayLine.textContent = "No diary is open";
    showUndo(view?.undo ? [section("undo", view.undo, undoButton)] : []);
    showNotices(noticesOf(app));
  }

  /** @param {NonNullable<DiaryView["undo"]>} last */
  function undoButton({ change: last, words }) {
    const takeBack = () => act("undo", { change: last });
    return button("undo", `Undo: ${words}`, takeBack, {
      saves: true,
      kind: "quiet",
    });
  }

  // Tabs

  /**
   * Opens a screen; `stay` leaves the focus on the tab, else it goes to what the screen says first.
   *
   * @param {string} id
   * @param {{ stay?: boolean, again?: boolean }} how
   */
  function goTo(id, { stay = false, again = false } = {}) {
    moved = true;
    if (stay) say("");
    select(id);
    if (again && id === "safety") safety.again();
    if (stay) {
      tabs.focus(id);
      return;
    }
    putFocus(tabs.panel(id).querySelector("h3") ?? tabs.panel(id));
    root.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} id */
  function select(id) {
    // Two screens have fields for the same day: each is built anew for what was typed in the other.
    app.visit += 1;
    current = id;
    tabs.select(id);
    renderAll();
  }

  /**
   * Safety comes first wherever it is due; else the learner comes for today.
   *
   * @param {DiaryView} view
   */
  function firstScreen({ stage, safety: { due } }) {
    return stage === "new" || stage === "paused" || due ? "safety" : "today";
  }

  function renderAll() {
    showHead();
    screens[current].render();
    showDesk();
  }

  root.addEventListener(
    "click",
    ({ target }) => {
      pressed = /** @type {Element} */ (target).closest("button")?.dataset.key ?? null;
    },
    { capture: true },
  );
  // Enter in a line of text saves what the line is part of, as it does in any form.
  root.addEventListener("keydown", ({ target, key, repeat, isComposing }) => {
    if (key !== "Enter" || repeat || isComposing) return;
    if (!(target instanceof HTMLInputElement) || target.type !== "text") return;
    /** @type {HTMLElement | null | undefined} */
    const save = target.closest("details, .ll-card")?.querySelector("[data-key*=save-]");
    save?.click();
  });
  el.append(root);
  select("safety");

  app.look();

  let looked = Date.now();
  const lookAgain = () => {
    if (document.visibilityState !== "visible" || app.erased) return;
    looked = Date.now();
    app.look();
  };
  // By the clock on the wall: a timer of its own stands still while the computer sleeps.
  const clock = setInterval(() => {
    if (Math.abs(Date.now() - looked) >= LOOK_AGAIN_MS) lookAgain();
  }, CLOCK_MS);
  document.addEventListener("visibilitychange", lookAgain);
  /** @param {BeforeUnloadEvent} event */
  const warn = (event) => {
    if (desk.count() > 0 || hasTyped(own.drafts)) event.preventDefault();
  };
  window.addEventListener("beforeunload", warn);
  return () => {
    closed = true;
    window.removeEventListener("beforeunload", warn);
    clearInterval(clock);
    document.removeEventListener("visibilitychange", lookAgain);
    today.close();
    desk.close();
    own.close();
  };
}

/**
 * "Saved 10:51 for Mon 30 Nov.", where it was saved for a day, after what Python says of it.
 *
 * @param {TrackerAnswer} answer
 * @param {Item<DiaryView>} item
 * @param {(DiaryView | null)[]} views before and after, in which its session may be
 */
export function savedWords({ words, view }, { ask, fields }, views) {
  const back = ask === "undo" && views[0]?.undo;
  if (back) return `Taken back: ${back.words}.`;
  const time = view?.saved_ms ? timeWords(view.saved_ms) : "";
  const of = views
    .flatMap((one) => one?.days ?? [])
    .find(({ session, others }) =>
      [session, ...others].some((one) => one && one.id === fields.session_id),
    );
  const date = /** @type {string | undefined} */ (fields.local_date) ?? of?.date;
  const day = date ? ` for ${dayWords(date)}` : "";
  return [words, time && `Saved ${time}${day}.`].filter(Boolean).join(" ");
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export default { render };
