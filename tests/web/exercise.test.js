// Exercises: the page judges as Python does, and says what there is to say.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Model, press, show } from "./page.js";

const { judge } = await import("../../lessons_lib/apps/web/exercise/judging.js");

const read = (address) => JSON.parse(readFileSync(new URL(address, import.meta.url), "utf-8"));
const SHEETS = new Map(
  read("../../lessons_lib/data/sheets.json").map((sheet) => [sheet.id, sheet]),
);

test("the page judges what is typed as Python does", () => {
  const cases = read("../reference/answers.json");
  assert.ok(cases.length > 1000);
  for (const { id, typed, right, says } of cases) {
    assert.deepEqual(judge(SHEETS.get(id), typed), { right, says }, `${id}: ${typed}`);
  }
});

const LOAD = SHEETS.get("06-load");

async function exercise(sheet = LOAD) {
  const model = new Model({ sheet });
  const shown = await show("exercise", model);
  const input = shown.el.querySelector("input");
  return {
    ...shown,
    model,
    input,
    type(words) {
      input.value = words;
      input.dispatchEvent(new window.Event("input"));
    },
    check: () => shown.el.querySelector("form").requestSubmit(),
    said: () => shown.el.querySelector("[role=status]").textContent,
    comes: () => shown.el.querySelector(".ll-comes").textContent,
    way: () => shown.el.querySelector(".ll-way"),
  };
}

test("an answer is judged in the page, and a right one gets its reason", async () => {
  const { type, check, said, input, close } = await exercise();
  check();
  assert.match(said(), /Write a number first/);
  type("800");
  check();
  assert.match(said(), /^✗ Not yet: That is the pull/);
  assert.equal(input.getAttribute("aria-invalid"), "true");
  type("1.040 N");
  assert.equal(said(), "", "what was said of another answer is gone");
  check();
  assert.ok(said().startsWith("✓ Right: 1040 N."));
  assert.ok(said().includes(LOAD.why));
  assert.equal(input.getAttribute("aria-invalid"), "false");
  close();
});

test("a small sum is worked out while it is typed, and a plain number is not repeated", async () => {
  const { type, check, said, comes, close } = await exercise();
  type("1040");
  assert.equal(comes(), "");
  type("240 + 40 / 0,05");
  assert.equal(comes(), "= 1040");
  type("-5");
  assert.equal(comes(), "");
  type("1e-2");
  assert.equal(comes(), "");
  type("240 + 40 / 0,05");
  check();
  assert.match(said(), /^✓ Right/);
  close();
});

test("the way is there for the asking, in words and in Python, and is offered after some tries", async () => {
  const { el, type, check, said, way, close } = await exercise();
  assert.equal(way().hidden, true);
  for (const wrong of ["1", "2"]) {
    type(wrong);
    check();
  }
  assert.match(said(), /Show me how/);
  press(el, "Show me how");
  assert.equal(way().hidden, false);
  for (const words of [LOAD.working, LOAD.why, LOAD.code]) {
    assert.ok(way().textContent.includes(words));
  }
  press(el, "Hide the way");
  assert.equal(way().hidden, true);
  close();
});

test("Enter in the field checks the answer, and a composed letter does not", async () => {
  const { el, input, type, close } = await exercise(SHEETS.get("04-tilt"));
  const enter = (about) =>
    input.dispatchEvent(
      new window.KeyboardEvent("keydown", { key: "Enter", cancelable: true, ...about }),
    );
  type("1");
  enter({ isComposing: true });
  assert.equal(el.querySelector("[role=status]").textContent, "");
  assert.equal(enter({}), false);
  assert.ok(el.querySelector("[role=status]").textContent.includes("Not yet"));
  close();
});

test("what one has to know is listed, and each field has its name and unit", async () => {
  const sheet = SHEETS.get("04-tilt");
  const { el, input, close } = await exercise(sheet);
  const rows = [...el.querySelectorAll("tr")].map((row) => row.textContent);
  assert.deepEqual(
    rows,
    sheet.given.map((pair) => pair.join("")),
  );
  assert.equal(el.querySelector(`label[for="${input.id}"]`).textContent, "Your answer");
  assert.equal(el.querySelector(`#${input.getAttribute("aria-describedby")}`).textContent, "mm");
  close();
});

test("an answer comes back as it was left, also in another view of the page", async () => {
  const sheet = SHEETS.get("06-band");
  const first = await exercise(sheet);
  first.type("150");
  first.check();
  first.close();
  const second = await exercise(sheet);
  assert.equal(second.input.value, "150");
  assert.match(second.said(), /150 % of it/);
  second.type("√2 Äpfel");
  second.check();
  second.close();
  const third = await exercise(sheet);
  assert.equal(third.input.value, "150", "what means no number is not remembered");
  third.type("√4");
  third.check();
  third.close();
  const fourth = await exercise(sheet);
  assert.equal(fourth.input.value, "2", "of a sum with a root its number is remembered");
  fourth.close();
});
