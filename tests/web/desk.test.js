// The desk: saves that wait, one after the other, whoever is or is not there to take them.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Kernel, Model, settle } from "./page.js";

const { openDesk } = await import("../../lessons_lib/apps/web/shared/desk.js");

/** A page that was loaded anew has nothing that waits. */
function forgetPage() {
  delete globalThis[Symbol.for("lessons_lib.tracker.desks")];
}

let open = [];
beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  forgetPage();
});
afterEach(() => {
  for (const desk of open) desk.close();
  open = [];
  mock.timers.reset();
});

function opened(model = new Model({ _anywidget_id: "tracker" })) {
  const heard = [];
  const news = [];
  const desk = openDesk(model, {
    onAnswer: (answer, item) => heard.push([answer, item]),
    onNews: (answer) => news.push(answer),
    onChange() {},
  });
  open.push(desk);
  return { model, desk, heard, news };
}

function answer(model, { id, asker, ask }, change = {}) {
  model.hear({ answer: id, asker, ok: true, news: ask !== "look", view: null, ...change });
}

test("one request is on its way at a time, in order, each with an id of its own", () => {
  const { model, desk } = opened();
  desk.send("log_set", { n: 1 });
  desk.send("log_set", { n: 2 });
  assert.equal(desk.count(), 2);
  assert.equal(model.sent.length, 1);
  answer(model, model.sent[0]);
  assert.deepEqual(
    model.sent.map(({ fields }) => fields.n),
    [1, 2],
  );
  assert.notEqual(model.sent[0].id, model.sent[1].id);
  answer(model, model.sent[1]);
  assert.equal(desk.count(), 0);
});

test("a save waits for no file that is looked at, and one that never arrived is said to be lost", async () => {
  const { model, desk } = opened();
  const look = desk.send("preview_file", {}, { keep: false });
  desk.send("save_day", {});
  assert.deepEqual(
    model.sent.map(({ ask }) => ask),
    ["preview_file", "save_day"],
  );
  answer(model, model.sent[1]);
  const lost = await look;
  assert.equal(lost.ok, false);
  assert.ok(lost.sentence);
  assert.equal(desk.count(), 0);
});

test("what is looked at because a save was answered is not lost with it", async () => {
  const model = new Model({ _anywidget_id: "tracker" });
  let look = null;
  const desk = openDesk(model, {
    onAnswer: (_, item) => {
      if (item.ask === "save_day") look = desk.send("earlier", {}, { keep: false });
    },
    onNews() {},
    onChange() {},
  });
  open.push(desk);
  desk.send("save_day", {});
  answer(model, model.sent[0]);
  answer(model, model.sent[1], { result: 7 });
  assert.equal((await look).result, 7);
});

test("what is looked at while a save is under way comes after it and is answered", async () => {
  const { model, desk } = opened();
  const save = desk.send("save_day", {});
  const look = desk.send("look", {}, { keep: false });
  assert.equal(model.sent.length, 1);
  answer(model, model.sent[0]);
  assert.equal((await save).ok, true);
  answer(model, model.sent[1], { result: 7 });
  assert.equal((await look).result, 7);
});

test("the promise of an answer is kept, and looking at the diary is no save", async () => {
  const { model, desk } = opened();
  const promise = desk.send("look", {}, { keep: false });
  assert.equal(desk.count(), 0);
  answer(model, model.sent[0], { result: 7 });
  assert.equal((await promise).result, 7);
});

test("what another page asked is not heard, but that it saved something is news", () => {
  const { model, desk, heard, news } = opened();
  desk.send("save_day", {});
  const other = { id: "other", asker: "another window", ask: "save_day" };
  answer(model, { ...other, ask: "look" });
  assert.deepEqual([heard.length, news.length], [0, 0]);
  answer(model, other);
  assert.deepEqual([heard.length, news.length], [0, 1]);
  assert.equal(desk.count(), 1, "this page's own save still waits");
  answer(model, model.sent[0]);
  assert.deepEqual([heard.length, news.length], [1, 1]);
});

test("nobody who answers, one who is busy, gone or new: each is told as what it is", () => {
  for (const [change, told] of [
    [() => {}, "silent"],
    [(kernel) => kernel.is({ status: "busy" }), "busy"],
    [(kernel) => kernel.is({ connectionStatus: "disconnected" }), "cut"],
    [(kernel) => kernel.is({ status: "dead" }), "gone"],
    [(kernel) => kernel.is(null), "gone"],
    [(kernel) => kernel.restarts(), "new"],
  ]) {
    forgetPage();
    const model = new Model({ _anywidget_id: "tracker" });
    const kernel = new Kernel(model);
    const { desk } = opened(model);
    change(kernel);
    desk.send("save_day", {});
    mock.timers.tick(8000);
    assert.equal(desk.trouble(), told);
    assert.equal(desk.count(), 1, "nothing is lost");
    desk.close();
  }
});

test("as soon as it answers there is no trouble any more", () => {
  const { model, desk } = opened();
  desk.send("save_day", {});
  mock.timers.tick(8000);
  assert.equal(desk.trouble(), "silent");
  answer(model, model.sent[0]);
  assert.equal(desk.trouble(), null);
});

test("trying again sends the same request with the same id", () => {
  const { model, desk } = opened();
  desk.send("save_day", {});
  mock.timers.tick(8000);
  desk.again();
  assert.equal(model.sent.length, 2);
  assert.equal(model.sent[0].id, model.sent[1].id);
});

test("what waits is sent as soon as whoever answers is back, after a moment or an hour", () => {
  for (const [away, back] of [
    [{ status: "dead" }, { status: "idle" }],
    [{ connectionStatus: "disconnected" }, { connectionStatus: "connected" }],
  ]) {
    for (const ms of [100, 3_600_000]) {
      forgetPage();
      const model = new Model({ _anywidget_id: "tracker" });
      const kernel = new Kernel(model);
      const { desk, heard } = opened(model);
      desk.send("save_day", {});
      kernel.is(away);
      mock.timers.tick(ms);
      kernel.is(back);
      const about = `${Object.keys(away)}, ${ms} ms`;
      assert.deepEqual([model.sent.length, desk.trouble()], [2, null], about);
      for (const sent of model.sent) answer(model, sent);
      assert.deepEqual([desk.count(), heard.length], [0, 1]);
      desk.close();
    }
  }
});

test("after a restart the cell that is run again sends what the old one could not", async () => {
  const old = new Model({ _anywidget_id: "tracker" });
  const kernel = new Kernel(old);
  const first = opened(old);
  kernel.restarts();
  const saved = first.desk.send("save_day", { note: "kept" });
  first.desk.send("look", {}, { keep: false });
  first.desk.close();
  const second = opened();
  second.desk.pump();
  assert.deepEqual(
    second.model.sent.map(({ ask, fields }) => [ask, fields]),
    [["save_day", { note: "kept" }]],
  );
  answer(second.model, second.model.sent[0]);
  assert.equal((await saved).ok, true);
});

test("another widget's saves are none of this one's business", () => {
  const { desk } = opened();
  const review = opened(new Model({ _anywidget_id: "review" }));
  review.desk.send("keep_review", {});
  review.desk.close();
  desk.pump();
  assert.equal(desk.count(), 0);
});

test("a desk that is closed listens to nobody", async () => {
  const { model, desk } = opened();
  desk.close();
  await settle();
  assert.equal(model.heard, 0);
});
