// What the tracker, the review and the page for a walk hear where no Python answers: what an invented
// person's diary or walk shows, as it was recorded. It can be looked at, and nothing can be changed.

import { load } from "./loading.js";

/**
 * Answers the questions of shared/desk.js and of the page for a walk from what was recorded; null where nothing was.
 *
 * @param {{ [asked: string]: string }} recorded the keys of the answers, by what is asked
 */
export function recordingOf(recorded) {
  /** @param {any} question */
  return async (question) => {
    const { ask, id, asker, synthetic, fields } = question;
    if (!recorded.refusal) return null;
    if (!id) return { content: await walk(recorded, question) };
    const about = { answer: id, asker, synthetic, news: false };
    const view = recorded.look && synthetic ? await load(recorded.look) : null;
    const key = [ask, fields?.of].filter(Boolean).join(" ");
    if (!(key in recorded) || !synthetic) {
      const refused = { ok: false, again: false, safety: false, offers: [] };
      return { content: { ...about, ...refused, view, sentence: await load(recorded.refusal) } };
    }
    const result = key === "look" ? undefined : await load(recorded[key]);
    return { content: { ...about, ok: true, view, result } };
  };
}

/**
 * An invented walk with the body that the page begins with; else why there is none.
 *
 * @param {{ [asked: string]: string }} recorded
 * @param {any} question of own_walk/own_walk.js
 */
async function walk(recorded, { ask, who, asker, number, ...rest }) {
  const about = { answer: ask, asker, number };
  if (ask === "forget") return { ...about, forgotten: true };
  const body = await load(recorded.body);
  const same = Object.entries(body).every(([name, value]) => rest[name] === value);
  const key = `${ask} ${who}`;
  if (same && key in recorded) return { ...about, look: await load(recorded[key]) };
  return { ...about, sentence: await load(recorded.refusal) };
}
