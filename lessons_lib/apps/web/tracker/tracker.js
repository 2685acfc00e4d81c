// The tracker: tabs, notices and the way to Python. The browser holds no truth of its own: every
// screen shows the `view` that came with the last answer, and nothing is kept outside this page.

import { NOT_SAVED, button, echoBeside, holdSaves } from "../shared/controls.js";
import { openDesk } from "../shared/desk.js";
import { make } from "../shared/dom.js";
import { putFocus } from "../shared/focus.js";
import { freshUuid } from "../shared/ids.js";
import { dayWords, timeWords } from "../shared/words.js";
import { dataScreen } from "./data.js";
import { logScreen } from "./log.js";
import { noticesOf, silentCard, troubleCard } from "./notices.js";
import { zoneWords } from "./parts.js";
import { progressScreen } from "./progress.js";
import { safetyScreen } from "./safety.js";
import { sectionsOf } from "./sections.js";
import { tabsOf } from "./tabs.js";
import { todayScreen } from "./today.js";
import { weeksOf } from "./weeks.js";

const LOOK_AGAIN_MS = 10 * 60_000;
const CLOCK_MS = 10_000;
const PICTURES_AFTER_MS = 1500;

function render({ model, el }) {
  // A copy: what is added to it here must not become widget state.
  const content = structuredClone(model.get("content"));
  const ownDrafts = new Map();
  const app = { content, view: null, drafts: ownDrafts, visit: 0 };
  let synthetic = false;
  let trouble = null;
  let saving = false;
  let pressed = null;
  let root = null;
  let fetching = false;
  let closed = false;

  const dayLine = make("p", { class: "ll-day-line" }, "Opening your diary …");
  const said = make("p", { class: "ll-said", role: "status" });
  const undo = make("div");
  const showUndo = sectionsOf(undo);
  const alarm = make("div", { role: "alert" });
  const showAlarm = sectionsOf(alarm);
  const notices = make("div");
  const showNotices = sectionsOf(notices);

  const desk = openDesk(model, receive, showDesk);

  // The way to Python

  function receive(message, item) {
    if (message.ok && item?.drafts) forgetDrafts(item.drafts);
    if (message.erased) {
      app.erased = message.erased;
      app.view = null;
      app.drafts.clear();
    }
    if (message.view && message.view.synthetic === synthetic) {
      if (message.view.today !== app.view?.today) {
        say(app.view ? newDayWords(app.view.today) : "");
        app.weeks.latest();
      }
      const first = !app.view && !moved;
      app.view = message.view;
      if (first) select(firstScreen());
      if (item?.keep) {
        screens.progress.forget();
        app.weeks.renew();
      }
    }
    // What worked now is no trouble any more.
    if (message.ok && (item?.keep || item?.ask === trouble?.retry.ask)) trouble = null;
    if (item?.keep && message.ok) {
      const time = message.view?.saved_ms ? `Saved ${timeWords(message.view.saved_ms)}.` : "";
      say([message.words, time].filter(Boolean).join(" "));
    } else if (!message.ok && item && !item.quiet && !(item.guided && screens.today.isGuiding())) {
      const { sentence, again, safety, offers } = message;
      const { ask, fields, id, keep, drafts } = item;
      const retry = { ask, fields, id, drafts };
      trouble = { sentence, again, safety, offers, saving: keep, retry };
      say("");
    }
    renderAll();
  }

  /** The screen shows the new day now: what was typed on the old one has not gone with it. */
  function newDayWords(old) {
    const typed = [...app.drafts].some(([key, value]) => key.startsWith(`${old}:`) && value !== "");
    if (!typed) return "";
    return `The day has changed. What you entered for ${dayWords(old)} is not saved yet: Log has it, on that day.`;
  }

  /** What has been saved needs no draft, unless somebody has typed on in the meantime. */
  function forgetDrafts(sent) {
    for (const [key, value] of sent) if (app.drafts.get(key) === value) app.drafts.delete(key);
  }

  function draftsOf(keys) {
    return keys.filter((key) => app.drafts.has(key)).map((key) => [key, app.drafts.get(key)]);
  }

  function send(ask, fields, options) {
    return desk.send(ask, fields, { ...options, synthetic });
  }

  app.save = (ask, fields) => send(ask, fields, { guided: true });
  app.ask = (ask, fields, options = {}) => send(ask, fields, { keep: false, ...options });
  /** One after the other, none while a session's clock runs or Python cannot draw yet: saves come first. */
  app.fetchPictures = async (sets) => {
    if (fetching) return;
    fetching = true;
    await pause(PICTURES_AFTER_MS);
    for (const movement of new Set(sets.map((set) => set.movement))) {
      const one = content.movements[movement];
      while (!closed && !one.picture) {
        if (!screens.today.isPacing()) {
          const answer = await app.ask("movement", { of: movement }, { quiet: true });
          if (!answer.ok) break;
          one.picture = answer.result; // none as long as Python has nothing to draw with
        }
        if (!one.picture) await pause(PICTURES_AFTER_MS);
      }
    }
    fetching = false;
  };
  app.look = () => app.ask("look", {});
  app.open = () => {
    app.erased = null;
    return app.look();
  };
  app.say = say;
  app.render = renderAll;
  app.weeks = weeksOf(app);
  /** Whether something of a guided session is not in the view yet. */
  app.waits = () => desk.count(({ guided }) => guided) > 0;

  /** One save at a time from the screens: a second tap while the first is on its way is no save. */
  app.act = async (
    ask,
    fields,
    { drafts = [], sent = draftsOf(drafts), id = freshUuid() } = {},
  ) => {
    if (saving) return { ok: false };
    saving = true;
    say("Saving …");
    showDesk();
    const answer = await send(ask, fields, { id, drafts: sent });
    saving = false;
    showDesk();
    if (answer.ok) echo(said.textContent);
    else echo(NOT_SAVED, { failed: true });
    return answer;
  };

  /** A session belongs to the diary in which it was begun: that one stays until it is left. */
  app.isHeld = () => {
    if (screens.today.isGuiding()) say("A session is open in Today. Leave it there first.");
    return screens.today.isGuiding();
  };
  app.change = async (value) => {
    if (app.isHeld()) return;
    synthetic = value;
    app.drafts = value ? new Map() : ownDrafts;
    app.view = null;
    app.erased = null;
    app.forget();
    await app.look();
    say(value ? "You see an invented person now." : "You see your own diary again.");
    goTo("today");
  };
  app.forget = () => {
    app.weeks.forget();
    screens.progress.forget();
    screens.data.forget();
    for (const screen of Object.values(screens)) screen.render();
    renderAll();
  };

  // What is said at the top of every screen

  function say(words) {
    said.textContent = words;
    echo(words);
  }

  /** Once more beside the button that was pressed: the top may be out of sight. */
  function echo(words, look) {
    const place =
      pressed && tabs.panel(current).querySelector(`[data-key="${CSS.escape(pressed)}"]`);
    if (root) echoBeside(root, place?.closest(".ll-calendar") ? null : place, words, look);
  }

  function showDesk() {
    const count = desk.count();
    const waits = saving || (count > 0 && !desk.silent());
    root.setAttribute("aria-busy", String(waits));
    holdSaves(root, saving);
    if (desk.silent()) showAlarm([["silent", count, () => silentCard(count, desk.again)]]);
    else
      showAlarm(
        trouble ? [["trouble", trouble, (model) => troubleCard(app, model, closeTrouble)]] : [],
      );
  }

  function closeTrouble() {
    trouble = null;
    showDesk();
  }

  function showHead() {
    const { view } = app;
    if (view) dayLine.textContent = `Your day: ${dayWords(view.today)} (${zoneWords(view.zone)})`;
    else if (app.erased || trouble) dayLine.textContent = "No diary is open";
    showUndo(
      view?.undo
        ? [
            [
              "undo",
              view.undo,
              ({ change, words }) =>
                button(
                  "undo",
                  `Undo the last change: ${words}`,
                  () => app.act("undo", { change }),
                  {
                    saves: true,
                    kind: "quiet",
                  },
                ),
            ],
          ]
        : [],
    );
    showNotices(noticesOf(app));
  }

  // Tabs

  const TABS = [
    ["safety", "Safety", safetyScreen],
    ["today", "Today", todayScreen],
    ["log", "Log", logScreen],
    ["progress", "Progress", progressScreen],
    ["data", "My data", dataScreen],
  ];
  const tabs = tabsOf("Screens of the tracker", TABS, (id) => goTo(id, { stay: true }));
  const screens = Object.fromEntries(TABS.map(([id, , build]) => [id, build(app, tabs.panel(id))]));
  let current = null;
  let moved = false;

  /** Opens a screen; `stay` leaves the focus on the tab, else it goes to what the screen says first. */
  function goTo(id, { stay = false, again = false } = {}) {
    moved = true;
    if (stay) say("");
    select(id);
    if (again && id === "safety") screens.safety.again();
    if (stay) {
      tabs.focus(id);
      return;
    }
    putFocus(tabs.panel(id).querySelector("h3") ?? tabs.panel(id));
    root.scrollIntoView({ block: "nearest" });
  }
  app.goTo = goTo;

  function select(id) {
    // Two screens have fields for the same day: each is built anew for what was typed in the other.
    app.visit += 1;
    current = id;
    tabs.select(id);
    renderAll();
  }

  /** Safety comes first wherever it is due; else the learner comes for today. */
  function firstScreen() {
    const { stage, safety } = app.view;
    return stage === "new" || stage === "paused" || safety.due ? "safety" : "today";
  }

  function renderAll() {
    showHead();
    screens[current]?.render();
    showDesk();
  }

  root = make(
    "div",
    { class: "ll ll-tracker", role: "group", "aria-label": "Tracker" },
    make("div", { class: "ll-top" }, dayLine, make("div", { class: "ll-row" }, said, undo)),
    alarm,
    notices,
    ...tabs.elements,
  );
  root.addEventListener(
    "click",
    ({ target }) => {
      pressed = target.closest("button")?.dataset.key ?? null;
    },
    { capture: true },
  );
  // Enter in a line of text saves what the line is part of, as it does in any form.
  root.addEventListener("keydown", ({ target, key, repeat, isComposing }) => {
    if (key !== "Enter" || repeat || isComposing || target.type !== "text") return;
    target.closest("details, .ll-card").querySelector("[data-key*=save-]")?.click();
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
  const warn = (event) => {
    if (desk.count() > 0) event.preventDefault();
  };
  window.addEventListener("beforeunload", warn);
  return () => {
    closed = true;
    window.removeEventListener("beforeunload", warn);
    clearInterval(clock);
    document.removeEventListener("visibilitychange", lookAgain);
    screens.today.close();
    desk.close();
  };
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export default { render };
