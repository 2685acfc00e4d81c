import assert from "node:assert/strict";
import { test } from "node:test";
import {
  doneAt,
  paceOf,
  phaseAt,
  timeline,
  wasAway,
} from "../../lessons_lib/apps/web/session/timeline.js";

const SETS = [
  { movement: "twist", side: "left", holds: 2, breaths: 3, repeats: false },
  { movement: "twist", side: "right", holds: 2, breaths: 3, repeats: false },
  { movement: "bridge", side: "none", holds: 2, breaths: 2, repeats: true },
];
const BREATH_MS = 4000;

/** The same sequence of numbers from 0 to 1 each time. */
function* numbers(seed) {
  let state = seed;
  for (;;) {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

function* plans(count) {
  const next = numbers(7);
  const whole = (low, high) => low + Math.floor(next.next().value * (high - low + 1));
  for (let plan = 0; plan < count; plan += 1) {
    yield {
      breathMs: whole(1500, 15000),
      sets: Array.from({ length: whole(1, 6) }, () => ({
        movement: ["twist", "bridge", "fold"][whole(0, 2)],
        side: ["left", "right", "none"][whole(0, 2)],
        holds: whole(1, 4),
        breaths: whole(1, 6),
        repeats: whole(0, 1) === 1,
      })),
    };
  }
}

test("a timeline has no holes and lasts as long as its parts", () => {
  for (const { sets, breathMs } of plans(200)) {
    const segments = timeline(sets, breathMs);
    assert.equal(segments[0].start, 0);
    segments.slice(1).forEach(({ start }, index) => {
      assert.equal(start, segments[index].end);
    });
    sets.forEach(({ holds, breaths }, set) => {
      const own = segments.filter((one) => one.set === set && /in|out/.test(one.kind));
      const breathing = own.reduce((sum, { start, end }) => sum + end - start, 0);
      assert.equal(breathing, holds * breaths * breathMs);
    });
  }
});

test("the clock waits at the first set of each movement, and turns where the side changes", () => {
  const segments = timeline(SETS, BREATH_MS);
  assert.deepEqual(
    segments.filter(({ gate }) => gate).map(({ set }) => set),
    [0, 2],
  );
  assert.deepEqual(
    segments.filter(({ kind }) => kind === "turn").map(({ set }) => set),
    [1],
  );
});

test("between holds there is a rest, between repeats there is none", () => {
  const rests = timeline(SETS, BREATH_MS).filter(({ kind }) => kind === "rest");
  assert.deepEqual(
    rests.map(({ set }) => set),
    [0, 1],
  );
});

test("time never takes a breath back", () => {
  for (const { sets, breathMs } of plans(60)) {
    const segments = timeline(sets, breathMs);
    const end = segments.at(-1).end;
    let before = { breaths: 0, holdMs: 0 };
    for (let elapsed = 0; elapsed <= end; elapsed += end / 97) {
      const done = doneAt(segments, 0, elapsed);
      assert.ok(done.breaths >= before.breaths && done.holdMs >= before.holdMs);
      before = done;
    }
    const all = doneAt(segments, 0, end);
    assert.equal(all.breaths, sets[0].holds * sets[0].breaths);
  }
});

test("after the last segment comes the end of the last set", () => {
  const segments = timeline(SETS, BREATH_MS);
  const { kind, set, left } = phaseAt(segments, segments.at(-1).end);
  assert.deepEqual([kind, set, left], ["end", 2, 0]);
  assert.equal(phaseAt(segments, 0).kind, "ready");
});

test("five taps give their middle distance; one slip does not count", () => {
  assert.equal(paceOf([0, 4000, 8000, 12000, 16000]), 4000);
  assert.equal(paceOf([0, 4000, 8000, 17000, 21000]), 4000);
});

test("taps that are no breaths give no pace", () => {
  for (const gap of [0, 700, 40000]) {
    assert.equal(paceOf([0, 1, 2, 3, 4].map((tap) => tap * gap)), null);
  }
});

test("a hidden page may sleep for a minute, a computer that slept was away", () => {
  const look = (clock, wall, hidden = false) => ({ clock, wall, hidden });
  assert.equal(wasAway(look(0, 0), look(1000, 1000)), false);
  assert.equal(wasAway(look(0, 0, true), look(60_000, 60_000)), false);
  assert.equal(wasAway(look(0, 0), look(60_000, 60_000)), true);
  assert.equal(wasAway(look(0, 0), look(1000, 600_000)), true);
});
