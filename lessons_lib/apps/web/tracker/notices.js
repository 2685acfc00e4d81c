// What stands above every screen: what is wrong, what is new, and what can be done about it.

import { button } from "../shared/controls.js";
import { make } from "../shared/dom.js";
import { plural } from "../shared/words.js";
import { zoneWords } from "./parts.js";

export function silentCard(count, again) {
  return make(
    "div",
    { class: "ll-alarm" },
    make("p", { class: "ll-headline" }, count ? "NOT saved yet." : "Python does not answer."),
    make(
      "p",
      {},
      count ? `${plural(count, "save waits", "saves wait")} in this page. ` : "",
      "Python is busy or has stopped. If another cell is running, wait for it. If the kernel was restarted, run this cell again: what waits is sent then. Closing the page loses it.",
    ),
    button("retry", "Try again", again),
  );
}

/** What did not work; `close` takes the card away. */
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
          if ((await app.ask(offer.ask, offer.fields)).ok) close();
        }),
      ),
      safety &&
        button("alarm-safety", "Answer the safety questions", () => {
          close();
          app.goTo("safety");
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

/** The notices of the diary that is shown, as sections. */
export function noticesOf(app) {
  const { view, erased } = app;
  return [
    erased && [
      "erased",
      erased,
      (words) =>
        notice(
          make("p", {}, words),
          make(
            "p",
            {},
            "Was it a mistake, and do you have a file that you took along? Begin a new diary, then bring the file back in My data.",
          ),
          button("open-new", "Begin a new diary", app.open),
        ),
    ],
    view?.synthetic && [
      "synthetic",
      {},
      () =>
        make(
          "div",
          { class: "ll-notice ll-invented" },
          make(
            "p",
            {},
            make("b", {}, "An invented person. "),
            "Nothing here is about you, and your own diary is untouched.",
          ),
          button("own", "Back to my own diary", () => app.change(false)),
        ),
    ],
    view?.new_zone &&
      !view.zone_declined && [
        "zone",
        { kept: view.zone, seen: view.new_zone },
        ({ kept, seen }) =>
          notice(
            make(
              "p",
              {},
              `You seem to be in ${zoneWords(seen)}. Should your days follow its clock from today on? Past days stay as they are. You are asked once; My data can change it later.`,
            ),
            make(
              "div",
              { class: "ll-row" },
              button(
                "zone-yes",
                `Use ${zoneWords(seen)}`,
                () => app.act("set_profile", { zone: seen }),
                { saves: true },
              ),
              button(
                "zone-no",
                `Keep ${zoneWords(kept)}`,
                () => app.act("decline_zone", { seen }),
                { saves: true },
              ),
            ),
          ),
      ],
    ...(view?.notices ?? []).map((one) => [
      `notice-${one}`,
      one,
      (words) => make("p", { class: "ll-notice" }, words),
    ]),
  ].filter(Boolean);
}

function notice(...content) {
  return make("div", { class: "ll-notice" }, ...content);
}
