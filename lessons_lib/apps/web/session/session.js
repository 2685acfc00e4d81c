// The guided session: a clock that paces the breath. It runs in the page, so it is right in a
// hidden tab and with a busy or dead kernel. The clock adds up what passes while it runs; where the
// learner stands is a pure function of the plan and of that sum (timeline.js).

import { isRepeat, make, plainButton, shown, themedPicture } from "../shared/dom.js";
import { freshUuid } from "../shared/ids.js";
import { sessionStatus, setLog } from "../shared/sets.js";
import { sessionKeeper } from "./keeping.js";
import { sessionPacer } from "./pacer.js";
import { doneAt, paceOf, phaseAt, timeline, wasAway } from "./timeline.js";
import { sessionTones, soundControls } from "./tones.js";
import { isRepeated, setName, taskWords } from "./words.js";

/** @import { Child, Listener } from "../shared/dom.js" */
/** @import { Caution, LeftSession, Light, Movement, Movements, Save, SessionSet, Version } from "./plan.d.ts" */

const BREATH_MS = 4000;
const TAPS = 5;

// A hidden page is woken once a second, so tones are handed to the audio clock ahead of time.
const TONES_AHEAD_MS = 2500;

const TICK_MS = 200;
const BACK_WITHIN_MS = 3000;
const QUIET_BETWEEN_WORDS_MS = 3000;

/**
 * What a mode shows: the main button with what it does, other buttons, and what is said aloud.
 *
 * @typedef {object} ModeView
 * @property {string} [where]
 * @property {Child[]} stage
 * @property {[words: string, action: () => void]} [main]
 * @property {Child[]} [others]
 * @property {string | null} [say]
 */

/**
 * The session as an element; `close()` stops its clock, its sounds and its hold on the screen.
 *
 * @param {object} about
 * @param {SessionSet[]} about.sets in order
 * @param {Movements} about.movements
 * @param {Light[]} about.traffic
 * @param {Caution[]} [about.cautions] those that the learner said are true
 * @param {number | null} about.breathMs the learner's own pace
 * @param {LeftSession | null} about.session one to be continued
 * @param {{ [movement: string]: number }} [about.unsure] how many times in a row each movement left
 *   the learner unsure
 * @param {Save} about.save
 * @param {(end: { status: string }) => void} about.onClose
 * @param {() => void} about.onSafety
 */
