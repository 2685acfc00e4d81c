// A field for one number of the learner's own.

import { consentPart, showWhileRemembered } from "../shared/consent.js";
import { make, plainButton } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { openMemory } from "../shared/memory.js";
import { numberIn, ownWords } from "./number.js";

/** @import { View } from "../shared/host.d.ts" */
/** @import { OwnNumber } from "./number.js" */

/** @param {View<{ number: OwnNumber }>} host */
function render({ model, el }) {
  const number = model.get("number");
  const item = `own/${number.name}`;
  const memory = openMemory(model);
  const consent = consentPart(memory);
  const id = freshId("own");
  const said = make("p", { role: "status", class: "ll-said" });
  const field = make("input", {
    id,
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    size: 6,
    "aria-describedby": `${id}-how`,
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter") set();
    },
  });

  function set() {
    const value = numberIn(field.value, number);
    if (value >= number.low && value <= number.high) memory.remember(item, { value });
    else {
      said.textContent = `This takes a number from ${ownWords(number, number.low)} to ${ownWords(number, number.high)}.`;
      field.focus();
    }
  }

  /** @type {number | undefined} */
  let known;
  function show() {
    const value = memory.recall(item)?.value;
    if (value === known) return;
    known = value;
    const typing = document.activeElement === field && field.value;
    if (value !== undefined && !typing) field.value = String(value);
    const where = number.pictures.length
      ? "drawn as “you” in the pictures"
      : "marked on its sliders";
    said.textContent = value === undefined ? "" : `${ownWords(number, value)}: ${where}.`;
  }

  el.append(
    make(
      "div",
      { class: "ll ll-own", role: "group", "aria-label": `Yours: ${number.label}` },
      make(
        "div",
        { class: "ll-field" },
        make("label", { for: id }, make("b", {}, "Yours. "), number.label),
        field,
        make("span", {}, number.unit),
        plainButton(number.pictures.length ? "Draw it in" : "Mark it", set),
      ),
      make("p", { id: `${id}-how` }, number.how),
      said,
      consent.element,
    ),
  );
  return showWhileRemembered(memory, consent, show);
}

export default { render };
