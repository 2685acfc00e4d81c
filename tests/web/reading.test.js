// Words of the glossary in a text, and the way back from a link.

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";

const { explainWords, inTheLesson, vocabulary, wayBack } = await import(
  "../../lessons_lib/apps/web/reading/reading.js"
);

const TERMS = [
  { name: "moment", also: ["torque"], meaning: "A pull times its lever." },
  { name: "moment arm", also: ["lever arm"], meaning: "The lever." },
  { name: "odds ratio", also: ["OR"], meaning: "One odds over another." },
];
const WORDS = vocabulary(TERMS);

function text(html) {
  const root = document.createElement("div");
  root.innerHTML = html;
  return root;
}

function explained(root) {
  const asked = [];
  explainWords(root, WORDS, (term) => asked.push(term.name));
  for (const button of root.querySelectorAll(".ll-term")) button.click();
  return asked;
}

test("the longest word that fits is explained, once in a text, in the plural too", () => {
  const root = text("<p>The moment arms and the moment; a moment arm again.</p>");
  const before = root.textContent;
  assert.deepEqual(explained(root), ["moment arm", "moment"]);
  assert.equal(root.textContent, before);
  assert.equal(root.querySelector(".ll-term").textContent, "moment arms");
});

test("other names are found, and parts of words are not", () => {
  assert.deepEqual(explained(text("<p>A torque.</p>")), ["moment"]);
  assert.deepEqual(explained(text("<p>A momentary lapse, and co-moment.</p>")), []);
});

test("no key goes to JupyterLab from a word that explains itself", () => {
  const root = text("<p>The moment.</p>");
  explainWords(root, WORDS, () => {});
  assert.equal(root.querySelector(".ll-term").dataset.lmSuppressShortcuts, "true");
});

test("a short form is found as it is written, and is no other word", () => {
  assert.deepEqual(explained(text("<p>This or that; the OR was 2.</p>")), ["odds ratio"]);
  assert.deepEqual(explained(text("<p>Or not.</p>")), []);
});

test("what a text explains itself, links, code and headings are left alone", () => {
  assert.deepEqual(explained(text("<p>A <strong>moment</strong> is a pull; the moment.</p>")), []);
  assert.deepEqual(explained(text("<p><a href='#x'>moment</a> <code>moment</code></p>")), []);
  assert.deepEqual(explained(text("<h2>The moment</h2>")), []);
});

test("a text that was looked through twice is explained once", () => {
  const root = text("<p>The moment. The moment.</p>");
  explainWords(root, WORDS, () => {});
  explainWords(root, WORDS, () => {});
  assert.equal(root.querySelectorAll(".ll-term").length, 1);
});

test("a link within the lesson offers a way back, once; others do not", () => {
  const root = text("<p><a href='#Sources'>a</a><a href='x.ipynb#b'>b</a><a href='#'>c</a></p>");
  document.body.append(root);
  const [source, other, nowhere] = root.querySelectorAll("a");
  assert.deepEqual([source, other, nowhere].map(inTheLesson), [true, false, false]);
  const been = [];
  const heading = document.createElement("h2");
  root.append(heading);
  const button = wayBack(
    root,
    (link) => () => been.push(link),
    (name) => (name === "Sources" ? heading : null),
  );
  for (const link of [other, nowhere]) link.click();
  assert.ok(button.hidden);
  source.click();
  assert.ok(!button.hidden);
  assert.equal(document.activeElement, heading);
  assert.equal(heading.nextElementSibling, button);
  button.click();
  assert.ok(button.hidden);
  assert.deepEqual(been, [source]);
});
