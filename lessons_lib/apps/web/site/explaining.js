// Words of the glossary explain themselves where they stand. The way back from a source is the
// browser's own.

import { Card, explainWords, vocabulary } from "../reading/reading.js";
import { load } from "./loading.js";

/** What is read as one text, in which a word is explained once. */
const TEXTS = ".prose, .card";

/** Let the texts of a page that has words to explain do so; without the words they are just read. */
export async function explainTexts() {
  const article = /** @type {HTMLElement | null} */ (document.querySelector("[data-words]"));
  if (!article) return;
  const terms = await load(article.dataset.words ?? "").catch(() => []);
  if (!terms.length) return;
  const words = vocabulary(terms);
  const card = new Card();
  for (const text of article.querySelectorAll(TEXTS)) {
    explainWords(text, words, (term, button) => card.show(term, button));
  }
}
