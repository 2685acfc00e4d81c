// All claims: search, filters, and rows that open. What is searched for stays in the page.

import { make } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";

function render({ model, el }) {
  const { rows, verdicts, lessons } = model.get("content");
  const count = make("p", { class: "ll-count", role: "status" });
  const items = rows.map((row) => item(row, model));

  const search = make("input", { type: "search", id: freshId("search"), oninput: filter });
  const verdict = choice(
    "verdict",
    "any",
    verdicts.map(([word, sign, found]) => [word, `${sign} ${word} (${found})`]),
  );
  const lesson = choice("lesson", "any", lessons);

  function choice(name, any, options) {
    return make(
      "select",
      { id: freshId(name), onchange: filter },
      make("option", { value: "" }, any),
      ...options.map(([value, words]) => make("option", { value }, words)),
    );
  }

  function filter() {
    const wanted = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { element, row, text } of items) {
      const fits =
        (!verdict.value || row.verdict === verdict.value) &&
        (!lesson.value || row.lesson === lesson.value) &&
        wanted.every((word) =>
          /^[co]\d+$/.test(word) ? row.id.toLowerCase() === word : text.includes(word),
        );
      element.hidden = !fits;
      shown += fits;
    }
    count.textContent = shown
      ? `${shown} of ${rows.length} shown.`
      : "Nothing fits. Search for another word, or set verdict and lesson to “any”.";
  }

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
        make(
          "button",
          {
            type: "button",
            onclick() {
              search.value = verdict.value = lesson.value = "";
              for (const { element } of items) element.querySelector("details").open = false;
              filter();
            },
          },
          "Show all, closed",
        ),
      ),
      count,
      make("ul", {}, ...items.map(({ element }) => element)),
    ),
  );
  filter();
}

function item(row, model) {
  const card = make("div");
  const place = make("p", { class: "ll-place" }, "Worked out in ", lessonLink(row, model), ".");
  const details = make(
    "details",
    {
      ontoggle() {
        if (card.childElementCount) return;
        card.innerHTML = row.card;
        for (const link of card.querySelectorAll("a")) {
          Object.assign(link, { target: "_blank", rel: "noopener" });
          link.dataset.lmSuppressShortcuts = "true";
        }
      },
    },
    make(
      "summary",
      {},
      make("b", { class: "ll-id" }, row.id),
      make("span", { class: "ll-quotation" }, row.quotation),
      make("span", { class: "ll-word" }, `${row.sign} ${row.verdict}`),
    ),
    card,
    place,
  );
  const text = [row.id, row.quotation, row.verdict, row.text].join(" ").toLowerCase();
  return { row, text, element: make("li", {}, details) };
}

/** A link to the section of a lesson. In JupyterLab it opens there, as links in the text do. */
function lessonLink(row, model) {
  const link = make("a", { href: row.address }, row.place);
  const path = model.widget_manager?.context?.path;
  if (typeof path === "string") {
    const [file, section] = row.address.split("#");
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    link.dataset.commandlinkerCommand = "rendermime:handle-local-link";
    link.dataset.commandlinkerArgs = JSON.stringify({ path: folder + file });
    link.addEventListener("click", () => bringIntoView(file, decodeURIComponent(section)));
  }
  return link;
}

/**
 * Scroll to a heading of a lesson that is being opened, and stay there until the lesson is drawn.
 *
 * JupyterLab itself scrolls before the cells are drawn: to nowhere if the heading is not there yet,
 * and away from it when cells above grow. A learner who moves on is left alone.
 */
async function bringIntoView(file, name) {
  const moved = new AbortController();
  for (const kind of ["wheel", "pointerdown", "keydown"]) {
    addEventListener(kind, () => moved.abort(), { capture: true, signal: moved.signal });
  }
  for (let looked = 0, calm = 0; looked < 100 && calm < 10 && !moved.signal.aborted; looked += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const heading = headingOf(file, name);
    const before = heading?.getBoundingClientRect().top;
    heading?.scrollIntoView();
    calm = heading && Math.abs(heading.getBoundingClientRect().top - before) < 2 ? calm + 1 : 0;
  }
  moved.abort();
}

/** The heading called `name` in the lesson in front, if that is `file` and has been drawn. */
function headingOf(file, name) {
  const tab = document.querySelector(".lm-TabBar-tab.jp-mod-current");
  if (tab?.querySelector(".lm-TabBar-tabLabel").textContent !== file) return null;
  return document
    .getElementById(tab.dataset.id)
    ?.querySelector(`[data-jupyter-id="${CSS.escape(name)}"]`);
}

export default { render };
