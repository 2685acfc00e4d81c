// Progress: what the record says, in words and numbers first, as a picture on request.

import { button } from "../shared/controls.js";
import { make, themedPicture } from "../shared/dom.js";
import { card, fold, table } from "./parts.js";
import { section, sectionsOf } from "./sections.js";

/** @import { App, ProgressPart, ThemedSvg } from "./view.d.ts" */

/**
 * @param {App} app
 * @param {HTMLElement} host
 */
export function progressScreen(app, host) {
  const show = sectionsOf(host);
  /** @type {Map<string, ThemedSvg>} */
  const pictures = new Map();
  /** The earlier two weeks that are shown. @type {string | null} */
  let of = null;

  function render() {
    const { view } = app;
    const { id, progress } = app.weeks.earlier() ?? { id: null, progress: view?.progress ?? [] };
    if (of !== id) {
      of = id;
      pictures.clear();
    }
    if (!progress.length && id === null) {
      show([section("none", {}, noneCard)]);
      return;
    }
    show([
      ...app.weeks.sections(),
      ...progress.map((part) =>
        section(
          part.id,
          {
            part,
            hidden: part.id === "pain" && !view?.show_pain,
            picture: pictures.get(part.id) ?? null,
          },
          partCard,
        ),
      ),
    ]);
  }

  function noneCard() {
    return card(
      "How it goes",
      make("p", {}, "Once there are days in your diary, they add up here."),
    );
  }

  /** @param {{ part: ProgressPart, hidden: boolean, picture: ThemedSvg | null }} model */
  function partCard({ part, hidden, picture }) {
    const toggle =
      part.id === "pain" &&
      button(
        "toggle-pain",
        hidden ? "Show pain here" : "Hide pain here",
        () => app.act("set_profile", { show_pain: hidden }),
        { saves: true, kind: "quiet" },
      );
    if (hidden)
      return card(part.title, make("p", { class: "ll-hint" }, "Hidden, as you wished."), toggle);
    return card(
      part.title,
      part.headline && make("p", { class: "ll-figure" }, part.headline),
      ...part.words.map((one) => make("p", {}, one)),
      part.table.rows.length > 0 &&
        fold(app.drafts, `table-${part.id}`, "The numbers", table(part.table)),
      picture && themedPicture(picture),
      make(
        "div",
        { class: "ll-row" },
        part.picture &&
          !picture &&
          button(`picture-${part.id}`, "Show the picture", () => draw(part.id)),
        toggle,
      ),
    );
  }

  /** @param {string} id */
  async function draw(id) {
    const weeks = of;
    const answer = await app.ask("picture", { of: id, two_weeks_id: weeks });
    if (!answer.ok || weeks !== of) return;
    pictures.set(id, answer.result);
    render();
  }

  return {
    render,
    /** A picture is of the record as it was; after a change it is asked for again. */
    forget: () => pictures.clear(),
  };
}
