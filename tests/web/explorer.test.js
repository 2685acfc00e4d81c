// The explorer without a browser and without a kernel.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Kernel, Model, press, show, texts } from "./page.js";

const EXPLORER = "../../lessons_lib/apps/web/explorer";
const { PEN_UP, Packet } = await import(`${EXPLORER}/packet.js`);
const { nearest, onAxes, turned } = await import(`${EXPLORER}/inverse.js`);
const { keptInside } = await import(`${EXPLORER}/picture.js`);
const { Store } = await import(`${EXPLORER}/store.js`);
const { openMemory } = await import("../../lessons_lib/apps/web/shared/memory.js");

const CONTROL = {
  name: "hip",
  label: "Hip flexion",
  unit: "°",
  low: -10,
  high: 20,
  step: 5,
  start: 0,
  options: [],
  seconds: 1,
  sweeps: true,
};
/** A unit of the axes is a point of the page. */
const WAY = { matrix: [32, 0, 0, 32, 0, 0], logarithms: [null, null] };
const SPEC = {
  title: "A line that follows the hip",
  controls: [CONTROL, { ...CONTROL, name: "knee", label: "Knee flexion", sweeps: false }],
  svg: "<svg xmlns='http://www.w3.org/2000/svg'/>",
  size: [100, 50],
  unitsPerPoint: 32,
  artists: [
    { name: "shank", kind: "line", color: "#000", edge: null, width: 1, clip: null, ...WAY },
    { name: "angle", kind: "text", color: "#000", clip: null, ...WAY },
  ],
  narrow: null,
  pick: null,
  handles: [
    {
      name: "shank",
      artist: "shank",
      points: [0],
      turns: [],
      x: "hip",
      y: "",
      along: "",
      moves: ["Hip flexion"],
    },
  ],
  palette: {},
};

/** Frames of one point and its words, packed as Python does. */
function packet(values) {
  const coordinates = new Int16Array(
    [values.flatMap((x) => [x * 32, 0]), values.flatMap(() => [0, 0])].flat(),
  );
  const head = {
    layout: [
      { start: 0, points: 1, still: false },
      { start: 2 * values.length, points: 1, still: false, text: values.map((x) => `${x}°`) },
    ],
    words: values.map((x) => `The hip is at ${x} degrees.`),
  };
  return { head, buffer: new DataView(coordinates.buffer) };
}

function opened() {
  const { head, buffer } = packet([0]);
  return new Model({ _spec: { ...SPEC, head }, _first: buffer });
}

const words = (el) => el.querySelector(".ll-words").textContent;
const status = (el) => el.querySelector(".ll-status").textContent;

function move(el, value, slider = 0) {
  const range = el.querySelectorAll("input[type=range]")[slider];
  range.value = String(value);
  range.dispatchEvent(new window.Event("input"));
}

/** Answer a question as Python would. */
function answer(model, question, change = {}) {
  const { values, ...back } = question;
  const found =
    question.ask === "sweep"
      ? { ...packet([-10, -5, 0, 5, 10, 15, 20]), trouble: {} }
      : packet([values.hip]);
  const { buffer, ...content } = found;
  model.hear({ ...back, answer: question.ask, ...content, ...change }, [buffer]);
}

const frames = (model) => model.sent.filter(({ ask }) => ask === "frame");
const sweeps = (model) => model.sent.filter(({ ask }) => ask === "sweep");

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

test("a packet gives each frame its points, texts and words", () => {
  const { head, buffer } = packet([1, 2]);
  const shifted = new Uint8Array(buffer.byteLength + 2);
  shifted.set(new Uint8Array(buffer.buffer), 2);
  for (const bytes of [buffer, new DataView(shifted.buffer, 2)]) {
    const frame = new Packet(head, bytes).frame(1);
    assert.deepEqual([...frame.marks[0].xy], [64, 0]);
    assert.equal(frame.marks[1].text, "2°");
    assert.equal(frame.words, "The hip is at 2 degrees.");
  }
});

test("what stands still in all frames is sent once", () => {
  const head = { layout: [{ start: 0, points: 1, still: true, text: "N" }], words: ["a", "b"] };
  const frame = new Packet(head, new DataView(new Int16Array([7, 8]).buffer)).frame(1);
  assert.deepEqual([...frame.marks[0].xy], [7, 8]);
  assert.equal(frame.marks[0].text, "N");
});

