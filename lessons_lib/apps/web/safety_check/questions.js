// The questions of the safety check, with advice that shows at once, kernel or no kernel.

import { make } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";

const TONES = ["emergency", "today", "soon", "calm"];

/** How fast to get help and where, inside of something of the class ll-safety. */
export function adviceCard({ rank, how_fast, headline, action, safety_net }) {
  return make(
    "div",
    { class: `ll-advice ll-${TONES[rank]}` },
    make("p", { class: "ll-when" }, how_fast),
    make("p", { class: "ll-headline" }, headline),
    make("p", {}, action),
    safety_net ? make("p", { class: "ll-net" }, safety_net) : null,
  );
}

/**
 * The questions and their advice. No answer leaves this function; only how urgent it is by now.
 *
 * @param content groups of signs, each with the rank of its advice, and the advice by rank
 * @param onChange called with {tier, urgent, complete}: the tier is null until something is decided;
 * urgent says whether help comes first
 */
export function safetyQuestions({ groups, advice }, onChange = () => {}) {
  const calmRank = Math.max(...Object.keys(advice).map(Number));
  const answers = groups.map(() => ({ none: false, ticked: new Map() }));

  const progress = make("p", { class: "ll-progress" });
  const verdict = make("div");
  const result = make("div", { class: "ll-result", role: "status" }, progress, verdict);
  let alarm = null;

  function show(lastTicked) {
    const ranks = answers.flatMap(({ ticked }) => [...ticked.values()]);
    const answered = answers.filter(({ none, ticked }) => none || ticked.size > 0).length;
    const complete = answered === groups.length;
    const rank = Math.min(calmRank, ...ranks);

    alarm?.remove();
    alarm = null;
    const urgent = [...element.querySelectorAll(".ll-sign")].filter(
      (sign) => sign.dataset.rank === "0" && sign.querySelector("input").checked,
    );
    if (urgent.length > 0) {
      const place = urgent.includes(lastTicked) ? lastTicked : urgent.at(-1);
      alarm = make("div", { role: "alert" }, adviceCard(advice[0]));
      place.after(alarm);
    }

    progress.textContent = `${answered} of ${groups.length} groups answered.`;
    // The alarm has spoken already; the same words twice would only delay the listener.
    result.setAttribute("aria-live", rank === 0 ? "off" : "polite");
    const decided = rank < calmRank || complete;
    verdict.replaceChildren(...(decided ? [adviceCard(advice[rank])] : []));
    const { tier, urgent: first } = decided ? advice[rank] : { tier: null, urgent: false };
    onChange({ tier, urgent: first, complete });
  }

  function signRow(sign, group) {
    const answer = answers[group];
    const id = freshId("sign");
    const details =
      sign.details.length > 0 &&
      make(
        "ul",
        { id: `${id}-details`, class: "ll-details" },
        ...sign.details.map((text) => make("li", {}, text)),
      );
    const why = make("p", { id: `${id}-why`, class: "ll-why", hidden: true }, sign.why);
    const box = make("input", {
      type: "checkbox",
      id,
      "aria-describedby": `${details ? `${id}-details ` : ""}${id}-why`,
      onchange() {
        if (box.checked) answer.ticked.set(id, sign.rank);
        else answer.ticked.delete(id);
        if (box.checked) setNone(group, false);
        why.hidden = !box.checked || !sign.why;
        show(row);
      },
    });
    const label = make("label", { for: id }, sign.question);
    const text = make("div", {}, label, ...(details ? [details] : []), why);
    const row = make("div", { class: "ll-sign", "data-rank": sign.rank }, box, text);
    return row;
  }

  function setNone(group, value) {
    answers[group].none = value;
    element.querySelectorAll(".ll-none input")[group].checked = value;
  }

  function noneRow(group) {
    const id = freshId("none");
    const box = make("input", {
      type: "checkbox",
      id,
      onchange() {
        answers[group].none = box.checked;
        if (box.checked) untick(fieldsets[group]);
        if (box.checked) answers[group].ticked.clear();
        show(null);
      },
    });
    return make(
      "div",
      { class: "ll-sign ll-none" },
      box,
      make("div", {}, make("label", { for: id }, "None of these")),
    );
  }

  function untick(part) {
    for (const row of part.querySelectorAll(".ll-sign:not(.ll-none)")) {
      row.querySelector("input").checked = false;
      row.querySelector(".ll-why").hidden = true;
    }
  }

  const fieldsets = groups.map((group, index) =>
    make(
      "fieldset",
      { class: `ll-group ll-${TONES[index]}` },
      make("legend", {}, `${index + 1} of ${groups.length}. ${group.title}`),
      ...group.signs.map((sign) => signRow(sign, index)),
      noneRow(index),
    ),
  );

  const element = make("div", {}, ...fieldsets, result);
  show(null);
  return {
    element,
    clear() {
      answers.forEach((answer, group) => {
        answer.ticked.clear();
        setNone(group, false);
      });
      untick(element);
      show(null);
      element.querySelector("input").focus();
    },
  };
}
