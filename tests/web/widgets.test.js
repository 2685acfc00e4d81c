// What sends nothing: quiz, sorting, claims and safety check, shown by a host that is no kernel.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { choose, Model, press, show, texts } from "./page.js";

const { openMemory } = await import("../../lessons_lib/apps/web/shared/memory.js");
const { judge, byLesson } = await import("../../lessons_lib/apps/web/quiz/judging.js");
const { fits } = await import("../../lessons_lib/apps/web/claim_table/filtering.js");
const { handIn } = await import("../../lessons_lib/apps/web/course_map/handing_in.js");
const { decide } = await import("../../lessons_lib/apps/web/safety_check/deciding.js");

const option = (text, right = false) => ({ text, right, feedback: `About ${text}.` });
const ONE = { id: "a", kind: "one", text: "Which?", options: [option("yes", true), option("no")] };
const SEVERAL = {
  id: "b",
  kind: "several",
  text: "Which ones?",
  options: [option("first", true), option("second", true), option("third")],
};

test("a choice is right only when it is all that is right", () => {
  const [first, second, third] = SEVERAL.options;
  assert.equal(judge(SEVERAL, []), "nothing");
  assert.equal(judge(SEVERAL, [first]), "more");
  assert.equal(judge(SEVERAL, [first, second]), "complete");
  assert.equal(judge(SEVERAL, [first, second, third]), "wrong");
  assert.equal(judge(ONE, [ONE.options[1]]), "wrong");
});

test("questions are folded by lesson, in order, or not at all", () => {
  assert.deepEqual(byLesson([ONE, SEVERAL]), []);
  const named = [
    { ...ONE, lesson: "1" },
    { ...SEVERAL, lesson: "2" },
    { ...ONE, lesson: "1" },
  ];
  assert.deepEqual(byLesson(named), [
    ["1", [0, 2]],
    ["2", [1]],
  ]);
});

test("every choice of a quiz has its feedback; what is right counts until it starts again", async () => {
  const model = new Model({ questions: [ONE, SEVERAL] });
  const { el } = await show("quiz", model);
  const [first, second] = el.querySelectorAll("fieldset");
  press(first, "Check");
  assert.match(first.querySelector(".ll-feedback").textContent, /Choose an answer first/);
  choose(first.querySelectorAll("input")[1]);
  assert.equal(first.querySelector(".ll-feedback").textContent, "");
  press(first, "Check");
  assert.match(first.querySelector(".ll-wrong").textContent, /About no/);
  choose(first.querySelectorAll("input")[0]);
  press(first, "Check");
  assert.equal(el.querySelector(".ll-progress").textContent, "1 of 2 right.");
  choose(second.querySelectorAll("input")[0]);
  press(second, "Check");
  assert.match(second.querySelector(".ll-feedback").textContent, /There is more to find/);
  choose(second.querySelectorAll("input")[1]);
  press(second, "Check");
  assert.equal(el.querySelector(".ll-progress").textContent, "2 of 2 right.");
  press(el, "Start again");
  assert.equal(el.querySelector(".ll-progress").textContent, "0 of 2 right.");
  assert.equal(el.querySelectorAll("input:checked").length, 0);
  // Nobody has agreed that anything is kept: it asks what is, and tells nothing.
  assert.deepEqual(
    model.sent.map(({ ask }) => ask),
    ["recall"],
  );
});

test("what can be handed in is the answers, and nothing else that is known", async () => {
  const known = {
    "exercise/04-slope": {
      first: "−57.7",
      typed: "0.01",
      right: false,
      tries: 3,
      day: "2026-11-29",
      note: "it hurts",
    },
    "quiz/04-sign": { first: [0], chosen: [2], right: true, tries: 2, day: "2026-11-29" },
    "quiz/04-units": { chosen: [], right: false, tries: 0 },
    "prediction/04-tilted": { choice: 1 },
    "own/leg_raise_deg": { value: 60 },
    "safety/saddle_numbness": { value: true },
  };
  const lessons = [
    {
      items: [
        "prediction/04-tilted",
        "exercise/04-slope",
        "exercise/04-tilt",
        "quiz/04-sign",
        "quiz/04-units",
        "own/leg_raise_deg",
      ],
    },
  ];
  const about = { edition: "0123456789ab", number: "00ff00ff00ff00ff" };
  // tests/test_classroom.py reads this file.
  const file = await readFile(new URL("../reference/my_answers.json", import.meta.url), "utf-8");
  assert.equal(
    handIn(lessons, (item) => known[item], about),
    file,
  );
  assert.equal(
    handIn(lessons, () => undefined, about),
    "",
  );
});

