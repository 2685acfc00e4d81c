// Predictions, their marks in a picture, and what the page remembers: without a browser, without Python.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Model, press, show, texts } from "./page.js";

const { answerFrom, forget } = await import("../../lessons_lib/apps/web/shared/local_memory.js");
const { openMemory } = await import("../../lessons_lib/apps/web/shared/memory.js");
const { marksOf } = await import("../../lessons_lib/apps/web/shared/marks.js");
const { MarkLayer } = await import("../../lessons_lib/apps/web/explorer/marks.js");
const { explanationAfter } = await import("../../lessons_lib/apps/web/prediction/explanation.js");
const { markOf, valueWords } = await import("../../lessons_lib/apps/web/prediction/guess.js");

const CHOICE = {
  id: "04-tilted",
  text: "Which way?",
  options: [
    { text: "Shorter", at: [[-10, -10]] },
    { text: "Longer", at: [[0, 40]] },
  ],
  scale: null,
  after: 0,
  picture: { name: "pelvis.tilt", artist: "here", axis: "y", label: "" },
};
const SCALE = {
  id: "04-longest",
  text: "When?",
  options: [],
  scale: { label: "Stride", unit: "%", low: 0, high: 100, step: 2 },
  after: 0,
  picture: { name: "stride", artist: "", axis: "", label: "" },
};

