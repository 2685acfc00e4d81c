// Cards to sort. Choices are compared here, in the page: none becomes widget state or a message.

import { make, plainButton, within } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { called, capital, compared } from "./comparing.js";

/** @import { View } from "../shared/host.d.ts" */
/** @import { Bin, Card, Deck, Sorted } from "./comparing.js" */

/** @param {View<{ content: Deck }>} host */
function render({ model, el }) {
  const deck = model.get("content");
  const { title, here, many, bins, cards, first } = deck;
  const list = make("div");
  const summary = make("div", { class: "ll-summary", role: "status" });
  /** @type {ReturnType<typeof cardPart>[]} */
  const parts = [];

  /**
   * @param {number} from
   * @param {number} to
   */
  function show(from, to) {
    for (const card of cards.slice(from, to)) {
      const part = cardPart(card, bins, here, () => summary.replaceChildren());
      parts.push(part);
      list.append(part.element);
    }
  }

  const more = plainButton(`Show the other ${cards.length - first} ${many}`, () => {
    const place = parts.length;
    show(place, cards.length);
    more.hidden = true;
    summary.replaceChildren();
    within(parts[place].element, "input").focus();
  });
  more.hidden = first >= cards.length;
  const compare = plainButton(`Compare with ${here}`, () => {
    for (const part of parts) part.compare();
    const answered = parts.flatMap((part) => part.sorted());
    const lines = compared(deck, answered, parts.length);
    summary.replaceChildren(...lines.map((line) => make("p", {}, line)));
  });
  const again = plainButton("Start again", () => {
    for (const part of parts) part.clear();
    summary.replaceChildren();
    within(parts[0].element, "input").focus();
  });

  show(0, first);
  el.append(
    make(
      "div",
      { class: "ll ll-sorting", role: "group", "aria-label": title },
      make(
        "dl",
        {},
        ...bins.map((bin) =>
          make("div", {}, make("dt", {}, called(bin)), make("dd", {}, bin.meaning)),
        ),
      ),
      list,
      make("div", { class: "ll-end" }, compare, more, again),
      summary,
    ),
  );
}

/**
 * A card with a choice of bins; `onChange` is called when the learner chooses anew.
 *
 * @param {Card} card
 * @param {Bin[]} bins
 * @param {string} here
 * @param {() => void} onChange
 */
function cardPart(card, bins, here, onChange) {
  const name = freshId("card");
  const answer = make("div", { class: "ll-answer" });
  const inputs = bins.map((bin) =>
    make("input", {
      type: "radio",
      name,
      value: bin.word,
      onchange() {
        answer.replaceChildren();
        onChange();
      },
    }),
  );
  const right = bins.find((bin) => bin.word === card.belongs) ?? bins[0];
  const element = make(
    "fieldset",
    { class: "ll-card" },
    make("legend", {}, card.name ? make("b", {}, `${card.name} `) : null, card.text),
    make(
      "div",
      { class: "ll-bins" },
      ...bins.map((bin, index) => make("label", {}, inputs[index], make("span", {}, called(bin)))),
    ),
    answer,
  );

  /** @returns {Sorted[]} this card, if the learner has sorted it */
  const sorted = () =>
    bins.filter((_, index) => inputs[index].checked).map((chosen) => ({ card, right, chosen }));

  return {
    element,
    sorted,
    compare() {
      for (const { chosen } of sorted()) {
        const same = chosen === right;
        const verdict = same ? `Same as ${here}: ` : `You: ${chosen.word}. ${capital(here)}: `;
        answer.replaceChildren(
          make(
            "p",
            { class: same ? "ll-same" : "ll-differs" },
            make("b", {}, `${verdict}${called(right)}. `),
            card.why,
          ),
        );
      }
    },
    clear() {
      for (const input of inputs) input.checked = false;
      answer.replaceChildren();
    },
  };
}

export default { render };
