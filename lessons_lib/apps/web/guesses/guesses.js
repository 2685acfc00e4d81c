// A lesson's guesses beside what one finds.

import { guessWords, isFound, itemOf } from "../prediction/guess.js";
import { consentPart, showWhileRemembered } from "../shared/consent.js";
import { make } from "../shared/dom.js";
import { openMemory } from "../shared/memory.js";

/** @import { View } from "../shared/host.d.ts" */
/** @import { Answered } from "../prediction/prediction.d.ts" */

/** @param {View<{ predictions: Answered[] }>} host */
function render({ model, el }) {
  const predictions = model.get("predictions");
  const memory = openMemory(model);
  const count = make("p", { role: "status" });
  const rows = make("tbody");
  const consent = consentPart(memory);

  function show() {
    const guesses = predictions.map(({ id }) => memory.recall(itemOf(id)));
    const made = predictions.filter((one, place) => guessWords(one, guesses[place]));
    const found = predictions.filter((one, place) => isFound(one, guesses[place]));
    const words =
      made.length === 0
        ? "You have guessed nothing in this lesson yet."
        : `You guessed ${made.length} of ${predictions.length}; ${found.length} came out as you thought.${made.length > found.length ? " The others are those to remember." : ""}`;
    if (count.textContent !== words) count.textContent = words;
    rows.replaceChildren(
      ...predictions.map((one, place) => {
        const guess = guesses[place];
        const said = guessWords(one, guess);
        const right = isFound(one, guess);
        return make(
          "tr",
          {},
          make("th", { scope: "row" }, one.text),
          make(
            "td",
            { class: said ? (right ? "ll-right" : "ll-other") : "ll-none" },
            said ? make("b", {}, right ? "✓ " : "≠ ") : null,
            said || "no guess",
          ),
          make("td", {}, one.finding),
        );
      }),
    );
  }

  const head = make(
    "tr",
    {},
    ...["What was asked", "Your guess", "What one finds"].map((one) =>
      make("th", { scope: "col" }, one),
    ),
  );
  const table = make(
    "table",
    {},
    make("caption", { class: "ll-unseen" }, "Your guesses beside what one finds"),
    make("thead", {}, head),
    rows,
  );
  el.append(
    make(
      "div",
      { class: "ll ll-guesses", role: "group", "aria-label": "Your guesses" },
      count,
      make("details", {}, make("summary", {}, "Guesses and findings"), table),
      consent.element,
    ),
  );
  return showWhileRemembered(memory, consent, show);
}

export default { render };