/** A storage as browsers have it. */
function storage() {
  const kept = new Map();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

/** A host without Python, which answers at once. */
class Alone extends Model {
  constructor(state, place = storage()) {
    super(state);
    this.place = place;
  }

  send(content) {
    super.send(content);
    const answer = answerFrom(this.place, content);
    if (answer) this.hear(structuredClone(answer));
  }
}

beforeEach(() => {
  for (const name of ["memory", "marks"]) delete globalThis[Symbol.for(`lessons-lib ${name}`)];
});

/** A lesson: the prediction's cell, an explorer's, and what is explained. */
async function lesson(model, more = "", explanation = "<p><strong>Explain.</strong> Longer.</p>") {
  const shown = await show("prediction", model);
  const page = document.createElement("div");
  page.innerHTML = `<div data-cell="1"></div><div data-cell="2">Try.</div><div data-cell="3">${explanation}</div>${more}`;
  document.body.replaceChildren(page);
  page.firstChild.append(shown.el);
  await new Promise((resolve) => setTimeout(resolve, 40));
  return { ...shown, page, cell: page.children[2] };
}

const pressed = (el) =>
  [...el.querySelectorAll("[aria-pressed=true]")].map((one) => one.textContent);
const folded = (cell) => cell.classList.contains("ll-explanation-folded");

test("one tap commits a guess, marks the picture and unfolds the explanation", async () => {
  const { el, cell, page } = await lesson(new Alone({ predictions: [CHOICE] }));
  assert.ok(folded(cell));
  assert.deepEqual(marksOf("pelvis.tilt", page), []);
  press(el, "Longer");
  assert.ok(!folded(cell));
  assert.match(cell.querySelector(".ll-explanation").textContent, /You guessed: Longer/);
  assert.deepEqual(pressed(el), ["Longer"]);
  assert.match(el.querySelector("[role=status]").textContent, /marked in the picture/);
  const [mark] = marksOf("pelvis.tilt", page);
  assert.deepEqual([mark.of, mark.axis, mark.at], ["here", "y", [[0, 40]]]);
  press(el, "Shorter");
  assert.deepEqual(pressed(el), ["Shorter"]);
  assert.equal(marksOf("pelvis.tilt", page).length, 1);
  assert.deepEqual(marksOf("pelvis.tilt", page)[0].at, [[-10, -10]]);
});

test("who only wants to see sees, and nothing is marked; a view that goes leaves nothing behind", async () => {
  const { cell, close, page } = await lesson(new Alone({ predictions: [CHOICE] }));
  cell.querySelector("button").focus();
  press(cell, "Just show me");
  assert.ok(!folded(cell));
  assert.equal(document.activeElement.textContent, "Explain. Longer.");
  assert.deepEqual(marksOf("pelvis.tilt", page), []);
  close();
  assert.equal(cell.querySelector(".ll-explanation"), null);
  assert.equal(cell.textContent, "Explain. Longer.");
});

test("a picture that shows the answer is folded along where there is nothing to try", async () => {
  const asked = [{ ...CHOICE, picture: { name: "", artist: "", axis: "", label: "" } }];
  const { page, el } = await lesson(new Alone({ predictions: asked }));
  const [, , explained] = page.children;
  const between = page.children[1];
  assert.ok(!between.classList.contains("ll-answer-folded")); // a text stays
  between.className = "cell";
  explained.remove();
  await new Promise((resolve) => setTimeout(resolve, 5));
  page.append(explained);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(between.classList.contains("ll-answer-folded"));
  press(el, "Longer");
  assert.ok(!between.classList.contains("ll-answer-folded"));
});

test("as many cells after the explanation as say so are folded along, and no text among them", async () => {
  const code = "<div class='cell' data-cell='4'></div>";
  const text = "<div data-cell='5'></div>";
  const asked = [{ ...CHOICE, after: 3 }];
  const { page, el } = await lesson(new Alone({ predictions: asked }), code + code + text + code);
  const hidden = () =>
    [...page.children].slice(3).map((cell) => cell.classList.contains("ll-answer-folded"));
  assert.deepEqual(hidden(), [true, true, false, false]);
  press(el, "Longer");
  assert.deepEqual(hidden(), [false, false, false, false]);
});

test("an explanation that is drawn later is folded, too; another section's is left alone", async () => {
  const { cell } = await lesson(new Alone({ predictions: [CHOICE] }), "", "");
  assert.ok(!folded(cell));
  cell.innerHTML = "<p><strong>Explain.</strong> Longer.</p>";
  await new Promise((resolve) => setTimeout(resolve, 40));
  assert.ok(folded(cell));

  const page = document.createElement("div");
  page.innerHTML =
    "<div data-cell='1'><i></i></div><div data-cell='2'><h2>Next</h2></div>" +
    "<div data-cell='3'><p><strong>Explain.</strong></p></div>";
  assert.equal(explanationAfter(page.querySelector("i")), null);
  page.children[1].innerHTML = "<p>See <strong>Explain.</strong></p>";
  assert.equal(explanationAfter(page.querySelector("i")), page.children[2]);
});

test("a mark is set by a tap on the line, or by keys and Enter; keys alone commit nothing", async () => {
  const model = new Alone({ predictions: [SCALE] });
  const { el } = await lesson(model);
  const range = el.querySelector("input");
  const said = () => el.querySelector("[role=status]").textContent;
  assert.equal(range.getAttribute("aria-valuetext"), "not set yet");
  assert.ok([...el.querySelectorAll("button")].at(-1).disabled);
  range.value = "60";
  range.dispatchEvent(new window.Event("input"));
  assert.equal(said(), "");
  assert.equal(range.getAttribute("aria-valuetext"), "60\u00a0%");
  range.dispatchEvent(new window.KeyboardEvent("keydown", { key: "Enter" }));
  assert.notEqual(said(), "");
  press(el, "+");
  assert.equal(range.value, "62");
  press(el, "That is my guess");
  assert.equal(openMemory(model).recall("prediction/04-longest").value, 62);
  range.value = "10";
  range.dispatchEvent(new window.Event("input"));
  range.dispatchEvent(new window.Event("pointerup"));
  assert.equal(openMemory(model).recall("prediction/04-longest").value, 10);
});

test("a value is said with its unit, and a mark without an axis only in words", () => {
  assert.equal(valueWords({ unit: "°", step: 5 }, -10), "\u221210°");
  assert.equal(valueWords({ unit: "", step: 0.02 }, 0.5), "0.50");
  const mark = markOf(SCALE, { value: 98 }, null);
  assert.deepEqual([mark.at, mark.words], [[], "Your guess: 98\u00a0%"]);
  assert.equal(markOf(SCALE, { shown: true }, null), null);
});

test("nothing is kept before the learner agrees, and nothing after all is forgotten", () => {
  const place = storage();
  const memory = openMemory(new Alone({}, place));
  memory.remember("quiz/04-sign", { chosen: [1], right: true, tries: 1 });
  assert.equal(place.kept.size, 0);
  assert.equal(memory.recall("quiz/04-sign").right, true);
  memory.keep();
  assert.ok(memory.keeps());
  assert.match([...place.kept.values()].join(), /04-sign/);
  memory.remember("own/leg_raise_deg", { value: 62 });
  assert.match([...place.kept.values()].join(), /leg_raise_deg/);
  memory.forget();
  assert.equal(place.kept.size, 0);
  assert.ok(!memory.keeps());
  memory.remember("own/leg_raise_deg", { value: 62 });
  assert.equal(place.kept.size, 0);
  forget(place);
});

test("what was kept is there after a reload, and what was answered meanwhile is kept, too", () => {
  const place = storage();
  openMemory(new Alone({}, place)).keep();
  delete globalThis[Symbol.for("lessons-lib memory")];
  const slow = new Model({});
  const memory = openMemory(slow);
  memory.remember("prediction/04-tilted", { choice: 1 });
  const [recall] = slow.sent;
  let told = 0;
  memory.watch(() => {
    told += 1;
  });
  slow.hear({
    answer: "memory",
    asker: recall.asker,
    keeps: true,
    items: { "own/leg_raise_deg": { value: 60 } },
    trouble: "",
  });
  assert.equal(memory.recall("own/leg_raise_deg").value, 60);
  assert.equal(told, 1);
  assert.deepEqual(
    slow.sent.slice(1).map(({ ask, item }) => [ask, item]),
    [["remember", "prediction/04-tilted"]],
  );
});

/** A host that answers when it is told to, each question as its store was when it came. */
class Slow extends Model {
  constructor(place, state = {}) {
    super(state);
    this.place = place;
    this.underWay = [];
  }

  send(content) {
    super.send(content);
    this.underWay.push(structuredClone(answerFrom(this.place, content)));
  }

  answer() {
    for (const one of this.underWay.splice(0)) this.hear(one);
  }
}

test("what is forgotten does not come back with an answer that was under way", () => {
  const place = storage();
  const model = new Slow(place);
  const memory = openMemory(model);
  memory.remember("prediction/04-tilted", { choice: 1 });
  memory.keep();
  model.answer();
  const other = new Slow(place);
  const same = openMemory(other); // another widget of the page asks what is remembered
  memory.forget();
  other.answer();
  assert.equal(memory.recall("prediction/04-tilted"), undefined);
  model.answer();
  assert.equal(same.recall("prediction/04-tilted"), undefined);
  assert.ok(!same.keeps());
  same.keep();
  other.answer();
  assert.ok(memory.keeps());
  assert.equal(same.trouble(), "");
});

test("a guess that is changed before its page knows what is kept takes the place of the older one", () => {
  const place = storage();
  const first = openMemory(new Alone({}, place));
  first.remember("prediction/04-tilted", { choice: 1 });
  first.remember("own/leg_raise_deg", { value: 60 });
  first.keep();
  delete globalThis[Symbol.for("lessons-lib memory")];
  const model = new Slow(place);
  const memory = openMemory(model);
  memory.remember("prediction/04-tilted", { choice: 0 });
  model.answer();
  model.answer();
  const kept = answerFrom(place, { ask: "recall" }).items;
  assert.equal(kept["prediction/04-tilted"].choice, 0);
  assert.deepEqual(memory.items(), Object.entries(kept));
  const asked = model.sent.length;
  model.answer();
  assert.equal(model.sent.length, asked);
});

test("what another window forgot is not kept again by this one, unless the learner says so", () => {
  const place = storage();
  const model = new Alone({}, place);
  const memory = openMemory(model);
  memory.remember("prediction/04-tilted", { choice: 1 });
  memory.keep();
  answerFrom(place, { ask: "forget" });
  answerFrom(place, { ask: "keep", items: {} });
  openMemory(new Alone({}, place)); // another widget of the page asks
  assert.deepEqual(answerFrom(place, { ask: "recall" }).items, {});
});

test("what is being chosen, set or typed stays as it is when memory comes late", async () => {
  const place = storage();
  const before = openMemory(new Alone({}, place));
  before.remember("quiz/04-sign", { chosen: [1], right: false, tries: 1 });
  before.remember("prediction/04-longest", { value: 20 });
  before.remember("own/leg_raise_deg", { value: 62 });
  before.keep();
  delete globalThis[Symbol.for("lessons-lib memory")];
  const number = { name: "leg_raise_deg", unit: "°", low: 30, high: 120, pictures: [], also: {} };
  const states = { quiz: { questions: [QUESTION] }, prediction: { predictions: [SCALE] } };
  const parts = [];
  for (const [name, state] of Object.entries({ ...states, own_numbers: { number } })) {
    const model = new Slow(place, state);
    parts.push({ model, el: (await show(name, model)).el });
  }
  const [quiz, guess, own] = parts.map(({ el }) => el);
  document.body.replaceChildren(quiz, guess, own);
  quiz.querySelector("input").click();
  const range = guess.querySelector("input");
  range.value = "60";
  range.dispatchEvent(new window.Event("input"));
  const field = own.querySelector("input");
  field.focus();
  field.value = "7";
  for (const { model } of parts) model.answer();
  assert.ok(quiz.querySelector("input").checked);
  assert.equal(range.value, "60");
  assert.equal(field.value, "7");
  press(quiz, "Check");
  assert.match(quiz.querySelector(".ll-feedback").textContent, /So it is/);
  press(guess, "That is my guess");
  field.value = "70";
  press(own, "Mark it");
  for (const { model } of parts) model.answer();
  const { items } = answerFrom(place, { ask: "recall" });
  assert.equal(items["quiz/04-sign"].tries, 2);
  assert.equal(items["prediction/04-longest"].value, 60);
  assert.equal(items["own/leg_raise_deg"].value, 70);
});

test("a page without anybody who answers remembers as long as it is there", () => {
  const model = new Model({});
  model.gone = true;
  const memory = openMemory(model);
  memory.remember("prediction/04-tilted", { choice: 1 });
  memory.keep();
  assert.equal(memory.recall("prediction/04-tilted").choice, 1);
  assert.ok(!memory.keeps());
  memory.close();
  assert.equal(model.heard, 0);
});

test("a guess is drawn within its axes, as a line or a band, with its words", () => {
  const overlay = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  document.body.replaceChildren(overlay);
  const layer = new MarkLayer(overlay, "pelvis.tilt", {
    box: (artist) => (artist === "here" ? [100, 10, 200, 80] : null),
    along: (_artist, _axis, value) => 90 - value,
  });
  const shapes = () => [...overlay.querySelectorAll("rect")];
  const set = (at) => {
    const [range] = at;
    return { ...CHOICE, options: [{ text: "So", at: [range] }] };
  };
  const draw = async (at) => {
    const { setMark } = await import("../../lessons_lib/apps/web/shared/marks.js");
    setMark("a", markOf(set([at]), { choice: 0 }, null));
  };
  return (async () => {
    await draw([10, 30]);
    assert.deepEqual(
      ["x", "y", "width", "height"].map((name) => Number(shapes()[0].getAttribute(name))),
      [100, 60, 200, 20],
    );
    await draw([10, 10]);
    const line = overlay.querySelector("line");
    assert.deepEqual(
      ["x1", "x2", "y1", "y2"].map((name) => Number(line.getAttribute(name))),
      [100, 300, 80, 80],
    );
    await draw([200, 200]);
    assert.equal(shapes().length, 0);
    assert.equal(layer.words.textContent, "Your guess: So");
    assert.deepEqual(texts(overlay, "text"), []);
    layer.remove();
  })();
});

const QUESTION = {
  id: "04-sign",
  kind: "one",
  text: "Which?",
  lesson: "Lesson 4: hamstrings",
  options: [
    { text: "yes", right: true, feedback: "So it is." },
    { text: "no", right: false, feedback: "It is not." },
  ],
};

test("a quiz comes back as it was left, and starts again", async () => {
  const place = storage();
  openMemory(new Alone({}, place)).keep();
  const first = await show("quiz", new Alone({ questions: [QUESTION] }, place));
  first.el.querySelectorAll("input")[1].click();
  press(first.el, "Check");
  first.close();
  delete globalThis[Symbol.for("lessons-lib memory")];
  const { el } = await show("quiz", new Alone({ questions: [QUESTION] }, place));
  assert.ok(el.querySelectorAll("input")[1].checked);
  assert.match(el.querySelector(".ll-feedback").textContent, /It is not/);
  el.querySelectorAll("input")[0].click();
  press(el, "Check");
  assert.equal(el.querySelector(".ll-progress").textContent, "1 of 1 right.");
  press(el, "Start again");
  assert.equal(el.querySelector(".ll-progress").textContent, "0 of 1 right.");
  assert.equal(el.querySelectorAll("input:checked").length, 0);
  assert.equal(el.querySelector(".ll-feedback").textContent, "");
});

test("what was wrong comes back first, then what was right longest ago; nothing twice a day", async () => {
  const { due } = await import("../../lessons_lib/apps/web/quiz/returning.js");
  const questions = ["a", "b", "c", "d", "e"].map((id) => ({ ...QUESTION, id }));
  const known = {
    b: { chosen: [0], right: true, tries: 1, day: "2026-11-20" },
    c: { chosen: [1], right: false, tries: 2, day: "2026-11-29" },
    d: { chosen: [0], right: true, tries: 1, day: "2026-11-03" },
    e: { chosen: [0], right: true, tries: 1, day: "2026-11-29" },
  };
  const ids = (count) => due(questions, (id) => known[id], count, "2026-11-29").map(({ id }) => id);
  assert.deepEqual(ids(3), ["c", "d", "b"]);
  assert.deepEqual(ids(5), ["c", "d", "b", "a", "e"]);
});

test("a question that comes back is asked anew, whatever was chosen then", async () => {
  const place = storage();
  const memory = openMemory(new Alone({}, place));
  memory.remember("quiz/04-sign", { chosen: [1], right: false, tries: 1 });
  const { el } = await show("quiz", new Alone({ questions: [QUESTION], picks: 1 }, place));
  assert.match(el.querySelector(".ll-place").textContent, /Lesson 4/);
  assert.equal(el.querySelectorAll("input:checked").length, 0);
  el.querySelectorAll("input")[0].click();
  press(el, "Check");
  assert.match(el.querySelector(".ll-feedback").textContent, /So it is/);
  assert.equal(memory.recall("quiz/04-sign").right, true);
});

test("the map says how far one has come in each lesson, and where one was last", async () => {
  const lesson = (number, items) => ({
    file: `0${number}.ipynb`,
    title: `Lesson ${number}`,
    afterwards: "do it",
    minutes: 10,
    first: number ? [["00.ipynb", "Lesson 0"]] : [],
    items,
  });
  const lessons = [
    lesson(0, ["prediction/00-a", "prediction/00-b", "exercise/00-c", "quiz/00-d"]),
    lesson(1, ["prediction/01-a", "quiz/01-b"]),
  ];
  const model = new Alone({ lessons });
  const { el } = await show("course_map", model);
  const soFar = () => texts(el, "tbody td:last-child");
  assert.deepEqual(soFar(), ["", ""]);
  const memory = openMemory(model);
  memory.remember("prediction/01-a", { choice: 1 });
  memory.remember("quiz/01-b", { chosen: [0], right: true, tries: 1 });
  memory.remember("prediction/00-a", { shown: true });
  memory.remember("prediction/00-b", { choice: 1 });
  memory.remember("exercise/00-c", { typed: "3", right: false, tries: 1 });
  assert.deepEqual(soFar(), [
    "You are here. guessed 1 of 2",
    "✓ All done: guessed 1 of 1, 1 of 1 of the quiz right",
  ]);
  assert.equal(el.querySelectorAll("tr.ll-here").length, 1);
});

test("guesses stand beside findings, and what is kept can be forgotten after a second look", async () => {
  const answered = {
    ...CHOICE,
    finding: "They get longer.",
    options: CHOICE.options.map((one, place) => ({ ...one, right: place === 1 })),
  };
  const scaled = { ...SCALE, finding: "At 98 %.", scale: { ...SCALE.scale, right: [[90, 100]] } };
  const place = storage();
  const model = new Alone({ predictions: [answered, scaled] }, place);
  const { el } = await show("guesses", model);
  const rows = () => texts(el, "tbody td:nth-child(2)");
  assert.deepEqual(rows(), ["no guess", "no guess"]);
  const memory = openMemory(model);
  memory.remember("prediction/04-tilted", { choice: 0 });
  memory.remember("prediction/04-longest", { value: 92 });
  assert.deepEqual(rows(), ["≠ Shorter", "✓ 92\u00a0%"]);
  press(el, "Remember it");
  assert.equal(place.kept.size, 1);
  press(el, "Forget this");
  assert.equal(place.kept.size, 1);
  press(el, "No");
  assert.deepEqual(rows()[0], "≠ Shorter");
  press(el, "Forget this");
  press(el, "Yes, forget all of it");
  assert.equal(place.kept.size, 0);
  assert.deepEqual(rows(), ["no guess", "no guess"]);
});

test("an own number is drawn as “you” where a picture has its axis, and a wrong one is refused", async () => {
  const number = {
    name: "breaths_per_min",
    label: "Breathing rate",
    unit: "breaths a minute",
    low: 4,
    high: 40,
    step: 1,
    how: "Count.",
    also: {},
    pictures: [
      {
        name: "dose.doses",
        artist: "hold_s_line",
        axis: "x",
        times: [180, 300],
        over: true,
        log10: true,
        words: "",
      },
    ],
  };
  const { ownMark, numberIn } = await import("../../lessons_lib/apps/web/own_numbers/number.js");
  assert.deepEqual(
    ownMark(number, number.pictures[0], 18).at[0].map((one) => one.toFixed(3)),
    ["1.000", "1.222"],
  );
  assert.deepEqual(
    ["1,25", "1.25 m/s", "−3", "", "fast", "4.5 km/h", "4,5", "20"].map((typed) =>
      numberIn(typed, { unit: "m/s", also: { "km/h": 1 / 3.6 }, low: 0.3, high: 2.5 }),
    ),
    [1.25, 1.25, -3, Number.NaN, Number.NaN, 1.25, 1.25, 20],
  );
  const model = new Alone({ number });
  const { el } = await show("own_numbers", model);
  const field = el.querySelector("input");
  field.value = "400";
  press(el, "Draw it in");
  assert.match(el.querySelector(".ll-said").textContent, /from 4/);
  field.value = "15";
  press(el, "Draw it in");
  assert.equal(openMemory(model).recall("own/breaths_per_min").value, 15);
  assert.match(el.querySelector(".ll-said").textContent, /drawn as/);
});