test("a move shows its value at once and its picture when it comes", async () => {
  const model = opened();
  const { el } = await show("explorer", model);
  move(el, 10);
  assert.equal(el.querySelector("output").textContent, "10°");
  assert.equal(words(el), "The hip is at 0 degrees.");
  answer(model, frames(model)[0]);
  assert.equal(words(el), "The hip is at 10 degrees.");
});

test("one frame is asked for at a time, and the last value wins", async () => {
  const model = opened();
  const { el } = await show("explorer", model);
  for (const value of [5, 10, 15]) move(el, value);
  assert.equal(frames(model).length, 1);
  answer(model, frames(model)[0]);
  assert.deepEqual(
    frames(model).map(({ values }) => values.hip),
    [5, 15],
  );
  answer(model, frames(model)[1]);
  assert.equal(words(el), "The hip is at 15 degrees.");
});

test("a slider whose sweep is there needs Python no more, until another one moves", async () => {
  const model = opened();
  const { el } = await show("explorer", model);
  move(el, 5);
  answer(model, frames(model)[0]);
  answer(model, sweeps(model)[0]);
  model.sent.length = 0;
  move(el, 20);
  assert.equal(words(el), "The hip is at 20 degrees.");
  assert.equal(model.sent.length, 0);
  move(el, 5, 1);
  move(el, 10);
  assert.ok(sweeps(model).length > 0);
});

test("a late frame does not take back a newer picture", async () => {
  const model = opened();
  const { el } = await show("explorer", model);
  move(el, 5);
  move(el, 20);
  answer(model, sweeps(model)[0]);
  assert.equal(words(el), "The hip is at 20 degrees.");
  answer(model, frames(model)[0]);
  assert.equal(words(el), "The hip is at 20 degrees.");
});

test("Reset brings the start back without Python", async () => {
  const model = opened();
  const { el } = await show("explorer", model);
  move(el, 5);
  answer(model, frames(model)[0]);
  model.sent.length = 0;
  press(el, "Reset");
  assert.equal(words(el), "The hip is at 0 degrees.");
  assert.equal(model.sent.length, 0);
});

test("the learner's own number is marked on its slider, and one press sets it", async () => {
  const { head, buffer } = packet([0]);
  const own = [{ name: "hip", label: "Hip", unit: "°", pictures: [] }];
  const model = new Model({ _spec: { ...SPEC, head, own, picture: "a" }, _first: buffer });
  const memory = openMemory(new Model({}));
  memory.remember("own/hip", { value: 15 });
  const { el } = await show("explorer", model);
  const [hip, knee] = el.querySelectorAll(".ll-slider");
  assert.equal(knee.querySelector(".ll-yours"), null);
  assert.ok(hip.querySelector("input").classList.contains("ll-has-you"));
  press(el, "Yours: 15°");
  assert.equal(hip.querySelector("output").textContent, "15°");
  memory.remember("own/hip", { value: 90 }); // beyond what the slider has
  assert.equal(hip.querySelector(".ll-yours"), null);
});

test("what another page asked is not heard", async () => {
  const model = opened();
  const { el } = await show("explorer", model);
  const other = { asker: "another window", clock: 1, values: { hip: 20 }, ask: "frame" };
  answer(model, other);
  assert.equal(words(el), "The hip is at 0 degrees.");
  move(el, 5);
  answer(model, other);
  assert.equal(words(el), "The hip is at 0 degrees.");
  answer(model, frames(model)[0]);
  assert.equal(words(el), "The hip is at 5 degrees.");
});

test("two views of one widget follow each other", async () => {
  const model = opened();
  const { default: widget } = await import("../../lessons_lib/apps/web/explorer/explorer.js");
  const { initialize, render } = widget();
  initialize({ model });
  const views = ["div", "div"].map((tag) => document.createElement(tag));
  for (const el of views) render({ model, el });
  move(views[0], 15);
  answer(model, frames(model)[0]);
  assert.deepEqual(views.map(words), Array(2).fill("The hip is at 15 degrees."));
});

test("a value that the model refuses is said, and the picture stays", async () => {
  const model = opened();
  const { el } = await show("explorer", model);
  move(el, 20);
  const sentence = "Nobody bends that far.";
  answer(model, frames(model)[0], { answer: "trouble", sentence });
  assert.equal(status(el), sentence);
  assert.equal(words(el), "The hip is at 0 degrees.");
});

