// What the tracker's screens are made of.

import assert from "node:assert/strict";
import { test } from "node:test";
import { settle } from "./page.js";

const WEB = "../../lessons_lib/apps/web";
const { wholeNumber, numberField, scaleField, textField } = await import(
  `${WEB}/tracker/fields.js`
);
const { sectionsOf, section } = await import(`${WEB}/tracker/sections.js`);
const { tabsOf, turned } = await import(`${WEB}/tracker/tabs.js`);
const { zoneWords } = await import(`${WEB}/tracker/parts.js`);
const { dayWords, plural, timeWords, unbroken } = await import(`${WEB}/shared/words.js`);
const { setLog, sessionStatus } = await import(`${WEB}/shared/sets.js`);
const { sessionKeeper } = await import(`${WEB}/session/keeping.js`);
const { cueOf } = await import(`${WEB}/session/pacer.js`);
const { doseWords, setName, taskWords } = await import(`${WEB}/session/words.js`);
const { make, isRepeat } = await import(`${WEB}/shared/dom.js`);
const { freshId, freshUuid } = await import(`${WEB}/shared/ids.js`);

test("no line ends between a number and its unit", () => {
  assert.equal(
    unbroken("At 40 % of 3 mm or 12 Nm in 5 ms, 7 men"),
    "At 40\u00a0% of 3\u00a0mm or 12\u00a0Nm in 5\u00a0ms, 7 men",
  );
});

test("a number is read as people write it, and nothing else is taken for one", () => {
  for (const [typed, read] of [
    ["20", 20],
    [" 20 ", 20],
    ["20 min", 20],
    ["20min.", 20],
    ["20 minutes", 20],
    ["２０", 20],
    ["", null],
    ["  ", null],
    ["7,5", "7,5"],
    ["7.5", "7.5"],
    ["-3", "-3"],
    ["1e3", "1e3"],
    ["twenty", "twenty"],
    ["1234567890", "1234567890"],
  ]) {
    assert.equal(wholeNumber(typed), read, typed);
  }
});

test("the buttons beside a number keep to its bounds and start where it is empty", () => {
  const drafts = new Map();
  const field = numberField(drafts, "walk", "Walked", null, {
    step: 5,
    low: 0,
    high: 12,
    start: 10,
  });
  const [less, more] = field.querySelectorAll("button");
  const input = field.querySelector("input");
  more.click();
  assert.equal(input.value, "10");
  more.click();
  assert.equal(input.value, "12");
  for (let tap = 0; tap < 4; tap += 1) less.click();
  assert.equal(drafts.get("walk"), "0");
});

test("a scale has no answer until one is given, and gives it back", () => {
  const drafts = new Map();
  const about = { low: 0, high: 10, lowWords: "none", highWords: "all" };
  const field = scaleField(drafts, "back", "Pain", null, about);
  document.body.replaceChildren(field);
  const radios = [...field.querySelectorAll("input")];
  assert.equal(radios.length, 11);
  assert.equal(radios.filter((one) => one.checked).length, 0);
  assert.equal(radios[10].getAttribute("aria-label"), "10, all");
  radios[3].click();
  assert.equal(drafts.get("back"), 3);
  field.querySelector("button").click();
  assert.equal(drafts.get("back"), null);
  assert.equal(radios[3].checked, false);
});

test("what was typed and not saved comes before what is stored", () => {
  const drafts = new Map([["note", "typed"]]);
  assert.equal(textField(drafts, "note", "Note", "stored").querySelector("input").value, "typed");
  assert.equal(textField(drafts, "other", "Note", "stored").querySelector("input").value, "stored");
});

test("a section is built anew only when what it tells has changed", () => {
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  const show = sectionsOf(host);
  let built = 0;
  const card = (words) => {
    built += 1;
    return make("p", {}, make("input", { "data-key": "field" }), words);
  };
  show([section("a", "one", card), section("b", "two", card)]);
  const [first, second] = host.children;
  show([section("b", "two", card), section("a", "one", card)]);
  assert.equal(built, 2);
  assert.deepEqual([...host.children], [second, first]);
  show([section("a", "changed", card)]);
  assert.equal(built, 3);
  assert.equal(host.textContent, "changed");
});

test("the focus comes back to the field of the same name, with what was selected", () => {
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  const show = sectionsOf(host);
  const card = (value) => {
    const input = make("input", { type: "text", "data-key": "field" });
    input.value = value;
    return make("p", {}, input);
  };
  show([section("a", "hello", card)]);
  const input = host.querySelector("input");
  input.focus();
  input.setSelectionRange(1, 3);
  show([section("a", "hello!", card)]);
  const again = host.querySelector("input");
  assert.notEqual(again, input);
  assert.equal(document.activeElement, again);
  assert.deepEqual([again.selectionStart, again.selectionEnd], [1, 3]);
});

test("arrows lead from tab to tab and round the ends; other keys lead nowhere", () => {
  const ids = ["a", "b", "c"];
  assert.equal(turned(ids, "a", "ArrowRight"), "b");
  assert.equal(turned(ids, "c", "ArrowRight"), "a");
  assert.equal(turned(ids, "a", "ArrowLeft"), "c");
  assert.equal(turned(ids, "b", "Home"), "a");
  assert.equal(turned(ids, "b", "End"), "c");
  assert.equal(turned(ids, "b", "Enter"), undefined);
});