test("what was answered first stays, whatever is answered later", async () => {
  const model = new Model({ questions: [ONE] });
  const { el } = await show("quiz", model);
  const memory = openMemory(model);
  for (const place of [1, 0]) {
    choose(el.querySelectorAll("input")[place]);
    press(el, "Check");
  }
  press(el, "Start again");
  assert.deepEqual(memory.recall("quiz/a").first, [1]);
});

const DECK = {
  title: "Claims",
  here: "the evidence",
  one: "claim",
  many: "claims",
  first: 2,
  bins: [
    { word: "wrong", sign: "✗", meaning: "It is not so.", trust: 0 },
    { word: "right", sign: "✓", meaning: "It is so.", trust: 2 },
    { word: "muddled", sign: "⇄", meaning: "It says both.", trust: null },
  ],
  cards: [
    { name: "C1", text: "Walking heals.", belongs: "right", why: "Trials say so." },
    { name: "C2", text: "Rest heals.", belongs: "wrong", why: "Trials do not." },
    { name: "C3", text: "Both heal.", belongs: "muddled", why: "It cannot be both." },
  ],
};

test("sorted cards are compared in words and counts, and only those that were sorted", async () => {
  const { el } = await show("sorting", new Model({ content: DECK }));
  const pick = (card, bin) =>
    choose(el.querySelectorAll("fieldset")[card].querySelectorAll("input")[bin]);
  press(el, "Compare with the evidence");
  assert.match(el.querySelector(".ll-summary").textContent, /at least one claim/);
  pick(0, 1);
  pick(1, 1);
  press(el, "Compare with the evidence");
  assert.match(
    el.querySelector(".ll-summary").textContent,
    /for 2 of 2 claims.*agree on 1 and differ on 1 \(C2\).*On 1 you trusted the article more/,
  );
  assert.deepEqual(texts(el, ".ll-same, .ll-differs"), [
    "Same as the evidence: ✓ right. Trials say so.",
    "You: right. The evidence: ✗ wrong. Trials do not.",
  ]);
  press(el, "Show the other 1 claims");
  assert.equal(el.querySelectorAll("fieldset").length, 3);
  pick(2, 0);
  press(el, "Compare with the evidence");
  assert.match(el.querySelector(".ll-summary").textContent, /contradicts itself/);
  press(el, "Start again");
  assert.equal(el.querySelectorAll("input:checked").length, 0);
});

const row = (id, verdict, lesson, text = "") => ({
  id,
  verdict,
  lesson,
  text,
  sign: "✗",
  quotation: `Claim ${id}`,
  card: `<p>Card ${id} <a href="https://example.org">source</a></p>`,
  address: `${lesson}.ipynb#A-section`,
  place: `lesson ${lesson}`,
});

test("a claim is found by its words, its verdict, its lesson and its own number", () => {
  const any = { words: "", verdict: "", lesson: "" };
  const c3 = row("C3", "wrong", "04", "hamstrings pull");
  assert.ok(fits(c3, any));
  assert.ok(fits(c3, { ...any, words: "  PULL hamstrings " }));
  assert.ok(!fits(c3, { ...any, words: "pull knee" }));
  assert.ok(fits(c3, { ...any, words: "c3" }));
  assert.ok(!fits(row("C30", "wrong", "04"), { ...any, words: "c3" }));
  assert.ok(!fits(c3, { ...any, verdict: "right" }));
  assert.ok(!fits(c3, { ...any, lesson: "05" }));
});

