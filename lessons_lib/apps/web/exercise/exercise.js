// An exercise to answer in the page. It is judged here, from its sheet: nobody needs to be asked.

import { make, plainButton } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { openMemory } from "../shared/memory.js";
import { judge } from "./judging.js";
import { calculated, keepable } from "./reading.js";

/** @import { View } from "../shared/host.d.ts" */
/** @import { Judgement, Sheet } from "./judging.js" */

const TRIES_BEFORE_HELP = 2;

/** @param {View<{ sheet: Sheet }>} host */
function render({ model, el }) {
  const sheet = model.get("sheet");
  const item = `exercise/${sheet.id}`;
  const memory = openMemory(model);
  const field = freshId("answer");
  const unit = freshId("unit");
  let tries = 0;
  let seen = false;

  const said = make("div", { class: "ll-said", role: "status" });
  const comes = make("span", { class: "ll-comes", "aria-live": "polite" });
  const input = make("input", {
    type: "text",
    id: field,
    inputmode: "text",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    maxlength: 100,
    "aria-describedby": sheet.unit ? unit : null,
    onkeydown: enter,
    oninput() {
      said.replaceChildren();
      input.removeAttribute("aria-invalid");
      reckon();
    },
  });
  const way = wayOf(sheet);
  const show = plainButton("Show me how", () => open(!seen), { "aria-expanded": "false" });

  /** @param {boolean} shown */
  function open(shown) {
    seen = shown;
    way.hidden = !shown;
    show.setAttribute("aria-expanded", String(shown));
    show.textContent = shown ? "Hide the way" : "Show me how";
  }

  function reckon() {
    const value = calculated(input.value, sheet);
    comes.textContent = value === null ? "" : `= ${digits(value)}`;
  }

  function tell() {
    const judgement = judge(sheet, input.value);
    said.replaceChildren(...spoken(judgement, tries, !seen));
    input.setAttribute("aria-invalid", String(!judgement.right));
    return judgement.right;
  }

  /** In a notebook's output the browser sends no form at Enter. @param {KeyboardEvent} event */
  function enter(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    input.form?.requestSubmit();
  }

  /** @param {Event} event */
  function check(event) {
    event.preventDefault();
    const typed = keepable(input.value, sheet);
    if (typed) tries += 1;
    const right = tell();
    const known = memory.recall(item);
    const first = known ? known.first : typed;
    if (typed) memory.remember(item, { ...(first && { first }), typed, right, tries });
  }

  /** As it was left; what is being typed stays. */
  function bringBack() {
    const left = memory.recall(item);
    if (!left || input.value) return;
    input.value = left.typed;
    tries = left.tries;
    reckon();
    tell();
  }

  const hint =
    sheet.hint &&
    make("details", { class: "ll-hint" }, make("summary", {}, "A hint"), make("p", {}, sheet.hint));
  el.append(
    make(
      "section",
      { class: "ll ll-exercise", "aria-label": `Exercise: ${sheet.title}` },
      make("p", { class: "ll-task" }, make("b", {}, `${sheet.title}. `), sheet.prompt),
      givenOf(sheet),
      hint,
      make(
        "form",
        { onsubmit: check, novalidate: true },
        make("label", { for: field }, "Your answer"),
        make(
          "span",
          { class: "ll-field" },
          input,
          make("span", { id: unit, class: "ll-unit" }, sheet.unit),
          comes,
        ),
        make(
          "span",
          { class: "ll-field" },
          make("button", { type: "submit", class: "ll-main" }, "Check"),
          show,
        ),
      ),
      said,
      way,
    ),
  );
  const unwatch = memory.watch(bringBack);
  bringBack();
  return () => {
    unwatch();
    memory.close();
  };
}

/**
 * What one has to know for the exercise, as a small table.
 *
 * @param {Sheet} sheet
 */
function givenOf({ given }) {
  return (
    given.length > 0 &&
    make(
      "table",
      { class: "ll-given" },
      make("caption", {}, "Given"),
      make(
        "tbody",
        {},
        ...given.map(([words, value]) =>
          make("tr", {}, make("th", { scope: "row" }, words), make("td", {}, value)),
        ),
      ),
    )
  );
}

/**
 * The worked solution: by hand, what it means, and in Python for those who want it.
 *
 * @param {Sheet} sheet
 */
function wayOf({ working, result, why, code }) {
  return make(
    "div",
    { class: "ll-way", hidden: true },
    make("p", {}, working),
    make("p", {}, make("b", {}, "Result: "), `${result}. `.replace(/\.\. $/, ". "), why),
    make(
      "details",
      {},
      make("summary", {}, "The same in Python"),
      make("pre", { tabindex: 0 }, make("code", {}, code)),
    ),
  );
}

/**
 * What the learner reads after "Check".
 *
 * @param {Judgement} judgement
 * @param {number} tries
 * @param {boolean} unseen
 */
function spoken({ right, says }, tries, unseen) {
  const word = right ? "✓ Right: " : "✗ Not yet: ";
  const helps = !right && unseen && tries >= TRIES_BEFORE_HELP;
  return [
    make(
      "p",
      { class: right ? "ll-right" : "ll-wrong" },
      make("b", {}, word),
      says,
      helps && " Stuck? “Show me how” works it out.",
    ),
  ];
}

/** @param {number} value */
function digits(value) {
  const short = Number(value.toPrecision(5));
  return String(short).replace("-", "−");
}

export default { render };