test("one tab is a stop for Tab, and its panel is the one that shows", () => {
  const opened = [];
  const tabs = tabsOf(
    "Screens",
    [
      ["a", "A"],
      ["b", "B"],
    ],
    (id) => opened.push(id),
  );
  document.body.replaceChildren(...tabs.elements);
  tabs.select("b");
  const [first, second] = document.querySelectorAll("[role=tab]");
  assert.deepEqual([first.tabIndex, second.tabIndex], [-1, 0]);
  assert.equal(second.getAttribute("aria-selected"), "true");
  assert.equal(second.getAttribute("aria-controls"), tabs.panel("b").id);
  assert.deepEqual([tabs.panel("a").hidden, tabs.panel("b").hidden], [true, false]);
  first.click();
  second.dispatchEvent(new window.KeyboardEvent("keydown", { key: "ArrowLeft" }));
  assert.deepEqual(opened, ["a", "a"]);
});

const MOVEMENTS = {
  twist: { name: "Lying twist", manner: "hold", time: "hold" },
  bridge: { name: "Bridge", manner: "repeat", time: "lift" },
};

test("sets are said in words", () => {
  assert.equal(setName({ movement: "twist", side: "left" }, MOVEMENTS), "Lying twist, left side");
  assert.equal(setName({ movement: "bridge", side: "none" }, MOVEMENTS), "Bridge");
  const sets = [
    { movement: "twist", side: "left", holds: 2, breaths: 5 },
    { movement: "twist", side: "right", holds: 2, breaths: 5 },
    { movement: "bridge", side: "none", holds: 1, breaths: 1 },
  ];
  assert.deepEqual(doseWords(sets, MOVEMENTS), [
    ["Lying twist", "each side, 2 holds of 5 breaths"],
    ["Bridge", "1 lift of 1 breath"],
  ]);
  assert.equal(taskWords({ holds: 1, breaths: 5, repeats: false }), "Stay for 5 breaths.");
  assert.match(taskWords({ holds: 2, breaths: 5, repeats: false }), /2 times.*with a rest between/);
});

test("the last cue of a movement is for all breaths that follow; a walk has none", () => {
  const cues = ["bring the knee across", "let the knee grow heavy"];
  const said = [0, 1, 4].map((breath) => cueOf(cues, { breath }));
  assert.deepEqual(said, [cues[0], cues[1], cues[1]]);
  assert.equal(cueOf([], { breath: 0 }), "");
});

test("a set of which nothing was done was skipped, whatever else is known keeps its word", () => {
  const planned = { position: 0, movement: "twist", side: "left", target_breaths: 10, holds: 2 };
  assert.equal(setLog(planned, { done_breaths: 0 }).outcome, "skipped");
  assert.equal(setLog(planned, { done_breaths: 4 }).outcome, "done");
  assert.equal(
    setLog(planned, { done_breaths: 4, outcome: "stopped_pain" }).outcome,
    "stopped_pain",
  );
  assert.equal("holds" in setLog(planned, { done_breaths: 4 }), false);
});

test("a set that another place refused is saved once the diary is used here", async () => {
  const asked = [];
  let here = false;
  const offer = { ask: "take_over", label: "Use the diary here", fields: {}, again: true };
  const { element, keep } = sessionKeeper(async (ask) => {
    asked.push(ask);
    here ||= ask === "take_over";
    return here ? { ok: true } : { ok: false, sentence: "It is open elsewhere.", offers: [offer] };
  });
  await keep("log_set", {});
  assert.match(element.textContent, /NOT saved.*open elsewhere/);
  element.querySelector("button").click();
  await settle();
  assert.deepEqual(asked, ["log_set", "take_over", "log_set"]);
  assert.equal(element.textContent, "");
});

test("one stop because of pain is what a session ends with", () => {
  assert.equal(sessionStatus(["done", "done"]), "done");
  assert.equal(sessionStatus(["done", null]), "partial");
  assert.equal(sessionStatus(["stopped_pain", "done"]), "stopped_pain");
});

test("a day is a date wherever this computer is, and a zone is named as people do", () => {
  assert.equal(dayWords("2026-11-22"), "Sun 22 Nov");
  assert.match(timeWords(Date.UTC(2026, 10, 22, 12, 5)), /^\d\d:05$/);
  assert.equal(zoneWords("Etc/GMT+5"), "UTC−5");
  assert.equal(zoneWords("Etc/GMT-3"), "UTC+3");
  assert.equal(zoneWords("Europe/Rome"), "Europe/Rome");
  assert.deepEqual(
    [plural(1, "save"), plural(2, "save"), plural(2, "foot", "feet")],
    ["1 save", "2 saves", "2 feet"],
  );
});

test("what can have the focus keeps its keys from JupyterLab, all else does not need to", () => {
  for (const tag of ["button", "input", "select", "textarea", "summary", "a"]) {
    assert.equal(make(tag).dataset.lmSuppressShortcuts, "true", tag);
  }
  assert.equal(make("div", { tabindex: "0" }).dataset.lmSuppressShortcuts, "true");
  assert.equal(make("div").dataset.lmSuppressShortcuts, undefined);
});

test("the second tap of two and a key that stays pressed are one too many", () => {
  const key = (name, repeat) => new window.KeyboardEvent("keydown", { key: name, repeat });
  assert.equal(isRepeat(new window.MouseEvent("click", { detail: 1 })), false);
  assert.equal(isRepeat(new window.MouseEvent("click", { detail: 2 })), true);
  assert.equal(isRepeat(key("Enter", true)), true);
  assert.equal(isRepeat(key("Enter", false)), false);
  assert.equal(isRepeat(key("ArrowDown", true)), false);
});

test("ids are different each time, and a UUID is one of version 4", () => {
  assert.notEqual(freshId("a"), freshId("a"));
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.match(freshUuid(), uuid);
  assert.notEqual(freshUuid(), freshUuid());
});