test("claims open to their cards, whose sources open elsewhere", async () => {
  const rows = [row("C1", "wrong", "04"), row("C2", "right", "05")];
  const content = { rows, verdicts: [["wrong", "✗", 1]], lessons: [["04", "4. Hamstrings"]] };
  const model = new Model({ content });
  const { el } = await show("claim_table", model);
  const search = el.querySelector("input[type=search]");
  search.value = "C2";
  search.dispatchEvent(new window.Event("input"));
  assert.equal(el.querySelector(".ll-count").textContent, "1 of 2 shown.");
  search.value = "nothing like it";
  search.dispatchEvent(new window.Event("input"));
  assert.match(el.querySelector(".ll-count").textContent, /Nothing fits/);
  press(el, "Show all, closed");
  assert.equal(el.querySelector(".ll-count").textContent, "2 of 2 shown.");
  const details = el.querySelector("details");
  details.open = true;
  details.dispatchEvent(new window.Event("toggle"));
  const source = details.querySelector("div a");
  assert.equal(source.target, "_blank");
  assert.equal(source.dataset.lmSuppressShortcuts, "true");
});

test("where JupyterLab is not, a lesson's link is a plain link", async () => {
  const content = { rows: [row("C1", "wrong", "04")], verdicts: [], lessons: [] };
  const plain = await show("claim_table", new Model({ content }));
  const link = plain.el.querySelector(".ll-place a");
  assert.equal(link.getAttribute("href"), "04.ipynb#A-section");
  assert.equal(link.dataset.commandlinkerCommand, undefined);
  const model = new Model({ content });
  model.widget_manager = { context: { path: "course/01.ipynb" } };
  const lab = await show("claim_table", model);
  const args = lab.el.querySelector(".ll-place a").dataset.commandlinkerArgs;
  assert.deepEqual(JSON.parse(args), { path: "course/04.ipynb" });
});

const ADVICE = Object.fromEntries(
  ["A", "B", "C", "none"].map((tier, rank) => [
    rank,
    {
      tier,
      rank,
      urgent: rank < 2,
      how_fast: "When",
      headline: `Help of tier ${tier}`,
      action: "Do this.",
      safety_net: "",
    },
  ]),
);
const sign = (question, rank) => ({ question, rank, details: [], why: `Why ${question}` });
const CHECK = {
  lead: "Lead",
  private: "Private",
  groups: [
    { title: "Now", signs: [sign("numb", 0), sign("weak", 0)] },
    { title: "Soon", signs: [sign("fever", 1)] },
    { title: "Later", signs: [sign("stiff", 2)] },
  ],
  advice: ADVICE,
};

test("the most urgent sign decides at once; that all is well, only the last answer", () => {
  const none = { none: true, ranks: [] };
  const open = { none: false, ranks: [] };
  assert.equal(decide([open, open], ADVICE).tier, null);
  assert.equal(decide([none, open], ADVICE).tier, null);
  assert.equal(decide([none, none], ADVICE).tier, "none");
  const found = decide([{ none: false, ranks: [2, 1] }, open], ADVICE);
  assert.deepEqual([found.tier, found.urgent, found.complete], ["B", true, false]);
});

test("advice stands where it was ticked, follows the answers, and leaves with them", async () => {
  const model = new Model({ content: CHECK });
  const { el } = await show("safety_check", model);
  const box = (words) =>
    [...el.querySelectorAll(".ll-sign")]
      .find((one) => one.querySelector("label").textContent === words)
      .querySelector("input");
  choose(box("fever"));
  assert.deepEqual(texts(el, ".ll-headline"), ["Help of tier B"]);
  choose(box("numb"));
  const alarm = el.querySelector("[role=alert]");
  assert.equal(alarm.previousElementSibling.querySelector("label").textContent, "numb");
  assert.equal(el.querySelector(".ll-result").getAttribute("aria-live"), "off");
  const nones = [...el.querySelectorAll(".ll-none input")];
  for (const none of nones) choose(none);
  assert.equal(box("numb").checked, false);
  assert.deepEqual(texts(el, ".ll-headline"), ["Help of tier none"]);
  choose(box("stiff"));
  assert.equal(nones[2].checked, false);
  assert.deepEqual(texts(el, ".ll-headline"), ["Help of tier C"]);
  press(el, "Start again");
  assert.deepEqual(texts(el, ".ll-headline"), []);
  assert.equal(el.querySelector(".ll-progress").textContent, "0 of 3 groups answered.");
  assert.deepEqual(model.sent, [], "no answer leaves the page");
});