export function guidedSession({
  sets,
  movements,
  traffic,
  cautions = [],
  breathMs,
  session,
  unsure = {},
  save,
  onClose,
  onSafety,
}) {
  const plan = sets.map((set) => ({
    ...set,
    repeats: isRepeated(set, movements),
  }));
  const outcomes = plan.map(({ log }) => log?.outcome ?? null);
  const breathsDone = plan.map(({ log }) => log?.done_breaths ?? 0);
  const asked = new Set(sets.filter(({ log }) => log?.technique).map(({ movement }) => movement));
  /** Movements whose other version was asked for: on a chair or not. @type {Map<string, boolean>} */
  const seated = new Map();
  const tones = sessionTones();
  const { element: saving, keep, again } = sessionKeeper(save);
  let pace = breathMs;
  let sessionId = session?.id ?? null;
  let segments = timeline(plan, pace ?? BREATH_MS);
  let elapsed = 0;
  let activeMs = 0;
  let mode = "";
  let changes = 0;
  let tapped = 0;
  /** @type {string | null} */
  let status = null;
  let pacer = sessionPacer();
  let toned = -1;
  let spokenAt = -Infinity;
  /** @type {WakeLockSentinel | null} */
  let wake = null;
  /** @type {{ movement: Movement | Version, place: HTMLElement } | null} */
  let pictured = null;
  let frame = 0;
  let last = look();

  function look() {
    return { clock: performance.now(), wall: Date.now(), hidden: document.hidden };
  }

  // Where things lie on the timeline.

  /** @param {number} set */
  const segmentsOf = (set) => segments.filter((one) => one.set === set);
  /** @param {number} set */
  const startOf = (set) => Math.min(...segmentsOf(set).map(({ start }) => start));
  /** @param {number} set */
  const endOf = (set) => Math.max(...segmentsOf(set).map(({ end }) => end));
  const endOfAll = () => segments[segments.length - 1].end;
  const currentSet = () => phaseAt(segments, elapsed).set;
  /** @param {number} set */
  const nextMovement = (set) =>
    plan.findIndex((one, index) => index > set && one.movement !== plan[set].movement);

  // What is saved.

  function begin() {
    if (sessionId) return;
    sessionId = freshUuid();
    keep("start_session", { session_id: sessionId });
  }

  /**
   * @param {number} set
   * @param {string} outcome
   */
  function record(set, outcome) {
    if (outcomes[set] === "done") return;
    const done = doneAt(segments, set, elapsed);
    outcomes[set] = outcome;
    breathsDone[set] = done.breaths;
    const how = { done_breaths: done.breaths, hold_ms: done.holdMs, paced: true, outcome };
    keep("log_set", { session_id: sessionId, set_log: setLog(plan[set], how) });
  }

  function end() {
    if (status) return;
    status = sessionStatus(outcomes);
    keep("end_session", {
      session_id: sessionId,
      status,
      // Of a session that was begun elsewhere only a part is known.
      duration_ms: session ? null : Math.round(activeMs),
    });
  }

  // The clock.

  function tick() {
    const now = look();
    const before = last;
    last = now;
    if (mode !== "run") {
      showPicture();
      return;
    }
    if (wasAway(before, now)) {
      to("away", { minutes: Math.max(1, Math.round((now.wall - before.wall) / 60000)) });
    } else {
      advance(now.clock - before.clock);
    }
  }

  /** @param {number} ms */
  function advance(ms) {
    const before = elapsed;
    const gates = segments.filter(({ gate, start }) => gate && start > before);
    const wall = gates[0]?.start ?? endOfAll();
    elapsed = Math.min(before + ms, wall);
    activeMs += elapsed - before;
    plan.forEach((_, set) => {
      if (endOf(set) > before && endOf(set) <= elapsed) record(set, "done");
    });
    if (elapsed === endOfAll()) {
      tones.play("finish");
      finish();
    } else if (elapsed === wall) {
      tones.play("end");
      to("gate");
    } else {
      toneAhead();
      draw();
    }
  }

  function toneAhead() {
    segments.forEach(({ kind, gate, start }, index) => {
      const inMs = start - elapsed;
      const heard = index <= toned || inMs < -TICK_MS;
      if (heard || inMs > TONES_AHEAD_MS || (gate && inMs > 0)) return;
      toned = index;
      if (kind !== "ready") tones.play(kind, Math.max(0, inMs));
    });
  }

  /**
   * Stand at the beginning of a set and let the clock run, or wait at its gate.
   *
   * @param {number} set
   */
  function goTo(set) {
    elapsed = startOf(set);
    toned = -1;
    tones.silence();
    to(phaseAt(segments, elapsed).gate ? "gate" : "run");
  }

  function finish() {
    end();
    to("end");
  }

  // What the learner can do.

  function start() {
    tones.open();
    begin();
    last = look();
    to("run");
  }

  function pause() {
    tick();
    if (mode !== "run") return;
    tones.silence();
    // What has been handed to the audio clock but not been heard is handed over again.
    toned = phaseAt(segments, elapsed).index;
    to("paused");
  }

  /** @param {number} ms */
  function breatheAt(ms) {
    const set = currentSet();
    pace = ms;
    segments = timeline(plan, ms);
    elapsed = startOf(set);
    keep("set_profile", { breath_ms: ms });
    to("gate");
  }

  function back() {
    const set = currentSet();
    const early = elapsed - startOf(set) < BACK_WITHIN_MS;
    goTo(early && set > 0 ? set - 1 : set);
  }

  function skip() {
    const set = currentSet();
    const through = mode === "gate" ? lastOfMovement(set) : set;
    begin();
    for (let one = set; one <= through; one += 1) record(one, "skipped");
    if (through + 1 < plan.length) goTo(through + 1);
    else finish();
  }

  /** @param {number} set */
  function lastOfMovement(set) {
    const next = nextMovement(set);
    return next < 0 ? plan.length - 1 : next - 1;
  }

  function stopForPain() {
    tick();
    if (mode === "end") return;
    tones.silence();
    record(currentSet(), "stopped_pain");
    to("pain");
  }

  function leaveMovement() {
    const set = currentSet();
    for (let one = set + 1; one <= lastOfMovement(set); one += 1) record(one, "skipped");
    const next = nextMovement(set);
    if (next < 0) finish();
    else goTo(next);
  }

  function leave() {
    close();
    onClose({ status: status ?? "left" });
  }

  // What the learner sees. The main button stays the same element, so that focus stays on it.

  const where = make("p", { class: "ll-where" });
  const stage = make("div", { class: "ll-stage" });
  let mainAction = () => {};
  const main = plainButton("", () => mainAction(), { class: "ll-main" });
  const others = make("div", { class: "ll-others" });
  const voice = make("p", { class: "ll-unseen", "aria-live": "polite" });
  const element = make(
    "section",
    { class: "ll-session", "aria-label": "Guided session", tabindex: "-1", onkeydown: onKey },
    where,
    stage,
    make("div", { class: "ll-buttons" }, main, others),
    saving,
    soundControls(tones),
    voice,
  );

  // A second tap was meant for the button that has gone: for "Stop", and not for "Leave" in its place.
  element.addEventListener("click", oneTap, { capture: true });
  element.addEventListener("keydown", oneTap, { capture: true });

  /** @param {MouseEvent | KeyboardEvent} event */
  function oneTap(event) {
    if (!isRepeat(event)) tapped = changes;
    else if (event.type === "keydown" || changes !== tapped) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** @param {KeyboardEvent & { target: HTMLElement }} event */
  function onKey(event) {
    if (event.key !== " " || event.target.matches("button,input,summary,select,textarea")) return;
    event.preventDefault();
    main.click();
  }

  /** @param {string} words */
  function say(words, important = true) {
    const now = performance.now();
    if (!important && now - spokenAt < QUIET_BETWEEN_WORDS_MS) return;
    spokenAt = now;
    voice.textContent = words;
  }

  /** @param {number} set */
  const nameOf = (set) => setName(plan[set], movements);
  /**
   * @param {"ol" | "ul"} kind
   * @param {string[]} items
   */
  const list = (kind, items) => make(kind, {}, ...items.map((item) => make("li", {}, item)));
  /** @param {string[]} texts */
  const paragraphs = (...texts) => texts.map((text) => make("p", {}, text));

  /**
   * Change what is shown; every mode says what the main button does and which others there are.
   *
   * @param {string} next
   */
  function to(next, facts = {}) {
    mode = next;
    changes += 1;
    const hadFocus = element.contains(document.activeElement);
    const view = MODES[mode](facts);
    const set = currentSet();
    where.textContent = view.where ?? `Set ${set + 1} of ${plan.length}: ${nameOf(set)}`;
    stage.className = `ll-stage ll-mode-${mode}`;
    stage.replaceChildren(...shown(view.stage));
    main.textContent = view.main?.[0] ?? "";
    main.hidden = !view.main;
    mainAction = view.main?.[1] ?? (() => {});
    others.replaceChildren(...shown(view.others ?? []));
    if (view.say) say(view.say);
    if (hadFocus) (main.hidden ? element : main).focus({ preventScroll: true });
    // Whoever goes back or on while the clock runs has a frame on its way already.
    cancelAnimationFrame(frame);
    if (mode === "run") {
      holdScreen();
      toneAhead();
      draw();
      frame = requestAnimationFrame(animate);
    }
    // From its top, however low the button was that led here; a pause is there to be ended.
    const inView = mode === "paused" ? [where, main] : [main, where];
    for (const one of inView) one.scrollIntoView({ block: "nearest" });
  }

  /** @type {{ [mode: string]: (facts: any) => ModeView }} */
  const MODES = {
    pace() {
      /** @type {number[]} */
      const taps = [];
      const dots = make("p", { class: "ll-dots", "aria-hidden": "true" }, "○".repeat(TAPS));
      const told = make("p", { class: "ll-told", role: "status" });
      return {
        where: "Before you start: your own breath",
        stage: [
          ...paragraphs(
            "The session counts in breaths, at your pace. Sit or lie down and breathe as you " +
              `always do. Press the button each time a breath comes in, ${TAPS} times.`,
          ),
          dots,
          told,
        ],
        main: [
          "A breath comes in",
          () => {
            tones.open();
            taps.push(performance.now());
            dots.textContent = "●".repeat(taps.length) + "○".repeat(TAPS - taps.length);
            if (taps.length < TAPS) return;
            const found = paceOf(taps);
            taps.length = 0;
            if (found) to("paceTold", { found });
            else {
              dots.textContent = "○".repeat(TAPS);
              told.textContent =
                "That was too quick or too slow for breaths. Once for each time the air comes " +
                "in, please: shall we try again?";
            }
          },
        ],
        others: [
          pace
            ? plainButton("Keep my pace", () => to("gate"))
            : plainButton(`Use ${BREATH_MS / 1000} seconds a breath`, () => breatheAt(BREATH_MS)),
          plainButton("Leave", leave),
        ],
      };
    },
    paceTold({ found }) {
      const seconds = (found / 1000).toFixed(1);
      const words =
        `One breath takes you about ${seconds} seconds; ` +
        `that is about ${Math.round(60000 / found)} a minute.`;
      return {
        where: "Before you start: your own breath",
        stage: [make("p", { class: "ll-big" }, words)],
        say: words,
        main: ["Use this pace", () => breatheAt(found)],
        others: [plainButton("Tap again", () => to("pace")), plainButton("Leave", leave)],
      };
    },
    gate() {
      const set = currentSet();
      const movement = movements[plan[set].movement];
      const endOfMovement = set > 0 && plan[set - 1].movement !== plan[set].movement;
      const started = sessionId !== null;
      return {
        stage: [
          endOfMovement ? techniqueQuestion(plan[set - 1].movement) : null,
          make("h3", {}, nameOf(set)),
          make("p", { class: "ll-dose" }, taskWords(plan[set])),
          ...careOf(movement),
          ...versionOf(movement, onChair(movement)),
          make("p", {}, make("b", {}, "It should not feel like this")),
          list("ul", movement.not_feel),
          make("p", {}, make("b", {}, "Ask a clinician first, or take care, if there is")),
          list("ul", movement.ask_first),
          folded("An easier version", ...paragraphs(movement.easier)),
        ],
        main: ["Start", start],
        others: [
          set > 0 && plainButton("Back", back),
          plainButton("Skip this movement", skip),
          started && painButton(),
          !started && plainButton("Set my breath again", () => to("pace")),
          plainButton("Leave", leave),
        ],
      };
    },
    run() {
      const movement = movements[plan[currentSet()].movement];
      pacer = sessionPacer();
      return {
        stage: [...pacer.elements, picture(shownOf(movement))],
        main: ["Pause", pause],
        others: [plainButton("Back", back), plainButton("Skip", skip), painButton()],
      };
    },
    paused() {
      return {
        stage: [
          ...paragraphs("Paused. Take all the time you need."),
          picture(shownOf(movements[plan[currentSet()].movement])),
        ],
        say: "Paused.",
        main: ["Go on", start],
        others: [
          plainButton("Back", back),
          plainButton("Skip", skip),
          painButton(),
          plainButton("Leave for now", leave),
        ],
      };
    },
    away({ minutes }) {
      const words =
        `You were away for about ${minutes === 1 ? "a minute" : `${minutes} minutes`}, so the ` +
        "clock has waited and counted nothing. Shall we do this set again from its start?";
      return {
        stage: [make("p", { role: "alert" }, words)],
        main: ["Start this set again", () => goTo(currentSet())],
        others: [plainButton("Skip", skip), painButton(), plainButton("Leave for now", leave)],
      };
    },
    pain() {
      const rows = traffic.map((row) =>
        make(
          "div",
          { class: `ll-light ll-${row.light}` },
          plainButton([shapeOf(row), row.title], () => to("light", { row })),
          list("ul", row.signs),
        ),
      );
      return {
        stage: [
          make("h3", {}, "You stopped because of pain"),
          ...paragraphs("That was right. The clock stands still. Which of these is most like it?"),
          ...rows,
        ],
        say: "Stopped. Which of these is most like it?",
        others: [plainButton("Leave for now", leave)],
      };
    },
    /** @param {{ row: Light }} facts */
    light({ row }) {
      const set = currentSet();
      const last = nextMovement(set) < 0;
      const { easier } = movements[plan[set].movement];
      const goOn = () =>
        plainButton(last ? "Finish" : "Go on with the next movement", leaveMovement);
      const toSafety = () => {
        close();
        onSafety();
      };
      if (row.light === "stop") end();
      /** @type {{ [light: string]: Pick<ModeView, "main" | "others"> }} */
      const choices = {
        green: { main: ["Do this set again", () => goTo(set)], others: [goOn()] },
        amber: { main: ["Do the easier version", () => goTo(set)], others: [goOn()] },
        red: {
          main: [
            "Open the safety check",
            () => {
              end();
              toSafety();
            },
          ],
          others: [goOn(), plainButton("End the session", finish)],
        },
        stop: { main: ["Open the safety check", toSafety], others: [plainButton("Leave", leave)] },
      };
      return {
        stage: [
          make(
            "div",
            { class: `ll-light ll-${row.light}`, role: row.light === "stop" ? "alert" : null },
            make("h3", {}, shapeOf(row), row.title),
            make("p", { class: "ll-big" }, row.action),
            row.light === "amber" ? make("p", {}, `The easier version: ${easier}`) : null,
            row.light === "stop"
              ? folded("Which are the first four?", list("ol", row.signs))
              : null,
          ),
        ],
        say: row.light === "stop" ? null : `${row.title}. ${row.action}`,
        ...choices[row.light],
      };
    },
    end() {
      const done = outcomes.filter((one) => one === "done").length;
      const breaths = breathsDone.reduce((sum, one) => sum + one, 0);
      /** @type {{ [status: string]: string }} */
      const endings = {
        done: "That is all for today. Well done; let it settle, and enjoy the rest of your day.",
        partial: "What you did counts. Another day there may be room for more.",
        stopped_pain:
          "You listened to your back, and that is part of doing it well. Take it easy today, " +
          "and look again tomorrow.",
      };
      const words = endings[status ?? "partial"];
      const counted = `${done} of ${plan.length} sets, ${breaths} breaths.`;
      return {
        where: "The end of today's session",
        stage: [
          make("p", { class: "ll-big" }, words),
          make("p", {}, counted),
          techniqueQuestion(plan[plan.length - 1].movement),
        ],
        say: `${words} ${counted}`,
        main: ["Back to today", leave],
      };
    },
  };

  const painButton = () => plainButton("Stop because of pain", stopForPain, { class: "ll-pain" });
  /** @param {Light} light */
  const shapeOf = ({ shape }) =>
    make("span", { class: `ll-shape ll-is-${shape}`, "aria-hidden": "true" });
  /**
   * @param {string} title
   * @param {Child[]} content
   */
  const folded = (title, ...content) => make("details", {}, make("summary", {}, title), ...content);

  /**
   * What the learner said before the first movement, where it is about this one.
   *
   * @param {Movement} movement
   */
  function careOf({ id }) {
    return cautions
      .filter(({ chair, ask }) => chair.includes(id) || ask.includes(id))
      .map(({ change, ask }) =>
        make(
          "div",
          { class: "ll-notice" },
          make("p", {}, make("b", {}, ask.includes(id) ? "Ask first. " : "For you. "), change),
        ),
      );
  }

  /** @param {Movement} movement */
  function onChair({ id }) {
    return seated.get(id) ?? cautions.some(({ chair }) => chair.includes(id));
  }

  /**
   * The version of a movement that is shown.
   *
   * @param {Movement} movement
   * @returns {Movement | Version}
   */
  function shownOf(movement) {
    return onChair(movement) ? movement.chair : movement;
  }

  /**
   * @param {Movement} movement
   * @param {boolean} sitting
   */
  function versionOf(movement, sitting) {
    const { start, steps, feel } = shownOf(movement);
    return [
      picture(shownOf(movement)),
      make("p", {}, start),
      list("ol", steps),
      make("p", {}, make("b", {}, "You should feel: "), `${feel}.`),
      plainButton(sitting ? "Show it on the floor" : "Show it on a chair", () => {
        seated.set(movement.id, !sitting);
        to("gate");
      }),
    ];
  }

  /** @param {Movement | Version} movement */
  function picture(movement) {
    const place = make("div", { class: "ll-picture" });
    pictured = { movement, place };
    showPicture();
    return place;
  }

  /** Pictures may come later than the words. */
  function showPicture() {
    if (!pictured?.movement.picture || pictured.place.hasChildNodes()) return;
    pictured.place.append(themedPicture(pictured.movement.picture));
  }

  /**
   * Asked once a movement, when it has just been done.
   *
   * @param {string} movement
   */
  function techniqueQuestion(movement) {
    const done = plan.some((one, set) => one.movement === movement && outcomes[set] === "done");
    if (!done || asked.has(movement)) return null;
    /** @param {string} technique */
    const answer = (technique) => () => {
      asked.add(movement);
      keep("set_technique", { session_id: sessionId, movement, technique });
      const again = technique === "unsure" && (unsure[movement] ?? 0) + 1 >= 2;
      box.replaceChildren(
        ...(again
          ? [
              make("p", {}, "Thank you. Next time, look at these three:"),
              list("ul", shownOf(movements[movement]).steps.slice(0, 3)),
            ]
          : paragraphs(
              technique === "sure"
                ? "Good, noted."
                : "Noted. The steps are here each time; go through them slowly.",
            )),
      );
      box.focus();
    };
    const box = make(
      "div",
      { class: "ll-technique", role: "group", tabindex: "-1", "aria-label": "Technique" },
      make("p", {}, `${movements[movement].name}: did you do it as described?`),
      plainButton("I am sure", answer("sure")),
      plainButton("I am not sure", answer("unsure")),
    );
    return box;
  }

  // The clock as it is seen and heard.

  function draw() {
    const phase = phaseAt(segments, elapsed);
    const set = plan[phase.set];
    const words = pacer.draw(phase, set, shownOf(movements[set.movement]));
    if (!words) return;
    where.textContent = `Set ${phase.set + 1} of ${plan.length}: ${nameOf(phase.set)}`;
    if (phase.kind === "ready") say(`${nameOf(phase.set)}. Get ready.`);
    else if (phase.kind === "in") say(words.count, phase.breath === 0 && !set.repeats);
    else if (phase.kind !== "out") say(words.cue);
  }

  function animate() {
    tick();
    if (mode === "run") frame = requestAnimationFrame(animate);
  }

  /** Keep the screen from going dark while the clock runs, where the browser can. */
  async function holdScreen() {
    if (wake || !navigator.wakeLock) return;
    try {
      wake = await navigator.wakeLock.request("screen");
      wake.onrelease = () => {
        wake = null;
      };
      if (mode === "closed") wake.release();
    } catch {
      wake = null;
    }
  }

  const timer = setInterval(tick, TICK_MS);
  document.addEventListener("visibilitychange", tick);

  function close() {
    clearInterval(timer);
    cancelAnimationFrame(frame);
    document.removeEventListener("visibilitychange", tick);
    mode = "closed";
    tones.close();
    again();
    wake?.release();
  }

  const first = outcomes.indexOf(null);
  if (first >= 0) {
    elapsed = startOf(first);
    to(pace ? "gate" : "pace");
  } else {
    elapsed = endOfAll();
    finish();
  }
  return { element, isRunning: () => mode === "run", close };
}
