// The tracker's and the review's pages, with a host that is no kernel.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Kernel, Model, press, settle, show, texts } from "./page.js";

const ADVICE = {
  0: {
    tier: "A",
    rank: 0,
    urgent: true,
    how_fast: "Now",
    headline: "Go",
    action: "",
    safety_net: "",
  },
  1: {
    tier: "none",
    rank: 1,
    urgent: false,
    how_fast: "",
    headline: "Well",
    action: "",
    safety_net: "",
  },
};
const SAFETY = {
  lead: "",
  private: "",
  version: "1",
  groups: [{ title: "Now", signs: [{ question: "numb", rank: 0, details: [], why: "" }] }],
  advice: ADVICE,
};
const WORDS = Object.fromEntries(
  [
    "safety",
    "private",
    "another",
    "activities",
    "backups",
    "second_place",
    "exports",
    "imports",
    "synthetic",
    "erase",
    "short",
    "marks",
  ].map((name) => [name, `About ${name}.`]),
);
const CONTENT = {
  safety: SAFETY,
  movements: { walk: { name: "Walking", manner: "walk" } },
  traffic: [],
  states: { open: { sign: "·", words: "open" } },
  marks: [["rest", "rest"]],
  limits: {
    days: 14,
    walk_min: [0, 1440],
    pain: [0, 10],
    activities: 3,
    activity_name: 120,
    activity_score: [0, 10],
    note: 2000,
    file_bytes: 1000,
  },
  exports: [],
  words: { ...WORDS, limits: [], little: [] },
};
const DAY = {
  n: 1,
  date: "2026-11-22",
  effort: "usual",
  state: "open",
  sets: [],
  walks: true,
  session: null,
  others: [],
  mark: null,
  pain_back: null,
  pain_leg: null,
  walk_min: null,
  rev: 0,
  could: null,
  notes: [],
};
const VIEW = {
  today: "2026-11-22",
  day: 1,
  zone: "Europe/London",
  synthetic: false,
  stage: "active",
  walk_min_start: null,
  breath_ms: 4000,
  show_pain: true,
  two_weeks_id: "w1",
  safety: { due: false, occasion: "change", why: "", last: null },
  clear: true,
  question: "",
  reviewed: false,
  days: [DAY],
  activities: [],
  open_session: null,
  unsure: {},
  undo: null,
  progress: [],
  spans: [{ id: "w1", first: "2026-11-22", last: "2026-12-05" }],
  saved_ms: Date.UTC(2026, 10, 22, 12),
  new_zone: null,
  zone_declined: false,
  notices: [],
  data: { path: "/diary.db", counts: "", saved_ms: null, second_place: null, backups: [] },
};

let close = () => {};
beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  delete globalThis[Symbol.for("lessons_lib.tracker.desks")];
  delete globalThis[Symbol.for("lessons_lib.tracker.drafts")];
});
afterEach(() => {
  close();
  mock.timers.reset();
});

async function tracker() {
  const model = new Model({ content: CONTENT, _anywidget_id: "tracker" });
  const kernel = new Kernel(model);
  const shown = await show("tracker", model);
  close = shown.close;
  return { model, kernel, el: shown.el };
}

/** Answer what was sent last, as Python would. */
async function answer(model, view, change = {}) {
  const { id, asker, ask, synthetic } = model.sent.at(-1);
  const news = ask !== "look";
  model.hear({ answer: id, asker, synthetic, ok: true, news, view, ...change });
  await settle();
}

const alarm = (el) => texts(el, ".ll-alarm").join();

test("the diary is opened with one look, and the learner comes for today", async () => {
  const { model, el } = await tracker();
  assert.deepEqual(
    model.sent.map(({ ask }) => ask),
    ["look"],
  );
  await answer(model, VIEW);
  assert.match(el.querySelector(".ll-day-line").textContent, /Sun 22 Nov/);
  assert.equal(el.querySelector("[aria-selected=true]").textContent, "Today");
});

test("where the safety check is due it comes first", async () => {
  const { model, el } = await tracker();
  await answer(model, { ...VIEW, safety: { ...VIEW.safety, due: true } });
  assert.equal(el.querySelector("[aria-selected=true]").textContent, "Safety");
});

test("only what was touched is saved, and it is told when it is", async () => {
  const { model, el } = await tracker();
  await answer(model, VIEW);
  const note = el.querySelector("textarea");
  note.value = "a good day";
  note.dispatchEvent(new window.Event("input"));
  press(el, "Save the day");
  const { ask, fields } = model.sent.at(-1);
  assert.equal(ask, "save_day");
  assert.equal(fields.note, "a good day");
  assert.equal("walk_min" in fields, false);
  press(el, "Save the day");
  assert.equal(model.sent.filter((one) => one.ask === "save_day").length, 1, "one save at a time");
  await answer(model, { ...VIEW, days: [{ ...DAY, notes: [{ id: "n", body: "a good day" }] }] });
  assert.match(el.querySelector(".ll-said").textContent, /Saved/);
  assert.equal(el.querySelector("textarea").value, "");
  assert.match(el.querySelector(".ll-notes").textContent, /a good day/);
});

