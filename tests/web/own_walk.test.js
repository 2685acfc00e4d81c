import assert from "node:assert/strict";
import { test } from "node:test";
import { asText, isHere, parts, refusal } from "../../lessons_lib/apps/web/own_walk/parts.js";
import { Model, show } from "./page.js";

test("a file falls apart and comes together again", () => {
  const bytes = Uint8Array.from({ length: 100_003 }, (_, i) => (i * 7) % 256);
  const found = parts(bytes, 8000);
  assert.ok(found.every((part) => part.text.length <= 8000));
  assert.deepEqual(
    found.map((part) => [part.first, part.last]),
    found.map((_, i) => [i === 0, i === found.length - 1]),
  );
  const back = found.flatMap((part) => [...atob(part.text)].map((c) => c.charCodeAt(0)));
  assert.deepEqual(back, [...bytes]);
  assert.deepEqual(parts(new Uint8Array(), 8000), [{ text: "", first: true, last: true }]);
  assert.equal(asText(Uint8Array.of(104, 105)), "aGk=");
});

test("what is empty or far too large is not sent", () => {
  assert.match(refusal({ name: "a.mot", size: 0 }, 100), /a\.mot is empty/);
  assert.match(refusal({ name: "a.mot", size: 1e9 }, 16e6), /1,000 MB; up to 16 MB/);
  assert.equal(refusal({ name: "a.mot", size: 400_000 }, 16e6), "");
});

test("whose computer Jupyter runs on is told by its address", () => {
  for (const name of ["localhost", "127.0.0.1", "[::1]", ""]) assert.ok(isHere(name), name);
  for (const name of ["hub.example.org", "localhost.example.org", "10.0.0.7"])
    assert.ok(!isHere(name), name);
});

test("the learner's own height is taken at a press, where it is known, and nothing is kept by it", async () => {
  const look = { who: "average", title: "A walk", parts: [], pictures: [], body: [1.8, 75, 0] };
  const model = new Model({
    content: {
      walkers: [["average", "The average walker"]],
      mostBytes: 100,
      partCharacters: 100,
      height: [1.3, 2.1, 1.8],
      mass: [45, 120, 75],
      zeros: [5, 12],
      first: look,
    },
  });
  const { el, close } = await show("own_walk", model);
  const yours = el.querySelector(".ll-yours");
  assert.ok(yours.hidden);
  const [asked] = model.sent.filter(({ ask }) => ask === "recall");
  const items = { "own/body_height_m": { value: 1.62, day: "2026-11-29" } };
  model.hear({ answer: "memory", asker: asked.asker, keeps: true, items, trouble: "" });
  assert.equal(yours.textContent, "Yours: 1.62\u00a0m");
  assert.ok(!yours.hidden);
  assert.deepEqual(
    model.sent.filter(({ ask }) => ask === "walker"),
    [],
  );
  yours.click();
  const [question] = model.sent.filter(({ ask }) => ask === "walker");
  assert.equal(question.height_m, 1.62);
  assert.equal(document.activeElement, el.querySelector("input[type=number]"));
  assert.deepEqual(
    model.sent.filter(({ ask }) => ask === "remember" || ask === "keep"),
    [],
  );
  close();
  assert.equal(model.heard, 0);
});
