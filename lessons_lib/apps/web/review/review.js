// The review: an invented person's two weeks, and the learner's own. What is the learner's comes and
// goes as messages, and is kept nowhere but in the diary.

import { adviceCard, safetyQuestions } from "../safety_check/questions.js";
import { button, choiceField, echoBeside, holdSaves, NOT_SAVED } from "../shared/controls.js";
import { openDesk } from "../shared/desk.js";
import { make, shown, themedPicture, within } from "../shared/dom.js";
import { focusIn } from "../shared/focus.js";
import { freshId } from "../shared/ids.js";
import { timeWords } from "../shared/words.js";

/** @import { Drafts } from "../shared/controls.js" */
/** @import { Fields } from "../shared/desk.js" */
/** @import { Child } from "../shared/dom.js" */
/** @import { View } from "../shared/host.d.ts" */
/** @import { Advice, Decided } from "../safety_check/content.d.ts" */
/** @import { Content, Kept, Look, OwnView } from "./look.d.ts" */

// Pain comes with the number, after the learner has said how it is for them.
const PICTURES = ["sessions", "dose", "walking"];

/** @param {View<{ content: Content, _anywidget_id: string }>} host */
function render({ model, el }) {
  const { invented, views, safety, days, windows } = model.get("content");
  const [start, end] = windows.map(([first, last]) => `days ${first} to ${last}`);
  /** @type {Drafts} */
  const drafts = new Map();
  let own = false;
  /** The learner's own two weeks, while they are shown. @type {OwnView | null} */
  let view = null;
  let seen = false;
  let trouble = "";

  const title = make("h3", { tabindex: "-1" });
  const change = button("change", "", toggle, { saves: true });
  const alarm = make("div", { role: "alert" });
  const said = make("p", { class: "ll-said", role: "status" });
  const body = make("div", { class: "ll-review-body" });
  let pictures = make("div");
  const root = make(
    "div",
    { class: "ll ll-tracker ll-review", role: "group", "aria-label": "Review" },
    make("div", { class: "ll-top" }, title, change),
    said,
    alarm,
    body,
    pictures,
  );
  el.append(root);

  const desk = /** @type {ReturnType<typeof openDesk<OwnView>>} */ (
    openDesk(model, { onAnswer() {}, onNews: hearNews, onChange: showDesk })
  );

  /** Another page has kept something of this review; safety questions that are open stay open. */
  async function hearNews() {
    if (!own || !view) return;
    const before = JSON.stringify(view);
    await ask("look");
    if (!own || !view?.look || JSON.stringify(view) === before) return;
    const focus = focusIn(root);
    show();
    focus.restore();
  }

  /**
   * Asks Python; what is to be kept is told at the top, and beside the `place` of the tap.
   *
   * @param {string} name
   * @param {Fields} fields
   * @param {{ keep?: boolean, place?: Element | null }} how
   */
  async function ask(name, fields = {}, { keep = false, place = null } = {}) {
    if (keep) tell("Saving …", place);
    const answer = await desk.send(name, fields, { keep, synthetic: !own });
    if (keep || !answer.ok) trouble = answer.ok ? "" : (answer.sentence ?? "");
    if (own && answer.view) view = answer.view;
    const saved = answer.view?.saved_ms ? `Saved ${timeWords(answer.view.saved_ms)}.` : "Saved.";
    if (keep) tell(answer.ok ? saved : "", place);
    if (keep && !answer.ok) echoBeside(root, place, NOT_SAVED, { failed: true });
    showDesk();
    return answer;
  }

  /**
   * @param {string} words
   * @param {Element | null} [place]
   */
  function tell(words, place) {
    said.textContent = words;
    echoBeside(root, place, words);
  }

  /** One save at a time: a second tap while the first is on its way is no save. */
  function showDesk() {
    holdSaves(root, desk.count() > 0);
    const why = desk.trouble();
    const waits = desk.count() > 0 ? "NOT saved yet. " : "";
    const words = why ? `${waits}${desk.remedy(why)}` : trouble;
    if (alarm.textContent !== words) alarm.textContent = words;
    alarm.className = words ? "ll-alarm" : "";
  }

  async function toggle() {
    own = !own;
    view = null;
    seen = false;
    trouble = "";
    drafts.clear();
    tell(own ? "Opening your diary …" : "");
    if (own) {
      await ask("look");
      tell("");
      if (!own) return; // back already: Python took its time
    }
    show();
    title.focus();
  }

  function show() {
    const look = own ? view?.look : invented;
    title.textContent = own ? "Your two weeks" : "An invented person's two weeks";
    change.textContent = own ? "Back to the invented person" : "Read my own record";
    body.replaceChildren(...shown(look ? reviewOf(look) : before()));
    const fresh = make("div", { class: "ll-review-pictures" });
    pictures.replaceWith(fresh);
    pictures = fresh; // what is still being drawn for the old one goes nowhere
    if (look && look.outcome !== "safety") draw([...(seen ? ["pain"] : []), ...PICTURES]);
  }

  /**
   * What comes before one's own review can be shown.
   *
   * @returns {Child[]}
   */
  function before() {
    if (!view) return [];
    if (!view.begun) {
      return [
        make(
          "p",
          {},
          "There are no two weeks of yours on this computer yet. Lesson 9 begins them.",
        ),
      ];
    }
    if (!view.over) {
      return [
        make(
          "p",
          {},
          `Today is day ${view.day} of ${days}. The review sets ${start} against ${end}, so it waits for day ${days}; until then Progress in the tracker shows what is there.`,
        ),
        make(
          "p",
          {},
          "Has something changed? Then answer the safety questions in the tracker today.",
        ),
      ];
    }
    /** @type {Decided} */
    let answer = { tier: null, urgent: false, complete: false };
    const go = button("record", "Save the result and go on", record, { kind: "main", saves: true });
    const questions = safetyQuestions(safety, (now) => {
      answer = now;
      go.disabled = !(answer.complete || answer.urgent);
    });
    async function record() {
      const done = await ask(
        "record_check",
        { occasion: "review", tier: answer.tier, version: safety.version, acknowledged: true },
        { keep: true, place: go },
      );
      if (!done.ok) return;
      show();
      title.focus();
    }
    go.disabled = true;
    return [
      make(
        "p",
        {},
        "The review begins with the safety check of today. Only how soon to get help, if at all, goes into your diary.",
      ),
      make("div", { class: "ll-safety" }, questions.element),
      go,
    ];
  }

  /**
   * @param {Look} look
   * @returns {Child[]}
   */
  function reviewOf(look) {
    if (look.outcome === "safety") {
      return [
        look.advice && adviceOf(look.advice),
        make("p", {}, `${look.headline} ${look.says}`),
        ...look.next.map(([, words, text]) => make("p", {}, make("b", {}, `${words}. `), text)),
      ];
    }
    const kept = own ? view?.kept : null;
    const result = make("div", { class: "ll-review-body" });
    const reveal = button("reveal", "", showRatings, { kind: "main", saves: true });
    const question = choiceField(drafts, "view", "", kept?.own_view ?? null, views);
    question.addEventListener("change", fill);

    async function showRatings() {
      if (own) {
        const { ok } = await ask(
          "keep_review",
          { own_view: drafts.get("view") ?? null },
          { keep: true, place: reveal },
        );
        if (!ok) {
          if (!view?.look) show(); // the day has changed, and with it the check has to come again
          return;
        }
      }
      const first = !seen;
      seen = true;
      fill();
      if (!first) return;
      draw(["pain"]);
      within(result, "h4").focus();
    }

    /** Who has seen the ratings, now or on an earlier day, is not asked as if they had not. */
    function questionWords() {
      if (own) {
        const when =
          seen || view?.seen ? "Now that you have seen what the ratings say" : "Before the number";
        return `${when}: how is your back now, compared with two weeks ago?`;
      }
      if (seen) return "You can still change your guess: what would this person say?";
      return "Before the number: look at the sessions and walks below. What would you guess this person says?";
    }

    function fill() {
      const score = drafts.get("view") ?? kept?.own_view ?? null;
      within(question, "legend").textContent = questionWords();
      reveal.textContent = seen ? "Keep this impression" : "Show what the ratings say";
      reveal.hidden = seen && !own;
      const focus = focusIn(result);
      result.replaceChildren(...shown(seen ? resultOf(look, score) : []));
      focus.restore();
    }
    if (kept) seen = true;
    fill();
    return [
      look.advice && adviceOf(look.advice),
      make("ul", {}, ...look.facts.map((one) => make("li", {}, one))),
      question,
      reveal,
      result,
    ];
  }

  /**
   * @param {Look} look
   * @param {number | null} score
   * @returns {Child[]}
   */
  function resultOf(look, score) {
    return [
      own
        ? null
        : make(
            "p",
            {},
            "This is what the review says to the invented person. Your guess stands in for their impression.",
          ),
      make("h4", { tabindex: "-1", class: "ll-headline" }, look.headline),
      make("p", {}, look.says),
      make(
        "p",
        { class: "ll-beside", role: "status" },
        score === null ? "No impression is chosen yet; you still can, above." : look.beside[score],
      ),
      own && beforeOf(view?.kept),
      make(
        "details",
        { open: true },
        make("summary", {}, "How the rule got there"),
        make("ol", {}, ...look.working.map((one) => make("li", {}, one))),
        look.edge && make("p", {}, look.edge),
        look.chance && make("p", {}, look.chance),
      ),
      nextOf(look),
    ];
  }

  /**
   * An impression that was given or changed after the ratings were seen is said to be.
   *
   * @param {Kept | null | undefined} kept
   */
  function beforeOf(kept) {
    if (!kept || kept.own_view === null || kept.own_view === kept.before) return null;
    const [, words] = views.find(([score]) => score === kept.before) ?? [];
    return make(
      "p",
      {},
      words
        ? `Before you had seen the ratings you said: ${words}. Both are kept.`
        : "You gave this impression after you had seen the ratings.",
    );
  }

  /** @param {Advice} advice */
  function adviceOf(advice) {
    return make("div", { class: "ll-safety" }, adviceCard(advice));
  }

  /** @param {Look} look */
  function nextOf(look) {
    const chosen = drafts.get("step") ?? (own ? view?.kept?.choice : null);
    const name = freshId("next");
    return make(
      "fieldset",
      { class: "ll-next-steps" },
      make("legend", {}, "What can come next"),
      ...look.next.map(([step, words, text]) =>
        make(
          "label",
          {},
          make("input", {
            type: "radio",
            name,
            checked: chosen === step,
            "data-key": `step-${step}`,
            onchange: ({ target }) => choose(step, target),
          }),
          make("span", {}, make("b", {}, `${words}. `), text),
        ),
      ),
    );
  }

  /**
   * @param {string} step
   * @param {HTMLInputElement} radio
   */
  async function choose(step, radio) {
    drafts.set("step", step);
    if (!own) return;
    const kept = view?.kept;
    if (!kept) {
      show(); // the day has changed, and with it the check has to come again
      return;
    }
    const { ok } = await ask(
      "answer_review",
      { review_id: kept.id, rev: kept.rev, choice: step },
      { keep: true, place: radio.closest("label") },
    );
    if (ok) return;
    drafts.delete("step");
    radio.checked = false; // to be chosen once more
  }

  /** @param {string[]} names */
  async function draw(names) {
    const place = pictures;
    place.ariaBusy = "true";
    for (const of of names) {
      const answer = await ask("picture", { of });
      if (place !== pictures || !answer.ok) break;
      place.append(
        make(
          "figure",
          {},
          themedPicture(answer.result),
          make("figcaption", {}, answer.result.words),
        ),
      );
    }
    place.ariaBusy = "false";
  }

  show();
  desk.pump();
  return () => desk.close();
}

export default { render };