test("numbers are asked for when they are unfolded, and only the latest are shown", async () => {
  const model = opened();
  const { el } = await show("explorer", model);
  el.querySelector("details").open = true;
  el.querySelector("details").dispatchEvent(new window.Event("toggle"));
  const asked = model.sent.find(({ ask }) => ask === "table");
  model.hear({ ...asked, answer: "table", html: "<b>0</b>" });
  assert.equal(el.querySelector(".ll-numbers").textContent, "0");
  model.hear({ ...asked, clock: 99, answer: "table", html: "<b>99</b>" });
  assert.equal(el.querySelector(".ll-numbers").textContent, "0");
});

// Silence

test("a busy Python is called busy, and nothing is said any more when it answers", async () => {
  const model = opened();
  const kernel = new Kernel(model);
  const { el } = await show("explorer", model);
  kernel.is({ status: "busy" });
  move(el, 5);
  assert.equal(status(el), "");
  mock.timers.tick(1500);
  assert.match(status(el), /busy/);
  answer(model, frames(model)[0]);
  assert.equal(status(el), "");
});

test("a kernel that is gone and one that is new are told apart, and from a busy one", async () => {
  for (const [change, told] of [
    [(kernel) => kernel.is(null), /has stopped.*Restart Kernel/],
    [(kernel) => kernel.is({ status: "dead" }), /has stopped/],
    [(kernel) => kernel.restarts(), /started anew.*Run this cell again/],
    [(kernel) => kernel.is({ id: "k2" }), /started anew/],
  ]) {
    const model = opened();
    const kernel = new Kernel(model);
    const { el } = await show("explorer", model);
    change(kernel);
    assert.equal(status(el), "", "nobody has asked for anything yet");
    model.gone = true;
    move(el, 10);
    assert.match(status(el), told);
    assert.doesNotMatch(status(el), /busy/);
    assert.equal(el.querySelector("output").textContent, "10°");
  }
});

test("a host that cannot send any more says so by throwing", async () => {
  const model = opened();
  const { el } = await show("explorer", model);
  model.gone = true;
  move(el, 10);
  assert.match(status(el), /Run this cell again/);
});

test("a connection that is interrupted is told as that, and its end takes the words away", async () => {
  const model = opened();
  const kernel = new Kernel(model);
  const { el } = await show("explorer", model);
  kernel.is({ connectionStatus: "connecting" });
  move(el, 5);
  mock.timers.tick(1500);
  assert.match(status(el), /interrupted/);
  kernel.is({ connectionStatus: "connected" });
  answer(model, frames(model)[0]);
  assert.equal(status(el), "");
});

test("what was lost on the way is asked for again with the next move", async () => {
  const model = opened();
  new Kernel(model);
  const { el } = await show("explorer", model);
  move(el, 5);
  mock.timers.tick(1500);
  assert.match(status(el), /does not answer/);
  move(el, 10);
  assert.deepEqual(
    frames(model).map(({ values }) => values.hip),
    [5, 10],
  );
  answer(model, frames(model)[1]);
  assert.equal(words(el), "The hip is at 10 degrees.");
  assert.equal(status(el), "");
});

test("a slider that cannot play says why", async () => {
  const model = opened();
  const kernel = new Kernel(model);
  const { el } = await show("explorer", model);
  kernel.restarts();
  press(el, "Play");
  assert.match(status(el), /started anew/);
});

test("a view that is taken away leaves nothing behind", async () => {
  const model = opened();
  const kernel = new Kernel(model);
  const { el, close } = await show("explorer", model);
  move(el, 5);
  close();
  assert.equal(model.heard, 0);
  assert.equal(kernel.slots.size, 0);
});

test("each picture has a name, and its words are those of its figure, once", async () => {
  const { el } = await show("explorer", opened());
  const picture = el.querySelector("svg");
  assert.equal(picture.getAttribute("aria-label"), SPEC.title);
  assert.equal(picture.closest("figure").querySelector("figcaption").className, "ll-words");
  assert.ok(!picture.hasAttribute("aria-describedby"));
  assert.deepEqual(texts(el, "text"), ["0°"]);
  assert.equal(PEN_UP, -32768);
});

const slider = (name, low, high, step = 1) => ({ ...CONTROL, name, low, high, step });

/** A thigh and a shank of 2,000 units each, hip in the middle, seen as on a page: y goes down. */
function leg(hip, knee) {
  const [thigh, shank] = [hip, hip - knee].map((one) => (one * Math.PI) / 180);
  const at = [2000 * Math.sin(thigh), 2000 * Math.cos(thigh)];
  return { knee: at, foot: [at[0] + 2000 * Math.sin(shank), at[1] + 2000 * Math.cos(shank)] };
}

