// What was guessed, tried and right, by item. It is always there while the page is; it is kept
// beyond that only where the learner has agreed, by whoever answers the page (shared/host.d.ts).

import { board } from "./board.js";
import { openLine } from "./line.js";

/** @import { Model } from "./host.d.ts" */

/** What is remembered of an item: small, plain JSON. @typedef {{ [name: string]: unknown }} Value */
/** @typedef {{ [item: string]: Value }} Items by kind and id, such as "quiz/04-sign" */
/** @typedef {{ answer: string, keeps: boolean, items: Items, trouble: string }} Answer */
/** @typedef {ReturnType<typeof openMemory>} Memory */

const PATIENCE_MS = 4000;

function shared() {
  return board("memory", () => ({
    /** @type {Map<string, Value>} the last one changed stands last */
    items: new Map(),
    /** @type {Set<string>} items changed here of which it is not known that they are kept */
    unsure: new Set(),
    keeps: false,
    trouble: "",
    /** How often all was forgotten. */
    forgotten: 0,
  }));
}

/**
 * The memory that all widgets of a page share; `model` says who keeps it.
 *
 * @param {Model<any>} model
 */
export function openMemory(model) {
  const page = shared();
  const { content } = page;
  const line = openLine(model, { hear, onChange: overdue, patienceMs: PATIENCE_MS });
  /** What the learner asked for and was not answered yet. */
  let waiting = false;

  function overdue() {
    const trouble = waiting ? line.trouble() : null;
    if (trouble) say(line.remedy(trouble));
  }

  /** @param {string} trouble */
  function say(trouble) {
    content.trouble = trouble;
    page.tell();
  }

  /** @param {Answer} heard */
  function hear(heard) {
    if (heard.answer !== "memory") return;
    line.settle();
    waiting = false;
    content.keeps = heard.keeps;
    for (const [item, value] of Object.entries(heard.items)) {
      if (isSame(value, content.items.get(item))) content.unsure.delete(item);
      if (!content.unsure.has(item)) put(item, value);
    }
    for (const item of content.unsure) put(item, content.items.get(item) ?? {});
    say(heard.trouble);
    if (!heard.keeps || heard.trouble) return;
    // What was answered before the page knew that it is kept is kept, too.
    for (const item of content.unsure) {
      line.ask({ ask: "remember", item, value: content.items.get(item) });
    }
  }

  /**
   * @param {string} item
   * @param {Value} value
   */
  function put(item, value) {
    content.items.delete(item);
    content.items.set(item, value);
  }

  let { forgotten } = content;
  const unwatch = page.watch(() => {
    if (forgotten === content.forgotten) return;
    forgotten = content.forgotten;
    line.renew(); // an answer that is still under way would bring all of it back
  });

  line.ask({ ask: "recall" });
  return {
    /**
     * @param {string} item
     * @returns {any}
     */
    recall: (item) => content.items.get(item),
    /** All items that are known, the last one changed at the end. */
    items: () => [...content.items],
    /**
     * @param {string} item
     * @param {Value} value
     */
    remember(item, value) {
      const dated = { ...value, day: today() };
      put(item, dated);
      content.unsure.delete(item);
      content.unsure.add(item);
      if (content.keeps) line.ask({ ask: "remember", item, value: dated });
      page.tell();
    },
    /** Whether all this is kept beyond the page. */
    keeps: () => content.keeps,
    /** Why it is not kept although the learner asked for it; "" where nothing is wrong. */
    trouble: () => content.trouble,
    /** The learner agrees that it is kept. */
    keep() {
      waiting = true;
      line.ask({ ask: "keep", items: Object.fromEntries(content.items) });
    },
    /** Nothing is kept any more, nor known to the page. */
    forget() {
      waiting = true;
      content.items.clear();
      content.unsure.clear();
      content.forgotten += 1;
      page.tell();
      line.ask({ ask: "forget" });
    },
    /** @param {() => void} listener called when anything has changed */
    watch: (listener) => page.watch(listener),
    close() {
      unwatch();
      line.close();
    },
  };
}

/** @type {(one: Value, other: Value | undefined) => boolean} */
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The day of this computer, "2026-11-29". */
export function today() {
  const now = new Date();
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
