// The questions of the safety check, with advice that shows at once, kernel or no kernel.

import { make, within } from "../shared/dom.js";
import { inPlace } from "../shared/focus.js";
import { freshId } from "../shared/ids.js";
import { decide } from "./deciding.js";

/** @import { Advice, Decided, SafetyCheck, Sign } from "./content.d.ts" */

const TONES = ["emergency", "today", "soon", "calm"];

/**
 * How fast to get help and where, inside of something of the class ll-safety.
 *
 * @param {Advice} advice
 */
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
 * @param {Pick<SafetyCheck, "groups" | "advice">} content
 * @param {(decided: Decided) => void} onChange
 */
export function safetyQuestions({ groups, advice }, onChange = () => {}) {
  const parts = groups.map(({ title, signs }, index) =>
    groupPart(`${index + 1} of ${groups.length}. ${title}`, TONES[index], signs, show),
  );
  const progress = make("p", { class: "ll-progress" });
  const verdict = make("div");
  const result = make("div", { class: "ll-result", role: "status" }, progress, verdict);
  const element = make("div", {}, ...parts.map((part) => part.element), result);
  /** @type {HTMLElement | null} */
  let alarm = null;

  /** @param {HTMLElement | null} touched the sign that has just been ticked or unticked */
  function show(touched) {
    const found = decide(
      parts.map((part) => part.answer()),
      advice,
    );
    alarm?.remove();
    alarm = null;
    const urgent = parts.flatMap((part) => part.ticked()).filter(({ rank }) => rank === 0);
    const place = urgent.find(({ row }) => row === touched) ?? urgent.at(-1);
    if (place) {
      alarm = make("div", { role: "alert" }, adviceCard(advice[0]));
      place.row.after(alarm);
    }

    progress.textContent = `${found.answered} of ${groups.length} groups answered.`;
    // The alarm has spoken already; the same words twice would only delay the listener.
    result.setAttribute("aria-live", found.rank === 0 ? "off" : "polite");
    verdict.replaceChildren(...(found.advice ? [adviceCard(found.advice)] : []));
    onChange({ tier: found.tier, urgent: found.urgent, complete: found.complete });
  }

  show(null);
  return {
    element,
    clear() {
      for (const part of parts) part.clear();
      show(null);
      within(element, "input").focus();
    },
  };
}

/**
 * One group of signs, and "None of these", which takes the others back and is taken back by them.
 *
 * @param {string} title
 * @param {string} tone
 * @param {Sign[]} signs
 * @param {(touched: HTMLElement | null) => void} onChange
 */
function groupPart(title, tone, signs, onChange) {
  const rows = signs.map((sign) =>
    signRow(sign, (row, isTicked) => {
      if (isTicked) none.checked = false;
      onChange(row);
    }),
  );
  const id = freshId("none");
  const none = make("input", {
    type: "checkbox",
    id,
    onchange() {
      inPlace(none, () => {
        if (none.checked) for (const one of rows) one.untick();
        onChange(null);
      });
    },
  });
  const ticked = () => rows.filter(({ box }) => box.checked);
  return {
    element: make(
      "fieldset",
      { class: `ll-group ll-${tone}` },
      make("legend", {}, title),
      ...rows.map(({ row }) => row),
      make(
        "div",
        { class: "ll-sign ll-none" },
        none,
        make("div", {}, make("label", { for: id }, "None of these")),
      ),
    ),
    ticked,
    answer: () => ({ none: none.checked, ranks: ticked().map(({ rank }) => rank) }),
    clear() {
      none.checked = false;
      for (const one of rows) one.untick();
    },
  };
}

/**
 * @param {Sign} sign
 * @param {(row: HTMLElement, isTicked: boolean) => void} onChange
 */
function signRow(sign, onChange) {
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
      inPlace(box, () => {
        why.hidden = !box.checked || !sign.why;
        onChange(row, box.checked);
      });
    },
  });
  const label = make("label", { for: id }, sign.question);
  const text = make("div", {}, label, details, why);
  const row = make("div", { class: "ll-sign", "data-rank": sign.rank }, box, text);
  return {
    row,
    box,
    rank: sign.rank,
    untick() {
      box.checked = false;
      why.hidden = true;
    },
  };
}