function pulled(values, target) {
  const { knee, foot } = leg(values.hip, values.knee);
  const joints = [
    { at: [0, 0], sign: 1, control: slider("hip", -20, 120), value: values.hip },
    { at: knee, sign: -1, control: slider("knee", 0, 120), value: values.knee },
  ];
  return turned(joints, foot, target);
}

test("a foot that is pulled finds the angles of hip and knee that bring it there", () => {
  for (let hip = -20; hip <= 120; hip += 20)
    for (let knee = 0; knee <= 120; knee += 15) {
      const { foot } = leg(hip, knee);
      const found = pulled({ hip: 10, knee: 30 }, foot);
      const end = leg(found.hip, found.knee).foot;
      const miss = Math.hypot(end[0] - foot[0], end[1] - foot[1]);
      assert.ok(miss < 60, `${hip} and ${knee}: ${JSON.stringify(found)} misses by ${miss}`);
    }
});

test("a foot that is pulled beyond its reach points there, and its joints keep their limits", () => {
  const straight = pulled({ hip: 0, knee: 40 }, [20000, 0]);
  assert.ok(Math.abs(straight.hip - 90) <= 1 && straight.knee <= 1, JSON.stringify(straight));
  const behind = pulled({ hip: 0, knee: 0 }, [-20000, 0]);
  assert.ok(behind.hip >= -20 && behind.knee >= 0 && behind.knee <= 120, JSON.stringify(behind));
});

test("what goes along a sweep stays on its branch where its path crosses itself", () => {
  const frame = (index) => {
    const turn = (index / 40) * 2 * Math.PI;
    const xy = Int16Array.from([1000 * Math.sin(2 * turn), 1000 * Math.sin(turn)]);
    return { marks: [{ xy }], words: "" };
  };
  const sweep = { control: slider("way", 0, 40), frame, artist: 0, points: [0] };
  const at = frame(22).marks[0].xy;
  assert.equal(nearest({ ...sweep, value: 19 }, at), 22);
  assert.equal(nearest({ ...sweep, value: 1 }, [0, 0]), 0);
  assert.ok(Math.abs(nearest({ ...sweep, value: 38 }, [0, 0]) - 40) <= 1);
});

test("what goes along a sweep follows however short its path is in the picture", () => {
  for (const length of [12000, 1200, 200]) {
    const frame = (index) => ({
      marks: [{ xy: Int16Array.from([0, Math.round((length * index) / 20)]) }],
      words: "",
    });
    const sweep = { control: slider("size", 0, 20), frame, artist: 0, points: [0] };
    for (let from = 0; from <= 20; from += 1)
      for (let to = 0; to <= 20; to += 1)
        assert.equal(nearest({ ...sweep, value: from }, [0, frame(to).marks[0].xy[1]]), to);
  }
});

test("a point on logarithmic axes is read from where it is on the page", () => {
  const way = { matrix: [10, 0, 0, -10, 5, 100], logarithms: [10, 2] };
  const [x, y] = onAxes(way, [35, 70]);
  assert.ok(Math.abs(x - 1000) < 1e-9 && Math.abs(y - 8) < 1e-12, `${x}, ${y}`);
});

test("a handle is moved by arrow keys, by one step of its slider, and not beyond its end", async () => {
  const model = opened();
  const { el } = await show("explorer", model);
  const grip = el.querySelector(".ll-grip");
  const press = (key) => grip.dispatchEvent(new window.KeyboardEvent("keydown", { key }));
  press("ArrowRight");
  answer(model, frames(model)[0]);
  assert.equal(words(el), "The hip is at 5 degrees.");
  for (let times = 0; times < 9; times += 1) {
    press("ArrowRight");
    for (const asked of frames(model).slice(-1)) answer(model, asked);
  }
  assert.equal(words(el), "The hip is at 20 degrees.");
  assert.equal(el.querySelector("output").textContent, "20°");
  press("ArrowDown");
  assert.equal(el.querySelector("output").textContent, "20°");
});

