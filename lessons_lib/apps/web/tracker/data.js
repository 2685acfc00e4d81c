// My data: where they lie, that they can be had back, and how to take or erase them.

import { button } from "../shared/controls.js";
import { make } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { plural } from "../shared/words.js";
import { textField } from "./fields.js";
import { card, download, fold, table, zoneWords } from "./parts.js";
import { section, sectionsOf } from "./sections.js";

/** @import { App, DiaryView, Table } from "./view.d.ts" */
/** @import { Fields } from "../shared/desk.js" */

const REMIND_AT = "18:00";
const ERASE_WORDS = "delete everything";

/** Whether the backup could be read back. @typedef {{ ok: boolean, words: string }} Proof */
/**
 * What is known of a file that may be brought in: why not, that it was, or how it compares.
 *
 * @typedef {{ refused: string }
 *   | { done: string | undefined }
 *   | { token: string, table: Table, words: string[], choices: { how: string, label: string }[] }} Preview
 */

/**
 * @param {App} app
 * @param {HTMLElement} host
 */
export function dataScreen(app, host) {
  const show = sectionsOf(host);
  /** @type {Proof | null} */
  let proof = null;
  /** @type {Preview | null} */
  let preview = null;

  function render() {
    const { view } = app;
    if (!view) {
      show([["closed", {}, () => card("My data", make("p", {}, "No diary is open yet."))]]);
      return;
    }
    const zones = { kept: view.zone, seen: view.new_zone ?? view.zone };
    show([
      section("where", { ...view.data, synthetic: view.synthetic }, whereCard),
      ...(view.zone_declined ? [section("zone", zones, zoneCard)] : []),
      section("backups", { backups: view.data.backups, proof }, backupsCard),
      ...(view.synthetic ? [] : [section("second", view.data.second_place, secondCard)]),
      section("export", { kinds: app.content.exports, notes: withNotes() }, exportCard),
      section("import", { preview }, importCard),
      ...(app.content.invented
        ? []
        : [section("synthetic", { synthetic: view.synthetic }, syntheticCard)]),
      section("limits", {}, limitsCard),
      section("erase", { synthetic: view.synthetic }, eraseCard),
    ]);
  }

  /** @param {DiaryView["data"]} data */
  function whereCard({ path, saved_ms: saved, counts }) {
    return card(
      "Where your diary lies",
      make("p", { class: "ll-path" }, path),
      make(
        "p",
        {},
        counts ? `In it: ${counts}.` : "Nothing is in it yet.",
        saved ? ` Last saved ${whenWords(saved)}.` : "",
      ),
    );
  }

  /** @param {{ kept: string, seen: string }} model */
  function zoneCard({ kept, seen }) {
    return card(
      "The clock of your days",
      make(
        "p",
        {},
        `Your days follow ${zoneWords(kept)}, as you wished. This computer's clock is that of ${zoneWords(seen)}.`,
      ),
      button(
        "zone-change",
        `Use ${zoneWords(seen)} from today on`,
        () => app.act("set_profile", { zone: seen }),
        { saves: true },
      ),
    );
  }

  /** @param {string | number} instant */
  function whenWords(instant) {
    /** @type {Intl.DateTimeFormatOptions} */
    const options = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
    return new Intl.DateTimeFormat("en-GB", options).format(new Date(instant));
  }

  /** @param {{ backups: DiaryView["data"]["backups"], proof: Proof | null }} model */
  function backupsCard({ backups, proof: found }) {
    return card(
      "Backups",
      make("p", {}, app.content.words.backups),
      backups.length > 0 &&
        fold(
          app.drafts,
          "backups",
          plural(backups.length, "backup"),
          make(
            "ul",
            { class: "ll-exports" },
            ...backups.map((one) => {
              const words = `${whenWords(one.at)}, ${one.words}`;
              const open = () => compare("preview_backup", { name: one.name });
              return make(
                "li",
                {},
                button(`backup-${one.name}`, "Look at it", open, {
                  "aria-label": `Look at the backup: ${words}`,
                }),
                words,
              );
            }),
          ),
        ),
      make("div", { class: "ll-row" }, button("prove", "Prove that my backup works", prove)),
      found &&
        make("p", { class: found.ok ? "ll-good" : "ll-bad" }, found.ok ? "✓ " : "✗ ", found.words),
    );
  }

  /** @param {DiaryView["data"]["second_place"]} place */
  function secondCard(place) {
    const key = "second-folder";
    const keep = () =>
      app.act("keep_also", { folder: app.drafts.get(key) ?? "" }, { drafts: [key] });
    const stop = () => app.act("keep_also_no_more", {});
    return card(
      "Keep a copy also in …",
      make("p", {}, app.content.words.second_place),
      place && make("p", { class: "ll-path" }, place.folder),
      place && make("p", {}, madeWords(place)),
      textField(app.drafts, key, place ? "Another folder" : "The folder", "", {
        hint: "The whole way to it, such as /home/me/Dropbox, /media/stick or D:\\Backup.",
      }),
      make(
        "div",
        { class: "ll-row" },
        button("save-second", "Keep copies there", keep, { saves: true }),
        place && button("second-stop", "Stop", stop, { saves: true, kind: "quiet" }),
      ),
    );
  }

  /** @param {NonNullable<DiaryView["data"]["second_place"]>} place */
  function madeWords({ made_ms: made, is_there: isThere }) {
    const last = made
      ? `The last copy there was made ${whenWords(made)}.`
      : "No copy is there yet.";
    return isThere
      ? last
      : `${last} The folder is not to be found now; is the stick plugged in? The next save tries again.`;
  }

  async function prove() {
    const answer = await app.ask("prove", {});
    if (!answer.ok) return;
    proof = answer.result;
    app.say(answer.result.words);
    render();
  }

  const withNotes = () => app.drafts.get("export-notes") === true;

  /** @param {{ kinds: App["content"]["exports"], notes: boolean }} model */
  function exportCard({ kinds, notes }) {
    return card(
      "Take it with you",
      make("p", {}, app.content.words.exports),
      make(
        "label",
        { class: "ll-check" },
        make("input", {
          type: "checkbox",
          "data-key": "export-notes",
          checked: notes,
          onchange: (event) => {
            app.drafts.set("export-notes", event.target.checked);
            render();
          },
        }),
        make("span", {}, "with my notes, and what I could do"),
      ),
      make(
        "ul",
        { class: "ll-exports" },
        ...kinds.map((kind) =>
          make(
            "li",
            {},
            button(`export-${kind.id}`, kind.label, () => take(kind.id)),
            kind.id === "ics" && remindAt(),
            make(
              "span",
              { class: "ll-hint" },
              kind.hint,
              kind.notes && (notes ? "; with your notes" : "; without your notes"),
            ),
          ),
        ),
      ),
    );
  }

  function remindAt() {
    return make("input", {
      type: "time",
      "aria-label": "Time of the reminders",
      "data-key": "export-at",
      value: app.drafts.get("export-at") ?? REMIND_AT,
      onchange: ({ target }) => app.drafts.set("export-at", target.value),
    });
  }

  /** @param {string} kind */
  async function take(kind) {
    const answer = await app.ask("export", {
      kind,
      notes: withNotes(),
      remind_at: app.drafts.get("export-at") ?? REMIND_AT,
    });
    if (answer.ok) app.say(download(answer.result));
  }

  /** @param {{ preview: Preview | null }} model */
  function importCard({ preview: found }) {
    const id = freshId("file");
    const input = make("input", {
      id,
      type: "file",
      accept: ".json,.db",
      "data-key": "import-file",
      onchange: ({ target }) => look(target),
    });
    return card(
      "Bring it back",
      make("p", {}, app.content.words.imports),
      make(
        "div",
        { class: "ll-field" },
        make("label", { for: id }, "A file that this tracker wrote (.json or .db)"),
        input,
      ),
      found && previewCard(found),
    );
  }

  /** @param {HTMLInputElement} input */
  async function look(input) {
    const file = input.files?.[0];
    if (!file) return;
    const most = app.content.limits.file_bytes;
    if (file.size > most) {
      const [size, limit] = [file.size, most].map((bytes) => Math.ceil(bytes / 1e6));
      tell({
        refused: `${file.name} has ${size} MB; no more than ${limit} MB can be brought in here. Choose another file.`,
      });
      return;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    await compare("preview_file", { base64: base64(bytes) });
  }

  /**
   * @param {string} ask
   * @param {Fields} fields
   */
  async function compare(ask, fields) {
    const answer = await app.ask(ask, fields, { quiet: true });
    tell(answer.ok ? answer.result : { refused: answer.sentence ?? "" });
  }

  /** @param {Preview} found */
  function tell(found) {
    preview = found;
    render();
    app.say("refused" in found ? found.refused : "Compare both sides below, then choose.");
    host.querySelector(".ll-preview")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Preview} found */
  function previewCard(found) {
    if ("done" in found) return make("p", { class: "ll-good ll-preview" }, "✓ ", found.done);
    if ("refused" in found) return make("p", { class: "ll-bad ll-preview" }, "✗ ", found.refused);
    /** @param {string} how */
    const choose = (how) => async () => {
      if (app.isHeld()) return;
      const done = await app.act("bring_in", { token: found.token, how });
      if (done.ok) {
        preview = { done: done.words };
        render();
      }
    };
    return make(
      "div",
      { class: "ll-preview" },
      table(found.table),
      ...found.words.map((one) => make("p", {}, one)),
      make(
        "div",
        { class: "ll-row" },
        ...found.choices.map((one) =>
          button(`import-${one.how}`, one.label, choose(one.how), { saves: true }),
        ),
        button(
          "import-no",
          "Leave it",
          () => {
            preview = null;
            render();
          },
          { kind: "quiet" },
        ),
      ),
    );
  }

  /** @param {{ synthetic: boolean }} model */
  function syntheticCard({ synthetic }) {
    return card(
      "Try it with an invented person",
      make("p", {}, app.content.words.synthetic),
      button("synthetic", synthetic ? "Back to my own diary" : "Show me the invented person", () =>
        app.change(!synthetic),
      ),
    );
  }

  function limitsCard() {
    return card(
      "What this course cannot protect",
      make("ul", {}, ...app.content.words.limits.map((one) => make("li", {}, one))),
    );
  }

  /** @param {{ synthetic: boolean }} model */
  function eraseCard({ synthetic }) {
    const key = "erase";
    const erase = async () => {
      if ((app.drafts.get(key) ?? "").trim().toLowerCase() !== ERASE_WORDS) {
        app.say(`Nothing is deleted. Type “${ERASE_WORDS}” first.`);
        return;
      }
      if (!app.isHeld() && (await app.act("delete_everything", {})).ok) app.forget();
    };
    return card(
      synthetic ? "Delete the invented person" : "Delete everything",
      make("p", {}, app.content.words.erase),
      fold(
        app.drafts,
        "erase-open",
        "I want to delete it",
        textField(app.drafts, key, `Type “${ERASE_WORDS}”`, ""),
        button("erase-now", "Delete for good", erase, { saves: true, kind: "danger" }),
      ),
    );
  }

  return {
    render,
    forget() {
      proof = null;
      preview = null;
    },
  };
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 32768) {
    text += String.fromCharCode(...bytes.subarray(start, start + 32768));
  }
  return btoa(text);
}
