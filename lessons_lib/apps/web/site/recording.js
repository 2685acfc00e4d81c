// What the tracker and the review hear where no Python answers: what an invented person's diary
// shows, as it was recorded. It can be looked at, and nothing in it can be changed.

import { load } from "./loading.js";

/**
 * Answers the questions of shared/desk.js from what was recorded; null where nothing was.
 *
 * @param {{ [asked: string]: string }} recorded the keys of the answers, by what is asked
 */
export function recordingOf(recorded) {
  /** @param {{ ask: string, id?: string, asker?: string, synthetic?: boolean, fields?: { of?: string } }} question */
  return async ({ ask, id, asker, synthetic, fields }) => {
    if (!id || !recorded.refusal) return null;
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
