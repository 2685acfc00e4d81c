// How far somebody has come in a lesson, and where they were last.

/**
 * @typedef {object} Lesson
 * @property {string} file
 * @property {string} title
 * @property {string} afterwards
 * @property {number} minutes
 * @property {[file: string, title: string][]} first
 * @property {string[]} items what can be remembered of it, in the order of the lesson
 */

const KINDS = /** @type {const} */ ([
  ["prediction", "guessed"],
  ["exercise", "worked out"],
  ["quiz", "of the quiz right"],
]);

/**
 * "guessed 3 of 7, worked out 1 of 3"; "" where nothing was done.
 *
 * @param {Lesson} lesson
 * @param {(item: string) => any} recall
 */
export function progressOf({ items }, recall) {
  const parts = KINDS.map(([kind, words]) => {
    const all = items.filter((item) => item.startsWith(`${kind}/`));
    const done = all.filter((item) => isDone(kind, recall(item)));
    if (done.length === 0) return "";
    return kind === "quiz"
      ? `${done.length} of ${all.length} ${words}`
      : `${words} ${done.length} of ${all.length}`;
  });
  const words = parts.filter(Boolean).join(", ");
  const everything = items.length > 0 && items.every((item) => isDone(kindOf(item), recall(item)));
  return everything ? `✓ All done: ${words}` : words;
}

/**
 * The place of the lesson in which something was answered last; -1 for none.
 *
 * @param {Lesson[]} lessons
 * @param {[item: string, value: object][]} items the last one changed at the end
 */
export function whereIAm(lessons, items) {
  for (const [item] of [...items].reverse()) {
    const place = lessons.findIndex((lesson) => lesson.items.includes(item));
    if (place >= 0) return place;
  }
  return -1;
}

/** @param {string} item */
function kindOf(item) {
  return item.slice(0, item.indexOf("/"));
}

/**
 * @param {string} kind
 * @param {any} value
 */
function isDone(kind, value) {
  if (!value) return false;
  return kind === "prediction" ? !value.shown : value.right === true;
}
