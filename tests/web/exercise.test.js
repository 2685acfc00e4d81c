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
  const cases = read("answers.json");
  assert.ok(cases.length > 1000);
  for (const { id, typed, right, says } of cases) {
    assert.deepEqual(judge(SHEETS.get(id), typed), { right, says }, `${id}: ${typed}`);
  }
});
