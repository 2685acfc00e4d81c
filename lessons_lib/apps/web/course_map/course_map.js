// The course map, with where I am.

import { consentPart, showWhileRemembered } from "../shared/consent.js";
import { make } from "../shared/dom.js";
import { lessonLink } from "../shared/lesson_link.js";
import { openMemory } from "../shared/memory.js";
import { handingInPart } from "./handing_in.js";
import { progressOf, whereIAm } from "./progress.js";

/** @import { Model, View } from "../shared/host.d.ts" */
/** @import { Lesson } from "./progress.js" */

/** @param {View<{ lessons: Lesson[], edition: string }>} host */
function render({ model, el }) {
  const lessons = model.get("lessons");
  const memory = openMemory(model);
  const consent = consentPart(memory);
  const handing = handingInPart(lessons, memory, model.get("edition"));
  const cells = lessons.map(() => make("td"));
  const heads = lessons.map((lesson, number) =>
    make("th", { scope: "row" }, `${number}. `, lessonLink(lesson.file, lesson.title, model)),
  );
  const rows = lessons.map(({ afterwards, minutes, first }, place) =>
    make(
      "tr",
      {},
      heads[place],
      make("td", {}, afterwards),
      make("td", {}, minutes),
      make(
        "td",
        {},
        ...first.flatMap(([file, title], n) => [n ? ", " : "", lessonLink(file, title, model)]),
      ),
      cells[place],
    ),
  );

  function show() {
    const here = whereIAm(lessons, memory.items());
    for (const [place, lesson] of lessons.entries()) {
      const words = progressOf(lesson, memory.recall);
      const now = make("b", {}, "You are here. ");
      cells[place].replaceChildren(...(here === place ? [now, words] : [words]));
      rows[place].classList.toggle("ll-here", here === place);
    }
    handing.show();
  }

  const columns = ["Lesson", "Afterwards you can", "Minutes", "Do first", "So far"];
  const head = columns.map((one) => make("th", { scope: "col" }, one));
  el.append(
    make(
      "div",
      { class: "ll ll-course-map" },
      make(
        "div",
        { class: "ll-scroll", role: "region", "aria-label": "The course map", tabindex: "0" },
        make(
          "table",
          {},
          make("caption", {}, "The course, lesson by lesson"),
          make("thead", {}, make("tr", {}, ...head)),
          make("tbody", {}, ...rows),
        ),
      ),
      consent.element,
      handing.element,
    ),
  );
  return showWhileRemembered(memory, consent, show);
}

export default { render };
