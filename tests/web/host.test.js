// The web edition's host: what is on its way, and what does not arrive.

import assert from "node:assert/strict";
import { test } from "node:test";
import { host } from "../../lessons_lib/apps/web/host/host.js";

test("a question whose answer does not arrive stops none after it, and says why", async () => {
  const arrivals = [Promise.reject(new Error("no network")), Promise.resolve("there")];
  const model = host("quiz", {}, null, [
    async ({ asker }) => ({ content: { asker, said: await arrivals.shift() } }),
  ]);
  const heard = [];
  model.on("msg:custom", ({ said }) => heard.push(said));
  const told = [];
  const watch = model.watch(() => told.push(watch.remedies.silent));
  assert.match(watch.remedies.silent, /on its way/);
  for (const asker of ["first", "second"]) model.send({ asker });
  await new Promise(setImmediate);
  assert.deepEqual(heard, ["there"]);
  assert.match(told[0], /did not arrive/);
  assert.match(told[1], /on its way/);
});
