// Cards to sort. Choices are compared here, in the page: none becomes widget state or a message.

import { make, plainButton } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { plural } from "../shared/words.js";

function render({ model, el }) {
  const { title, here, one, many, bins, cards, first } = model.get("content");
  const list = make("div");
  const summary = make("div", { class: "ll-summary", role: "status" });
  const parts = [];

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
    parts[place].element.querySelector("input").focus();
  });
  more.hidden = first >= cards.length;
  const compare = plainButton(`Compare with ${here}`, () => {
    for (const part of parts) part.compare();
    summary.replaceChildren(...compared(parts, bins, here, one, many));
  });
  const again = plainButton("Start again", () => {
    for (const part of parts) part.clear();
    summary.replaceChildren();
    parts[0].element.querySelector("input").focus();
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

/** A card with a choice of bins; `onChange` is called when the learner chooses anew. */
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
  const chosen = () => bins.find((_, index) => inputs[index].checked);
  const right = bins.find((bin) => bin.word === card.belongs);
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

  return {
    element,
    card,
    right,
    chosen,
    compare() {
      const bin = chosen();
      if (!bin) return;
      const same = bin === right;
      const verdict = same ? `Same as ${here}: ` : `You: ${bin.word}. ${capital(here)}: `;
      answer.replaceChildren(
        make(
          "p",
          { class: same ? "ll-same" : "ll-differs" },
          make("b", {}, `${verdict}${called(right)}. `),
          card.why,
        ),
      );
    },
    clear() {
      for (const input of inputs) input.checked = false;
      answer.replaceChildren();
    },
  };
}

/** What the comparison shows, in words and counts. */
function compared(parts, bins, here, one, many) {
  const answered = parts.filter((part) => part.chosen());
  if (answered.length === 0) {
    return [make("p", {}, `Nothing is chosen yet. Choose for at least one ${one}, then compare.`)];
  }
  const differing = answered.filter((part) => part.chosen() !== part.right);
  const lines = [
    `You chose for ${answered.length} of ${plural(parts.length, one, many)}. You and ${here} agree on ` +
      `${answered.length - differing.length}` +
      (differing.length ? ` and differ on ${differing.length}${listed(differing)}.` : "."),
  ];
  if (bins.some((bin) => bin.trust != null) && differing.length)
    lines.push(leaning(differing, here));
  if (differing.length)
    lines.push(
      "Where you differ, the reason stands below the card. It is a good place to read on.",
    );
  return lines.map((line) => make("p", {}, line));
}

function listed(parts) {
  const names = parts.map((part) => part.card.name).filter(Boolean);
  return names.length ? ` (${names.join(", ")})` : "";
}

/** Whether the learner believes the article more or less than the evidence does. */
function leaning(differing, here) {
  const onScale = differing.filter(
    (part) => part.right.trust != null && part.chosen().trust != null,
  );
  const more = onScale.filter((part) => part.chosen().trust > part.right.trust).length;
  const less = onScale.length - more;
  const other = differing.length - onScale.length;
  const told = [
    more ? `on ${more} you trusted the article more than ${here} does` : "",
    less ? `on ${less} you trusted it less` : "",
    other ? `on ${other} the question is whether it contradicts itself` : "",
  ].filter(Boolean);
  return `${capital(told.join(", "))}.`;
}

function called(bin) {
  return `${bin.sign} ${bin.word}`.trim();
}

function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export default { render };
