// Safety: the questions of lesson 0. Advice shows at once, in the page, kernel or no kernel.

import { safetyQuestions } from "../safety_check/questions.js";
import { button } from "../shared/controls.js";
import { make } from "../shared/dom.js";
import { viewOf } from "./parts.js";
import { sectionsOf } from "./sections.js";

/** @import { Decided } from "../safety_check/content.d.ts" */
/** @import { App, DiaryView } from "./view.d.ts" */

/**
 * The screen. The questions stand outside of what is rendered from the diary: nothing that arrives
 * from Python may take them away while somebody answers.
 *
 * @param {App} app
 * @param {HTMLElement} host
 */
export function safetyScreen(app, host) {
  const intro = make("div");
  const after = make("div");
  const showIntro = sectionsOf(intro);
  const showAfter = sectionsOf(after);
  /** @type {Decided} */
  let answer = { tier: null, urgent: false, complete: false };
  const questions = safetyQuestions(app.content.safety, (now) => {
    answer = now;
    render();
  });
  host.append(intro, make("div", { class: "ll-safety" }, questions.element), after);

  function render() {
    const { view } = app;
    showIntro([["intro", view && { ...view.safety, stage: view.stage }, introCard]]);
    showAfter([["record", { answer, ready: Boolean(view), stage: view?.stage }, recordCard]]);
  }

  /** @param {(DiaryView["safety"] & { stage: string }) | null} safety */
  function introCard(safety) {
    const why = safety?.why || app.content.words.safety;
    return make(
      "div",
      {},
      make("h3", {}, "Is it safe to go on?"),
      make("p", { class: "ll-lead" }, why),
      make("p", { class: "ll-hint" }, app.content.words.private),
    );
  }

  /** @param {{ answer: Decided, ready: boolean }} model */
  function recordCard({ answer: { tier, urgent, complete }, ready }) {
    if (!urgent && !complete) {
      return make(
        "p",
        { class: "ll-hint" },
        "Answer every group; the last line of each is “None of these”.",
      );
    }
    const words = urgent ? "Note in my diary that I need help first" : "Save the result and go on";
    return make(
      "div",
      {},
      urgent &&
        make("p", {}, "Help comes first. You need not save anything, and this page can wait."),
      ready
        ? button("screen", words, () => record(tier, urgent), {
            kind: urgent ? "" : "main",
            saves: true,
          })
        : make(
            "p",
            { class: "ll-hint" },
            "The diary is not open yet; the advice above holds without it.",
          ),
    );
  }

  /**
   * @param {string | null} tier
   * @param {boolean} urgent
   */
  async function record(tier, urgent) {
    const { occasion } = viewOf(app).safety;
    const { version } = app.content.safety;
    const done = await app.act("record_check", { occasion, tier, version, acknowledged: true });
    if (!done.ok || urgent) return;
    again();
    app.goTo("today");
  }

  function again() {
    questions.clear();
  }

  return { render, again };
}