function type(el, words) {
  const note = el.querySelector("textarea");
  note.value = words;
  note.dispatchEvent(new window.Event("input"));
}

/** Whether the browser would ask before it leaves the page. */
function warns() {
  const leave = new window.Event("beforeunload", { cancelable: true });
  window.dispatchEvent(leave);
  return leave.defaultPrevented;
}

test("what was typed is there when the cell is run again, and gone when it is saved", async () => {
  const first = await tracker();
  await answer(first.model, VIEW);
  type(first.el, "half a note");
  close();
  const second = await tracker();
  await answer(second.model, VIEW);
  assert.equal(second.el.querySelector("textarea").value, "half a note");
  press(second.el, "Save the day");
  await answer(second.model, VIEW);
  close();
  const third = await tracker();
  await answer(third.model, VIEW);
  assert.equal(third.el.querySelector("textarea").value, "");
});

test("what was typed goes to the tracker that was opened before the other closed", async () => {
  const first = await tracker();
  const closeFirst = close;
  await answer(first.model, VIEW);
  type(first.el, "half a note");
  const second = await tracker();
  await answer(second.model, VIEW);
  assert.equal(second.el.querySelector("textarea").value, "");
  closeFirst();
  assert.equal(second.el.querySelector("textarea").value, "half a note");
});

test("a save that waits while the cell is run again takes its words along once", async () => {
  const first = await tracker();
  await answer(first.model, VIEW);
  type(first.el, "kept");
  press(first.el, "Save the day");
  close();
  const second = await tracker();
  assert.equal(second.model.sent.at(-1).fields.note, "kept");
  await answer(second.model, VIEW);
  assert.equal(second.el.querySelector("textarea").value, "");
});

test("leaving the page asks first where something was typed, and only there", async () => {
  const { model, el } = await tracker();
  await answer(model, VIEW);
  assert.equal(warns(), false);
  type(el, "half a note");
  assert.equal(warns(), true);
  press(el, "Save the day");
  assert.equal(warns(), true);
  await answer(model, VIEW);
  assert.equal(warns(), false);
});

test("a second place is named, told with its last copy, and given up", async () => {
  const { model, el } = await tracker();
  await answer(model, VIEW);
  press(el, "My data");
  const folder = el.querySelector("[data-key=second-folder]");
  folder.value = "/media/stick";
  folder.dispatchEvent(new window.Event("input"));
  press(el, "Keep copies there");
  const { ask, fields } = model.sent.at(-1);
  assert.deepEqual([ask, fields.folder], ["keep_also", "/media/stick"]);
  const place = { folder: "/media/stick", made_ms: VIEW.saved_ms, is_there: false };
  await answer(model, { ...VIEW, data: { ...VIEW.data, second_place: place } });
  assert.match(el.textContent, /last copy there was made 22 Nov.*not to be found now/);
  assert.equal(el.querySelector("[data-key=second-folder]").value, "");
  press(el, "Stop");
  assert.equal(model.sent.at(-1).ask, "keep_also_no_more");
});

test("the worst pain raises a question, which leads to the safety check", async () => {
  const { model, el } = await tracker();
  await answer(model, { ...VIEW, question: "Has something changed?" });
  assert.match(texts(el, ".ll-notice").join(), /Has something changed/);
  press(el, "Answer the safety questions");
  assert.equal(el.querySelector("[aria-selected=true]").textContent, "Safety");
});

test("what another window saved is looked at, and what is typed here stays", async () => {
  const { model, el } = await tracker();
  await answer(model, VIEW);
  const note = el.querySelector("textarea");
  note.value = "half a";
  note.dispatchEvent(new window.Event("input"));
  model.hear({ answer: "x", asker: "other", synthetic: false, ok: true, news: true, view: VIEW });
  assert.equal(model.sent.at(-1).ask, "look");
  await answer(model, { ...VIEW, days: [{ ...DAY, notes: [{ id: "n", body: "theirs" }] }] });
  assert.match(el.querySelector(".ll-notes").textContent, /theirs/);
  assert.equal(el.querySelector("textarea").value, "half a");
  assert.doesNotMatch(el.querySelector(".ll-said").textContent, /Saved/);
});

