// The file that a learner may hand in: seen first, letter by letter, then saved.
// Its reader is lessons_lib/classroom/handed_in.py.

import { make, plainButton } from "../shared/dom.js";
import { saveFile } from "../shared/saving.js";

/** @import { Lesson } from "./progress.js" */
/** @import { Memory } from "../shared/memory.js" */

const NAME = "my_answers.json";
const MADE_BY = "lessons_lib, a hand-in";
const WORDS =
  "If your teacher asks for it: this is the file, all of it. It holds what you answered first and last in quizzes and exercises, and how often you tried. Your name, days, guesses and own numbers, the safety check and the tracker are not in it. The number below is drawn by lot, so that a file is not counted twice.";
const FORGETS =
  " The course remembers nothing beyond this page, so only what was answered since it was opened is here.";
const NOTHING = "There is nothing to hand in yet: no quiz and no exercise was answered.";

/** What is handed in of each kind of item; all else that is known of it stays here. */
const FIELDS = /** @type {const} */ ({
  exercise: ["first", "typed", "right", "tries"],
  quiz: ["first", "chosen", "right", "tries"],
});

/**
 * The file; "" where nothing was answered.
 *
 * @param {Lesson[]} lessons
 * @param {(item: string) => any} recall
 * @param {{ edition: string, number: string }} about which questions these are, and a number by lot
 */
export function handIn(lessons, recall, { edition, number }) {
  const answers = lessons
    .flatMap(({ items }) => items)
    .flatMap((item) => {
      const kind = /** @type {keyof typeof FIELDS} */ (item.slice(0, item.indexOf("/")));
      const known = recall(item);
      if (!Object.hasOwn(FIELDS, kind) || !known || known.tries === 0) return [];
      const told = FIELDS[kind].filter((name) => name in known).map((name) => [name, known[name]]);
      return [`  ${JSON.stringify(item)}: ${JSON.stringify(Object.fromEntries(told))}`];
    });
  if (answers.length === 0) return "";
  const head = { made_by: MADE_BY, format: 1, edition, number };
  const lines = Object.entries(head).map(
    ([name, value]) => ` "${name}": ${JSON.stringify(value)},`,
  );
  return `{\n${lines.join("\n")}\n "answers": {\n${answers.join(",\n")}\n }\n}\n`;
}

/**
 * The file as it is now, and a button that saves it.
 *
 * @param {Lesson[]} lessons
 * @param {Memory} memory
 * @param {string} edition
 */
export function handingInPart(lessons, memory, edition) {
  const number = [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  const words = make("p");
  const file = make("pre", { role: "region", tabindex: "0", "aria-label": "The file" });
  const said = make("p", { role: "status" });
  const save = plainButton("Save this file", () => {
    saveFile(NAME, "application/json", file.textContent ?? "");
    said.textContent = `${NAME} is in your downloads. What you do with it is up to you.`;
  });
  const summary = make("summary", {}, "What I can hand in");
  const element = make("details", { class: "ll-hand-in" }, summary, words, file, save, said);

  function show() {
    const text = handIn(lessons, memory.recall, { edition, number });
    const told = text ? WORDS + (memory.keeps() ? "" : FORGETS) : NOTHING;
    if (file.textContent === text && words.textContent === told) return;
    words.textContent = told;
    file.textContent = text;
    file.hidden = save.hidden = !text;
    said.textContent = "";
  }

  return { element, show };
}
