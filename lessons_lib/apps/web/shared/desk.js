// The desk: where saves wait until Python has answered, so that none is lost and none counts twice.

import { freshUuid } from "./ids.js";

const NO_ANSWER_MS = 8000;

/**
 * What waits belongs to the page, not to one widget: after a restart of the kernel the cell is run
 * again, and the new widget's desk sends what the old one could not. It is memory of the page only.
 */
function sharedDesks() {
  const key = Symbol.for("lessons_lib.tracker.desks");
  globalThis[key] ??= { waiting: [], open: new Set() };
  return globalThis[key];
}

/**
 * Sends one request after the other, each with an id of its own; the same id twice is saved once.
 *
 * @param model the widget's model
 * @param onAnswer called with an answer of Python, and with what was asked where that is known
 * @param onChange called when what waits, or whether Python is silent, has changed
 */
export function openDesk(model, onAnswer, onChange) {
  const { waiting, open } = sharedDesks();
  // Another notebook on this page has desks of its own, and other widgets ask for other things.
  const kind = model.get("_anywidget_id");
  const isMine = (item) => item.kind === kind && (item.desk === desk || !open.has(item.desk));
  const mine = () => waiting.filter(isMine);
  let timer = null;
  let silent = false;

  /** Sends what is first, unless it is on its way already. */
  function pump() {
    const [item] = mine();
    if (!item || (item.desk === desk && item.sent)) return;
    item.desk = desk;
    item.sent = true;
    listen();
    try {
      const { ask, id, fields, synthetic, moment } = item;
      model.send({ ask, id, fields, synthetic, ...moment, sent: Date.now() });
    } catch {
      // The timer says it: a kernel that is gone and one that is silent look the same from here.
    }
  }

  function listen() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      silent = true;
      onChange();
    }, NO_ANSWER_MS);
  }

  function receive(message) {
    if (!message?.answer) return;
    // A widget that is shown twice hears everything twice: what others asked is news, no more.
    const item = mine().find(({ id }) => id === message.answer);
    if (item) {
      waiting.splice(waiting.indexOf(item), 1);
      clearTimeout(timer);
    }
    silent = false;
    onAnswer(message, item);
    item?.resolve(message);
    pump();
    onChange();
  }

  /** Sends once more what was sent to a kernel that is busy or gone. */
  function again() {
    silent = false;
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
    /** How many saves (of this kind) wait; looking at the diary is not one. */
    count: (isKind = () => true) => mine().filter((item) => item.keep && isKind(item)).length,
    silent: () => silent,
    close() {
      clearTimeout(timer);
      model.off("msg:custom", receive);
      open.delete(desk);
      // What only looked at the diary dies here; what saves goes to the next desk.
      const kept = waiting.filter((item) => item.desk !== desk || item.keep);
      waiting.splice(0, waiting.length, ...kept);
      for (const other of open) other.pump();
    },
  };
  model.on("msg:custom", receive);
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