test("where each slider moves alone, a handle moves its own after another one was moved", async () => {
  const { head, buffer } = packet([0]);
  const [{ name: artist }] = SPEC.artists;
  const handle = { ...SPEC.handles[0], name: artist, x: "", along: "hip" };
  const controls = SPEC.controls.map((one) => ({ ...one, sweeps: true }));
  const spec = { ...SPEC, head, controls, handles: [handle], alone: true };
  const model = new Model({ _spec: spec, _first: buffer });
  const { el } = await show("explorer", model);
  const grip = el.querySelector(".ll-grip");
  grip.dispatchEvent(new window.Event("focus"));
  answer(model, sweeps(model)[0]);
  move(el, 10, 1);
  for (const asked of frames(model)) answer(model, asked);
  model.sent.length = 0;
  grip.dispatchEvent(new window.KeyboardEvent("keydown", { key: "ArrowRight" }));
  assert.equal(words(el), "The hip is at 5 degrees.");
  assert.deepEqual(
    [...el.querySelectorAll("output")].map(({ textContent }) => textContent),
    ["5°", "0°"],
  );
  assert.equal(model.sent.length, 0);
});

test("two values that move together ask for one frame and for no sweep", async () => {
  const model = opened();
  const store = new Store(model);
  store.moveAll({ hip: 5, knee: 5 });
  assert.deepEqual(
    model.sent.map(({ ask }) => ask),
    ["frame"],
  );
  answer(model, model.sent[0]);
  assert.deepEqual(store.shown, { hip: 5, knee: 5 });
});

test("a handle is a slider to a screen reader, and says where it is", async () => {
  const model = opened();
  const { el } = await show("explorer", model);
  const grip = el.querySelector(".ll-grip");
  const says = () => grip.getAttribute("aria-valuetext");
  assert.equal(grip.getAttribute("role"), "slider");
  assert.equal(says(), "0 degrees");
  assert.equal(grip.getAttribute("aria-valuemax"), "20");
  grip.dispatchEvent(new window.KeyboardEvent("keydown", { key: "ArrowRight" }));
  answer(model, frames(model)[0]);
  assert.equal(says(), "5 degrees");
  assert.equal(grip.getAttribute("aria-valuenow"), "5");
});

test("a slider's value is read aloud once: by itself, or after − and +", async () => {
  const { el } = await show("explorer", opened());
  const live = () => el.querySelector("output").getAttribute("aria-live");
  assert.equal(live(), "off");
  el.querySelector("[aria-label='More: Hip flexion']").click();
  assert.equal(live(), "polite");
  move(el, 5);
  assert.equal(live(), "off");
});

test("buttons for one step stand beside each slider", async () => {
  const model = opened();
  const { el } = await show("explorer", model);
  el.querySelector("[aria-label='More: Hip flexion']").click();
  assert.equal(el.querySelector("output").textContent, "5°");
  for (let times = 0; times < 5; times += 1)
    el.querySelector("[aria-label='Less: Hip flexion']").click();
  assert.equal(el.querySelector("output").textContent, "\u221210°");
});

test("two places that stand for something are chosen; two that do not are told apart", async () => {
  const model = opened();
  const places = ["C1", "C2", "C3"].map((name, k) => ({ name, box: [0, k, 1, k + 1] }));
  const pick = { asks: "Choose two.", name: "hip", artist: "shank", places, otherwise: "No." };
  model.state._spec.pick = { ...pick, pairs: [{ names: ["C1", "C3"], value: 20 }] };
  const { el } = await show("explorer", model);
  const choose = (name) => el.querySelector(`.ll-pick[aria-label=${name}]`).click();
  const pressed = () =>
    [...el.querySelectorAll(".ll-pick[aria-pressed=true]")].map(
      (one) => one.ariaLabel ?? one.getAttribute("aria-label"),
    );
  choose("C2");
  assert.deepEqual(pressed(), ["C2"]);
  choose("C1");
  assert.equal(el.querySelector(".ll-asks").textContent, "No.");
  choose("C3");
  choose("C1");
  assert.equal(frames(model).at(-1).values.hip, 20);
  answer(model, frames(model).at(-1));
  assert.equal(words(el), "The hip is at 20 degrees.");
  assert.deepEqual(pressed(), ["C1", "C3"]);
});

test("words that would leave the page stand at its edge, and others where they are wanted", () => {
  const look = { size: 10, weight: "normal" };
  for (const [anchor, wanted] of [
    ["start", [5, 40, 40]],
    ["middle", [30, 50, 70]],
    ["end", [60, 60, 95]],
  ]) {
    const places = [5, 50, 95].map((x) => keptInside(x, "ten letter", { ...look, anchor }, 100));
    assert.deepEqual(places, wanted);
  }
  assert.equal(keptInside(50, "wider than the page itself", { ...look, anchor: "start" }, 100), 0);
});
