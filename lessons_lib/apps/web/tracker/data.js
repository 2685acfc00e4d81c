// My data: where they lie, that they can be had back, and how to take or erase them.

const MOST_IMPORT_BYTES = 20 * 1024 * 1024;
const ERASE_WORDS = "delete everything";

function dataScreen(app, host) {
  const show = sectionsOf(host);
  let proof = null;
  let preview = null;

  function render() {
    const { view } = app;
    if (!view) {
      show([["opening", {}, () => card("My data", make("p", {}, "Opening your diary …"))]]);
      return;
    }
    show([
      ["where", { ...view.data, synthetic: view.synthetic }, whereCard],
      ["backups", { backups: view.data.backups, proof }, backupsCard],
      ["export", app.content.exports, exportCard],
      ["import", { preview }, importCard],
      ["synthetic", { synthetic: view.synthetic }, syntheticCard],
      ["limits", {}, limitsCard],
      ["erase", { synthetic: view.synthetic }, eraseCard],
    ]);
  }

  function whereCard({ path, saved_ms: saved, counts }) {
    return card(
      "Where your diary lies",
      make("p", { class: "ll-path" }, path),
      make("p", {}, saved ? `Last saved ${whenWords(saved)}. In it: ${counts}.` : "Nothing is saved yet."),
    );
  }

  function whenWords(instant) {
    const options = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
    return new Intl.DateTimeFormat("en-GB", options).format(new Date(instant));
  }

  function backupsCard({ backups, proof: found }) {
    return card(
      "Backups",
      make("p", {}, app.content.words.backups),
      backups.length > 0 && fold(
        app.drafts,
        "backups",
        plural(backups.length, "backup"),
        make("ul", {}, ...backups.map((one) => make("li", {}, `${whenWords(one.at)}: ${one.words}`))),
      ),
      make("div", { class: "ll-row" }, button("prove", "Prove that my backup works", prove)),
      found && make("p", { class: found.ok ? "ll-good" : "ll-bad" }, found.ok ? "✓ " : "✗ ", found.words),
    );
  }

  async function prove() {
    const answer = await app.ask("prove_backup", {});
    proof = answer.ok ? { ok: true, words: answer.result.words } : { ok: false, words: answer.sentence };
    app.say(proof.words);
    render();
  }

  function exportCard(kinds) {
    return card(
      "Take it with you",
      make("p", {}, app.content.words.exports),
      make(
        "label",
        { class: "ll-check" },
        make("input", {
          type: "checkbox",
          "data-key": "export-notes",
          checked: app.drafts.get("export-notes") === true,
          onchange: (event) => app.drafts.set("export-notes", event.target.checked),
        }),
        make("span", {}, "with my notes"),
      ),
      make(
        "ul",
        { class: "ll-exports" },
        ...kinds.map((kind) =>
          make(
            "li",
            {},
            button(`export-${kind.id}`, kind.label, () => download(kind.id)),
            make("span", { class: "ll-hint" }, kind.hint),
          ),
        ),
      ),
    );
  }

  async function download(kind) {
    const notes = app.drafts.get("export-notes") === true;
    const answer = await app.ask("export", { kind, notes });
    if (!answer.ok) return;
    const { name, mime, base64 } = answer.result;
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: mime }));
    const link = make("a", { href: address, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    app.say(`${name} is in your downloads. Whoever has that file can read it.`);
  }

  function importCard({ preview: found }) {
    const id = freshId("file");
    const input = make("input", { id, type: "file", accept: ".json,.db", "data-key": "import-file", onchange: () => look(input) });
    return card(
      "Bring it back",
      make("p", {}, app.content.words.imports),
      make("div", { class: "ll-field" }, make("label", { for: id }, "A file that this tracker wrote (.json or .db)"), input),
      found && previewCard(found),
    );
  }

  async function look(input) {
    const [file] = input.files;
    if (!file) return;
    preview = null;
    if (file.size > MOST_IMPORT_BYTES) {
      preview = { refused: `${file.name} has ${Math.round(file.size / 1048576)} MB; a diary has less than 20. Choose another file.` };
    } else {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const answer = await app.ask("preview_import", { name: file.name, base64: base64(bytes) });
      preview = answer.ok ? answer.result : { refused: answer.sentence };
    }
    render();
    app.say(preview.refused ?? "Compare both sides, then choose.");
  }

  function previewCard(found) {
    if (found.refused) return make("p", { class: "ll-bad" }, "✗ ", found.refused);
    const choose = (how) => async () => {
      const done = await app.act("import", { token: found.token, how });
      if (done.ok) {
        preview = null;
        render();
      }
    };
    return make(
      "div",
      {},
      table(found.table),
      ...found.words.map((one) => make("p", {}, one)),
      make(
        "div",
        { class: "ll-row" },
        ...found.choices.map((one) => button(`import-${one.how}`, one.label, choose(one.how), { saves: true })),
        button("import-no", "Leave it", () => {
          preview = null;
          render();
        }, { kind: "quiet" }),
      ),
    );
  }

  function syntheticCard({ synthetic }) {
    return card(
      "Try it with an invented person",
      make("p", {}, app.content.words.synthetic),
      button(
        "synthetic",
        synthetic ? "Back to my own diary" : "Show me the invented person",
        () => app.change(!synthetic),
      ),
    );
  }

  function limitsCard() {
    return card(
      "What this course cannot protect",
      make("ul", {}, ...app.content.words.limits.map((one) => make("li", {}, one))),
    );
  }

  function eraseCard({ synthetic }) {
    const key = "erase";
    const erase = async () => {
      if ((app.drafts.get(key) ?? "").trim().toLowerCase() !== ERASE_WORDS) {
        app.say(`Nothing is deleted. Type “${ERASE_WORDS}” first.`);
        return;
      }
      if ((await app.act("delete_everything", { typed: ERASE_WORDS })).ok) app.forget();
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

function base64(bytes) {
  let text = "";
  for (let start = 0; start < bytes.length; start += 32768) {
    text += String.fromCharCode(...bytes.subarray(start, start + 32768));
  }
  return btoa(text);
}
