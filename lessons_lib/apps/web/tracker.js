// The tracker: tabs, notices and the way to Python. The browser holds no truth of its own: every
// screen shows the `view` that came with the last answer, and nothing is kept outside this page.

const LOOK_AGAIN_MS = 10 * 60_000;
const PICTURES_AFTER_MS = 1500;

function render({ model, el }) {
  // A copy: what is added to it here must not become widget state.
  const content = structuredClone(model.get("content"));
  const app = { content, view: null, drafts: new Map() };
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
  const notices = make("div");
  const showNotices = sectionsOf(notices);

  const desk = openDesk(model, receive, showDesk);

  // The way to Python

  function receive(message, item) {
    if (message.ok && item?.drafts) forgetDrafts(item.drafts);
    if (message.erased) {
      app.erased = message.erased;
      app.view = null;
    }
    if (message.view && message.view.synthetic === synthetic) {
      if (message.view.today !== app.view?.today) {
        say("");
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
    if (item?.keep && message.ok) {
      trouble = null;
      const time = message.view?.saved_ms ? `Saved ${timeWords(message.view.saved_ms)}.` : "";
      say([message.words, time].filter(Boolean).join(" "));
    } else if (!message.ok && item && !item.quiet && !(item.guided && screens.today.isGuiding())) {
      const { sentence, code, offers = [] } = message;
      const { ask, fields, id, keep, drafts } = item;
      trouble = { sentence, code, offers, saving: keep, retry: { ask, fields, id, drafts } };
      say("");
    }
    renderAll();
  }

  /** What has been saved needs no draft, unless somebody has typed on in the meantime. */
  function forgetDrafts(sent) {
    for (const [key, value] of sent) if (app.drafts.get(key) === value) app.drafts.delete(key);
  }

  function send(ask, fields, options) {
    return desk.send(ask, { ...fields, synthetic }, options);
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
        const pacing = screens.today.isPacing();
        const answer = pacing ? { ok: true } : await app.ask("movement", { of: movement }, { quiet: true });
        if (!answer.ok) break;
        one.picture = answer.result;
        if (!one.picture) await pause(PICTURES_AFTER_MS); // Python has nothing to draw with yet
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
  /** Whether something that was done is not in the view yet. */
  app.waits = () => desk.count() > 0;

  /** One save at a time from the screens: a second tap while the first is on its way is no save. */
  app.act = async (ask, fields, { drafts = [], id = freshUuid() } = {}) => {
    if (saving) return { ok: false };
    saving = true;
    say("Saving …");
    showDesk();
    const sent = drafts.filter((key) => app.drafts.has(key)).map((key) => [key, app.drafts.get(key)]);
    const answer = await send(ask, fields, { id, drafts: sent });
    saving = false;
    showDesk();
    if (answer.ok) echo(said.textContent);
    else echo("NOT saved: see the top.");
    return answer;
  };

  app.change = async (value) => {
    synthetic = value;
    app.view = null;
    app.erased = null;
    app.forget();
    await app.look();
    say(value ? "You see an invented person now." : "You see your own diary again.");
    goTo("today");
  };
  app.forget = () => {
    app.drafts.clear();
    app.weeks.forget();
    screens.progress.forget();
    screens.data.forget();
    renderAll();
  };

  // What is said at the top of every screen

  function say(words) {
    said.textContent = words;
    echo(words);
  }

  /** Once more beside the button that was pressed: the top may be out of sight. */
  function echo(words) {
    const place = pressed && tabs.panel(current).querySelector(`[data-key="${CSS.escape(pressed)}"]`);
    if (root) echoBeside(root, place?.closest(".ll-calendar") ? null : place, words);
  }

  function showDesk() {
    const count = desk.count();
    const waits = saving || (count > 0 && !desk.silent());
    root.setAttribute("aria-busy", String(waits));
    for (const one of root.querySelectorAll("[data-saves]")) {
      one.setAttribute("aria-disabled", String(saving));
    }
    const model = desk.silent() ? { silent: true, count } : trouble && { trouble };
    const told = JSON.stringify(model);
    if (alarm.dataset.told !== told) {
      alarm.dataset.told = told;
      alarm.replaceChildren(...(model ? [alarmCard(model)] : []));
    }
  }

  function alarmCard({ silent, count }) {
    if (silent) return silentCard(count, desk.again);
    return troubleCard(app, trouble, () => {
      trouble = null;
      showDesk();
    });
  }

  function showHead() {
    const { view } = app;
    if (view) dayLine.textContent = `Your day: ${dayWords(view.today)} (${view.zone})`;
    else if (app.erased || trouble) dayLine.textContent = "No diary is open";
    showUndo(view?.undo ? [["undo", view.undo, ({ change, words }) => button(
      "undo",
      "Undo the last change",
      () => app.act("undo", change),
      { saves: true, kind: "quiet", "aria-label": `Undo the last change: ${words}` },
    )]] : []);
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
    const place = tabs.panel(id).querySelector("h3") ?? tabs.panel(id);
    place.tabIndex = -1;
    place.focus();
    root.scrollIntoView({ block: "nearest" });
  }
  app.goTo = goTo;

  function select(id) {
    current = id;
    tabs.select(id);
    renderAll();
  }

  /** Safety comes first wherever it is due; else the learner comes for today. */
  function firstScreen() {
    const { stage, safety } = app.view;
    return stage === "new" || stage === "stopped" || safety.due ? "safety" : "today";
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
  root.addEventListener("click", ({ target }) => {
    pressed = target.closest("button")?.dataset.key ?? null;
  }, { capture: true });
  el.append(root);
  select("safety");

  app.look();
  desk.again();

  const lookAgain = () => {
    if (document.visibilityState === "visible" && !app.erased) app.look();
  };
  const clock = setInterval(lookAgain, LOOK_AGAIN_MS);
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
