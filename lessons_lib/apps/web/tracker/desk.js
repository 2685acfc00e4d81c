// The desk: where saves wait until Python has answered, so that none is lost and none counts twice.

const NO_ANSWER_MS = 8000;

/**
 * What waits belongs to the page, not to one widget: after a restart of the kernel the cell is run
 * again, and the new widget sends what the old one could not. It is memory of the page only.
 */
function waitingSaves() {
  const key = Symbol.for("lessons_lib.tracker.waiting");
  globalThis[key] ??= [];
  return globalThis[key];
}

/**
 * Sends one request after the other, each with an id of its own; the same id twice is saved once.
 *
 * @param model the widget's model
 * @param onAnswer called with every answer of Python, asked from here or from another view
 * @param onChange called when the number of waiting saves or their trouble has changed
 */
function openDesk(model, onAnswer, onChange) {
  const waiting = waitingSaves();
  let timer = null;
  let silent = false;

  for (const item of waiting) item.sent = false;

  function pump() {
    const [item] = waiting;
    if (!item || item.sent) return;
    item.sent = true;
    clearTimeout(timer);
    timer = setTimeout(() => {
      silent = true;
      onChange();
    }, NO_ANSWER_MS);
    try {
      model.send({ ask: item.ask, id: item.id, ...item.fields, ...item.moment, sent: Date.now() });
    } catch {
      // The timer says it: a kernel that is gone and one that is silent look the same from here.
    }
  }

  function receive(message) {
    if (!message?.answer) return;
    const place = waiting.findIndex((item) => item.id === message.answer);
    const [item] = place < 0 ? [] : waiting.splice(place, 1);
    if (waiting.length === 0 || place === 0) {
      clearTimeout(timer);
      silent = false;
    }
    onAnswer(message, item);
    item?.resolve(message);
    pump();
    onChange();
  }

  function again() {
    silent = false;
    for (const item of waiting) item.sent = false;
    pump();
    onChange();
  }

  model.on("msg:custom", receive);
  return {
    /** A promise of the answer, however late it comes; it is never rejected. */
    send(ask, fields, { id = freshUuid(), keep = true, ...about } = {}) {
      return new Promise((resolve) => {
        waiting.push({ ask, fields, id, keep, ...about, moment: moment(), sent: false, resolve });
        pump();
        onChange();
      });
    },
    again,
    begin: pump,
    /** How many saves wait; looking at the diary is not one. */
    count: () => waiting.filter((item) => item.keep).length,
    silent: () => silent,
    close() {
      clearTimeout(timer);
      model.off("msg:custom", receive);
    },
  };
}

/** The learner's own clock and zone: the kernel may run elsewhere. */
function moment() {
  return { now: Date.now(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}
