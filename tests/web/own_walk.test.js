import assert from "node:assert/strict";
import { test } from "node:test";
import { asText, isHere, parts, refusal } from "../../lessons_lib/apps/web/own_walk/parts.js";

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
