// What the tracker's screens are made of: cards, folds, tables, files to take along.

import { make } from "../shared/dom.js";
import { saveFile } from "../shared/saving.js";

/** @import { Drafts } from "../shared/controls.js" */
/** @import { Child } from "../shared/dom.js" */
/** @import { App, DiaryView, Table } from "./view.d.ts" */

/**
 * @param {string | null} title
 * @param {Child[]} content
 */
export function card(title, ...content) {
  return make("section", { class: "ll-card" }, title && make("h3", {}, title), ...content);
}

/**
 * A fold that remembers, over updates, whether it is open.
 *
 * @param {Drafts} drafts
 * @param {string} key
 * @param {string} summary
 * @param {Child[]} content
 */
export function fold(drafts, key, summary, ...content) {
  return make(
    "details",
    {
      open: drafts.get(`open:${key}`) === true,
      ontoggle: ({ target }) => drafts.set(`open:${key}`, target.open),
    },
    make("summary", { "data-key": `fold:${key}` }, summary),
    ...content,
  );
}

/** @param {Table} table */
export function table({ columns, rows, caption }) {
  return make(
    "div",
    { class: "ll-table", tabindex: 0, role: "region", "aria-label": caption },
    make(
      "table",
      {},
      make("caption", {}, caption),
      make("thead", {}, make("tr", {}, ...columns.map((one) => make("th", { scope: "col" }, one)))),
      make(
        "tbody",
        {},
        ...rows.map(([first, ...rest]) =>
          make(
            "tr",
            {},
            make("th", { scope: "row" }, first),
            ...rest.map((one) => make("td", {}, one)),
          ),
        ),
      ),
    ),
  );
}

/**
 * Hands a file that Python made to the browser; returns what to say of it.
 *
 * @param {{ name: string, mime: string, base64: string }} file
 */
export function download({ name, mime, base64 }) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  saveFile(name, mime, bytes);
  return `${name} is in your downloads. Whoever has that file can read it.`;
}

/**
 * A time zone as people say it: the names of those that keep to an offset turn its sign round.
 *
 * @param {string} zone
 */
export function zoneWords(zone) {
  const [, sign, hours] = /^Etc\/GMT([+-])(\d+)$/.exec(zone) ?? [];
  return sign ? `UTC${sign === "+" ? "−" : "+"}${hours}` : zone;
}

/**
 * The view of the diary that is open; where a day is shown, there is one.
 *
 * @param {App} app
 * @returns {DiaryView}
 */
export function viewOf({ view }) {
  if (!view) throw new Error("No diary is open.");
  return view;
}