test("what concerns the invented person's diary is no news about one's own", async () => {
  const { model } = await tracker();
  await answer(model, VIEW);
  const sent = model.sent.length;
  model.hear({ answer: "x", asker: "other", synthetic: true, ok: true, news: true, view: null });
  assert.equal(model.sent.length, sent);
});

test("a diary that was deleted in another window is not begun anew by this one", async () => {
  const { model, el } = await tracker();
  await answer(model, VIEW);
  const sent = model.sent.length;
  const gone = { synthetic: false, ok: true, news: true, view: null, erased: "It is deleted." };
  model.hear({ answer: "x", asker: "other", ...gone });
  assert.equal(model.sent.length, sent);
  assert.match(el.textContent, /It is deleted\./);
});

test("a save that another place refused is sent again once the diary is used here", async () => {
  const { model, el } = await tracker();
  await answer(model, VIEW);
  type(el, "kept");
  press(el, "Save the day");
  const { id } = model.sent.at(-1);
  const here = { ask: "take_over", label: "Use the diary here", fields: {}, again: true };
  await answer(model, VIEW, { ok: false, sentence: "It is open elsewhere.", offers: [here] });
  assert.match(alarm(el), /open elsewhere/);
  press(el, "Use the diary here");
  assert.equal(model.sent.at(-1).ask, "take_over");
  await answer(model, VIEW);
  assert.deepEqual([model.sent.at(-1).ask, model.sent.at(-1).id], ["save_day", id]);
  await answer(model, { ...VIEW, days: [{ ...DAY, notes: [{ id: "n", body: "kept" }] }] });
  assert.equal(alarm(el), "");
  assert.match(el.querySelector(".ll-said").textContent, /Saved/);
  assert.equal(el.querySelector("textarea").value, "");
});

test("a restart is told at once, with what waits and what to do", async () => {
  const { model, kernel, el } = await tracker();
  await answer(model, VIEW);
  assert.equal(alarm(el), "");
  kernel.restarts();
  assert.match(alarm(el), /started anew.*Run this cell again/);
  const note = el.querySelector("textarea");
  note.value = "kept";
  note.dispatchEvent(new window.Event("input"));
  press(el, "Save the day");
  assert.match(alarm(el), /NOT saved yet.*1 save waits.*sent then/);
});

test("a busy Python is told as busy, and the words go when it answers", async () => {
  const { model, kernel, el } = await tracker();
  await answer(model, VIEW);
  kernel.is({ status: "busy" });
  press(el, "I did all of it");
  mock.timers.tick(8000);
  assert.match(alarm(el), /NOT saved yet.*busy/);
  kernel.is({ status: "idle" });
  await answer(model, VIEW);
  assert.equal(alarm(el), "");
});

const LOOK = {
  outcome: "improved",
  headline: "Improved",
  says: "So it says.",
  facts: [],
  working: [],
  chance: "",
  edge: "",
  beside: { 3: "Both say so." },
  next: [["stop", "Stop", "It is over."]],
  advice: null,
};

async function review() {
  const content = {
    invented: LOOK,
    views: [[3, "better"]],
    safety: SAFETY,
    days: 14,
    windows: [
      [1, 4],
      [11, 14],
    ],
  };
  const model = new Model({ content, _anywidget_id: "review" });
  const kernel = new Kernel(model);
  const shown = await show("review", model);
  close = shown.close;
  return { model, kernel, el: shown.el };
}

test("the number comes after the guess, and the guess stands beside it", async () => {
  const { el } = await review();
  assert.doesNotMatch(el.textContent, /So it says/);
  el.querySelector("input[type=radio]").click();
  press(el, "Show what the ratings say");
  assert.match(el.textContent, /So it says/);
  assert.match(el.querySelector(".ll-beside").textContent, /Both say so/);
});

test("a review whose Python is gone says so", async () => {
  const { kernel, el } = await review();
  kernel.is(null);
  assert.match(alarm(el), /has stopped.*Restart Kernel/);
});

test("a review that was kept in another window shows here as kept", async () => {
  const { model, el } = await review();
  press(el, "Read my own record");
  // Pictures of the invented person are asked for first.
  while (model.sent.at(-1).ask !== "look") await answer(model, null, { ok: false });
  const own = { begun: true, over: true, day: 14, look: LOOK, seen: false, kept: null };
  await answer(model, own);
  assert.match(el.textContent, /Before the number/);
  model.hear({ answer: "x", asker: "other", synthetic: false, ok: true, news: true, view: null });
  while (model.sent.at(-1).ask !== "look") await answer(model, own, { ok: false });
  const kept = { id: "r", rev: 1, own_view: 3, before: 3, choice: null };
  await answer(model, { ...own, seen: true, kept });
  assert.match(el.textContent, /So it says/);
});
