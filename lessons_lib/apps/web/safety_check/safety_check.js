// The safety check. Everything happens in the page: no answer becomes widget state or a message.

import { make, plainButton } from "../shared/dom.js";
import { safetyQuestions } from "./questions.js";

/** @import { View } from "../shared/host.d.ts" */
/** @import { SafetyCheck } from "./content.d.ts" */

/** @param {View<{ content: SafetyCheck }>} host */
function render({ model, el }) {
  const content = model.get("content");
  const questions = safetyQuestions(content);
  const again = plainButton("Start again", questions.clear);
  el.append(
    make(
      "div",
      { class: "ll ll-safety", role: "group", "aria-label": "Safety check" },
      make("p", { class: "ll-lead" }, content.lead),
      make("p", { class: "ll-private" }, content.private),
      questions.element,
      again,
    ),
  );
}

export default { render };
