// All claims: search, filters, and rows that open. What is searched for stays in the page.

import { make, plainButton, within } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { keepKeys } from "../shared/jupyterlab.js";
import { lessonLink } from "../shared/lesson_link.js";
import { fits } from "./filtering.js";

/** @import { Model, View } from "../shared/host.d.ts" */
/** @import { Row } from "./filtering.js" */

/**
 * @typedef {object} Content
 * @property {Row[]} rows
 * @property {[word: string, sign: string, found: number][]} verdicts
 * @property {[id: string, name: string][]} lessons
 */

/** @param {View<{ content: Content }>} host */
function render({ model, el }) {
  const { rows, verdicts, lessons } = model.get("content");
  const count = make("p", { class: "ll-count", role: "status" });
  const items = rows.map((row) => ({ row, element: item(row, model) }));

  const search = make("input", { type: "search", id: freshId("search"), oninput: filter });
  const verdict = choice(
    "verdict",
    verdicts.map(([word, sign, found]) => [word, `${sign} ${word} (${found})`]),
  );
  const lesson = choice("lesson", lessons);

  /**
   * @param {string} name
   * @param {[value: string, words: string][]} options
   */
  function choice(name, options) {
    return make(
      "select",
      { id: freshId(name), onchange: filter },
      make("option", { value: "" }, "any"),
      ...options.map(([value, words]) => make("option", { value }, words)),
    );
  }

  function filter() {
    const wanted = { words: search.value, verdict: verdict.value, lesson: lesson.value };
    let shown = 0;
    for (const { row, element } of items) {
      element.hidden = !fits(row, wanted);
      if (!element.hidden) shown += 1;
    }
    count.textContent = shown
      ? `${shown} of ${rows.length} shown.`
      : "Nothing fits. Search for another word, or set verdict and lesson to “any”.";
  }

  function showAll() {
    search.value = "";
    verdict.value = "";
    lesson.value = "";
    for (const { element } of items) within(element, "details").removeAttribute("open");
    filter();
  }

  /**
   * @param {string} words
   * @param {HTMLElement} control
   */
  const labelled = (words, control) =>
    make("div", { class: "ll-field" }, make("label", { for: control.id }, words), control);
  el.append(
    make(
      "div",
      {
        class: "ll ll-claims",
        role: "group",
        "aria-label": "The article's claims, and what it leaves out",
      },
      make(
        "div",
        { class: "ll-fields" },
        labelled("Search", search),
        labelled("Verdict", verdict),
        labelled("Worked out in lesson", lesson),
        plainButton("Show all, closed", showAll),
      ),
      count,
      make("ul", {}, ...items.map(({ element }) => element)),
    ),
  );
  filter();
}

/**
 * A row that opens to the card of its claim.
 *
 * @param {Row} row
 * @param {Model<any>} model
 */
function item(row, model) {
  const card = make("div");
  const link = lessonLink(row.address, row.place, model);
  const open = () => {
    if (card.childElementCount) return;
    card.innerHTML = row.card;
    for (const source of card.querySelectorAll("a")) {
      Object.assign(source, { target: "_blank", rel: "noopener" });
      keepKeys(source);
    }
  };
  return make(
    "li",
    {},
    make(
      "details",
      { ontoggle: open },
      make(
        "summary",
        {},
        make("b", { class: "ll-id" }, row.id),
        make("span", { class: "ll-quotation" }, row.quotation),
        make("span", { class: "ll-word" }, `${row.sign} ${row.verdict}`),
      ),
      card,
      make("p", { class: "ll-place" }, "Worked out in ", link, "."),
    ),
  );
}

export default { render };
