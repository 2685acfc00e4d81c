// The desk: where saves wait until Python has answered, so that none is lost and none counts twice.

import { freshUuid } from "./ids.js";
import { openLine } from "./line.js";

/** @import { Model } from "./host.d.ts" */

/** @typedef {{ [name: string]: unknown }} Fields */

/**
 * What Python answers to the request of that id.
 *
 * @template View what a page shows of the diary
 * @typedef {object} Answer
 * @property {string} answer
 * @property {string} asker
 * @property {boolean} ok
 * @property {View | null} view
 * @property {boolean} [news] whether something was saved, which other pages do not know yet
 * @property {boolean} [synthetic] whether it is about the invented person's diary
 * @property {any} [result]
 * @property {string} [words]
 * @property {string} [sentence] what went wrong
 * @property {boolean} [again] whether trying once more may help
 * @property {boolean} [safety] whether the safety check would
 * @property {{ ask: string, label: string, fields: Fields, again?: boolean }[]} [offers] what else can be done about it
 * @property {string} [erased]
 */

/**
 * A request that waits, and what its page wants to know of it when it is answered.
 *
 * @template View
 * @typedef {object} Item
 * @property {string} kind
 * @property {object} desk
 * @property {string} ask
 * @property {Fields} fields
 * @property {string} id
 * @property {boolean} keep whether it saves something
 * @property {boolean} synthetic whether it is about the invented person's diary
 * @property {boolean} [guided] whether the guided session asks, which shows by itself what became of it
 * @property {boolean} [quiet]
 * @property {[key: string, value: unknown][]} [drafts]
 * @property {boolean} [sent]
 * @property {Fields} moment
 * @property {(answer: Answer<View>) => void} resolve
 */

/** @typedef {{ id?: string, keep?: boolean, synthetic?: boolean, guided?: boolean, quiet?: boolean, drafts?: [key: string, value: unknown][] }} Options */
/** @typedef {{ waiting: Item<any>[], open: Set<{ pump(): void }> }} Desks */

const NO_ANSWER_MS = 8000;
const LOST = "This did not arrive at Python; a file may have been too large for it. Try once more.";

/**
 * What waits belongs to the page, not to one widget: after a restart of the kernel the cell is run
 * again, and the new widget's desk sends what the old one could not. It is memory of the page only.
 *
 * @returns {Desks}
 */
function sharedDesks() {
  const shared = /** @type {{ [key: symbol]: Desks }} */ (/** @type {unknown} */ (globalThis));
  const key = Symbol.for("lessons_lib.tracker.desks");
  shared[key] ??= { waiting: [], open: new Set() };
  return shared[key];
}

/**
 * Sends one request after the other, each with an id of its own; the same id twice is saved once.
 *
 * @template View
 * @param {Model<{ _anywidget_id: string }>} model
 * @param {object} about
 * @param {(answer: Answer<View>, item: Item<View>) => void} about.onAnswer
 * @param {(answer: Answer<View>) => void} about.onNews called when another page has saved something
 * @param {() => void} about.onChange called when what waits, or whether Python answers, has changed
 */
export function openDesk(model, { onAnswer, onNews, onChange }) {
  const { waiting, open } = sharedDesks();
  // Another notebook on this page has desks of its own, and other widgets ask for other things.
  const kind = model.get("_anywidget_id");
  /** @param {Item<View>} item */
  const isMine = (item) =>
    item.kind === kind && (item.desk === desk || !open.has(/** @type {any} */ (item.desk)));
  const mine = () => waiting.filter(isMine);
  const line = openLine(model, { hear, onChange: notice, patienceMs: NO_ANSWER_MS });
  let wasAway = false;

  /**
   * Whoever answers may have come back: what waits is sent then, however long it was away. What
   * arrives twice bears the same id.
   */
  function notice() {
    const away = line.isAway();
    const isBack = wasAway && !away && line.trouble() !== "new";
    wasAway = away;
    if (isBack) again();
    else onChange();
  }

  /**
   * Sends what is first, unless it is on its way already. A save waits for the save before it, and
   * never for what is only looked at.
   */
  function pump() {
    const list = mine();
    const item = list.find(({ keep }) => keep) ?? list[0];
    if (!item || (item.desk === desk && item.sent)) return;
    item.desk = desk;
    item.sent = true;
    const { ask, id, fields, synthetic, moment } = item;
    line.ask({ ask, id, fields, synthetic, ...moment, sent: Date.now() });
  }

  /** @param {Answer<View>} message */
  function hear(message) {
    const item = mine().find(({ id }) => id === message.answer);
    if (item) {
      waiting.splice(waiting.indexOf(item), 1);
      line.settle();
      // Python answers in turn: what was sent before a save that is answered never arrived.
      const lost = item.keep ? mine().filter((one) => one.sent && one.desk === desk) : [];
      for (const one of lost) waiting.splice(waiting.indexOf(one), 1);
      onAnswer(message, item);
      item.resolve(message);
      lost.forEach(lose);
      pump();
      onChange();
    } else if (message.news && message.asker !== line.asker()) onNews(message);
  }

  /** @param {Item<View>} item */
  function lose(item) {
    const lost = { answer: item.id, asker: line.asker(), ok: false, view: null, sentence: LOST };
    onAnswer(lost, item);
    item.resolve(lost);
  }

  /** Sends once more what was sent to a kernel that is busy or gone. */
  function again() {
    line.settle();
    for (const item of mine()) item.sent = false;
    pump();
    onChange();
  }

  const desk = {
    pump,
    again,
    /**
     * A promise of the answer, however late it comes; it is never rejected. What is not to `keep`
     * dies with the widget that asked; `synthetic` is what is about the invented person's diary.
     *
     * @param {string} ask
     * @param {Fields} fields
     * @param {Options} options
     * @returns {Promise<Answer<View>>}
     */
    send(ask, fields, { id = freshUuid(), keep = true, synthetic = false, ...about } = {}) {
      return new Promise((resolve) => {
        if (!open.has(desk)) return;
        const item = { kind, desk, ask, fields, id, keep, synthetic, ...about };
        waiting.push({ ...item, moment: moment(), resolve });
        pump();
        onChange();
      });
    },
    /**
     * How many saves (of this kind) wait; looking at the diary is not one.
     *
     * @param {(item: Item<View>) => boolean | undefined} isKind
     */
    count: (isKind = () => true) => mine().filter((item) => item.keep && isKind(item)).length,
    /** Why Python does not answer, if it does not. */
    trouble: () => line.trouble(),
    remedy: line.remedy,
    close() {
      line.close();
      open.delete(desk);
      // What only looked at the diary dies here; what saves goes to the next desk.
      const kept = waiting.filter((item) => item.desk !== desk || item.keep);
      waiting.splice(0, waiting.length, ...kept);
      for (const other of open) other.pump();
    },
  };
  open.add(desk);
  return desk;
}

/** The learner's own clock and zone: the kernel may run elsewhere. */
function moment() {
  const now = new Date();
  // The offset is for a zone that is not known, here or there; it may have no name at all.
  const zone = String(Intl.DateTimeFormat().resolvedOptions().timeZone);
  return { now: now.getTime(), zone, offset: -now.getTimezoneOffset() };
}
