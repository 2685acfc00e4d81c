// What stands above every screen: what is wrong, what is new, and what can be done about it.

import { button } from "../shared/controls.js";
import { make } from "../shared/dom.js";
import { plural } from "../shared/words.js";
import { zoneWords } from "./parts.js";
import { section } from "./sections.js";

/** @import { Child } from "../shared/dom.js" */
/** @import { App, Section, TroubleModel } from "./view.d.ts" */
/** @import { Trouble } from "../shared/host.d.ts" */

/**
 * Why Python does not answer, and what to do; `again` sends once more what waits.
 *
 * @param {{ count: number, trouble: Trouble, remedy: string }} model what waits, why, what to do
 * @param {() => void} again
 */
export function silentCard({ count, trouble, remedy }, again) {
  const anew = trouble === "gone" || trouble === "new";
  const then = anew ? "What waits is sent then." : "What waits is sent as soon as it answers.";
  return make(
    "div",
    { class: "ll-alarm" },
    make("p", { class: "ll-headline" }, count ? "NOT saved yet." : "Python does not answer."),
    make(
      "p",
      {},
      count ? `${plural(count, "save waits", "saves wait")} in this page. ` : "",
      remedy,
      count ? ` ${then} Closing the page loses it.` : "",
    ),
    !anew && button("retry", "Try again", again),
  );
}

/**
 * What did not work; `close` takes the card away.
 *
 * @param {App} app
 * @param {TroubleModel} model
 * @param {() => void} close
 */
export function troubleCard(app, { sentence, again, safety, offers, saving, retry }, close) {
  const { ask, fields, id, drafts: sent } = retry;
  return make(
    "div",
    { class: "ll-alarm" },
    make("p", { class: "ll-headline" }, saving ? "NOT saved." : "That did not work."),
    make("p", {}, sentence),
    make(
      "div",
      { class: "ll-row" },
      ...offers.map((offer) =>
        button(`offer-${offer.ask}-${offer.label}`, offer.label, async () => {
          if (!(await app.ask(offer.ask, offer.fields)).ok) return;
          close();
          // The diary is the one for which it was meant, and here again.
          if (saving && offer.again) app.act(ask, fields, { id, sent });
        }),
      ),
      safety &&
        button("alarm-safety", "Answer the safety questions", () => {
          close();
          app.goTo("safety");
        }),
      !saving &&
        again &&
        ask === "look" &&
        button("look-again", "Try again", () => {
          close();
          app.open();
        }),
      saving &&
        again &&
        button(
          "retry",
          "Try again",
          () => {
            close();
            app.act(ask, fields, { id, sent });
          },
          { saves: true },
        ),
      button("alarm-close", "Close", close, { kind: "quiet" }),
    ),
  );
}

/**
 * The notices of the diary that is shown, as sections.
 *
 * @param {App} app
 * @returns {Section[]}
 */
export function noticesOf(app) {
  const { view, erased } = app;
  const list = [];
  if (erased) list.push(section("erased", erased, (words) => erasedCard(app, words)));
  if (view?.synthetic) list.push(section("synthetic", {}, () => inventedCard(app)));
  if (view?.new_zone && !view.zone_declined) {
    const zones = { kept: view.zone, seen: view.new_zone };
    list.push(section("zone", zones, (model) => zoneCard(app, model)));
  }
  if (view?.question) {
    list.push(section("question", view.question, (words) => questionCard(app, words)));
  }
  for (const one of view?.notices ?? []) {
    list.push(section(`notice-${one}`, one, (words) => make("p", { class: "ll-notice" }, words)));
  }
  return list;
}

/**
 * @param {App} app
 * @param {string} words
 */
function erasedCard(app, words) {
  return notice(
    make("p", {}, words),
    make(
      "p",
      {},
      "Was it a mistake, and do you have a file that you took along? Begin a new diary, then bring the file back in My data.",
    ),
    button("open-new", "Begin a new diary", app.open),
  );
}

/**
 * @param {App} app
 * @param {string} words
 */
function questionCard(app, words) {
  return notice(
    make("p", {}, words),
    button("question-safety", "Answer the safety questions", () =>
      app.goTo("safety", { again: true }),
    ),
  );
}

/** @param {App} app */
function inventedCard(app) {
  return make(
    "div",
    { class: "ll-notice ll-invented" },
    make(
      "p",
      {},
      make("b", {}, "An invented person. "),
      app.content.invented ?? "Nothing here is about you, and your own diary is untouched.",
    ),
    !app.content.invented && button("own", "Back to my own diary", () => app.change(false)),
  );
}

/**
 * @param {App} app
 * @param {{ kept: string, seen: string }} zones
 */
function zoneCard(app, { kept, seen }) {
  const use = () => app.act("set_profile", { zone: seen });
  const keep = () => app.act("decline_zone", { seen });
  return notice(
    make(
      "p",
      {},
      `You seem to be in ${zoneWords(seen)}. Should your days follow its clock from today on? Past days stay as they are. You are asked once; My data can change it later.`,
    ),
    make(
      "div",
      { class: "ll-row" },
      button("zone-yes", `Use ${zoneWords(seen)}`, use, { saves: true }),
      button("zone-no", `Keep ${zoneWords(kept)}`, keep, { saves: true }),
    ),
  );
}

/** @param {Child[]} content */
function notice(...content) {
  return make("div", { class: "ll-notice" }, ...content);
}
