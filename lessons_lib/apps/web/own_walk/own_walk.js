// Bring a walk: a file goes to the lesson's Python part by part, and one page about it comes back.
// Nothing of the file is kept here or in the notebook.

import { ownWords } from "../own_numbers/number.js";
import { button } from "../shared/controls.js";
import { make, plainButton, shown, themedPicture } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { openLine } from "../shared/line.js";
import { openMemory } from "../shared/memory.js";
import { isHere, parts, refusal } from "./parts.js";
import { printPage } from "./printing.js";

/** @import { View } from "../shared/host.d.ts" */
/** @import { Answer, Content, Look, Row } from "./look.d.ts" */

const PATIENCE_MS = 8000;

/** @param {View<{ content: Content, _anywidget_id: string }>} host */
function render({ model, el }) {
  const { walkers, mostBytes, partCharacters, height, mass, zeros, first, alone } =
    model.get("content");
  let number = 0;
  let who = first.who;
  let look = first;
  /** What the learner said of the columns. */
  let choices = fresh();
  /** @type {{ text: string, first: boolean, last: boolean, what: string }[]} */
  let waiting = [];

  const said = make("p", { class: "ll-said", role: "status" });
  const alarm = make("div", { role: "alert" });
  const columns = make("div");
  const page = make("div", { class: "ll-walk-page" });
  const select = make("select", { id: freshId("walker"), onchange: chooseWalker });
  /** @type {HTMLInputElement} */
  const file = make("input", {
    type: "file",
    id: freshId("file"),
    accept: ".mot,.sto,.csv,.txt,.tsv,.c3d",
    onchange: () => bring(file, "angles"),
  });
  /** @type {HTMLInputElement} */
  const forces = make("input", {
    type: "file",
    id: freshId("forces"),
    accept: ".mot,.sto,.csv,.txt",
    onchange: () => bring(forces, "forces"),
  });
  const moreForces = make(
    "details",
    { hidden: true },
    make("summary", {}, "Ground forces in a second file?"),
    make("label", { for: forces.id }, "They say when a foot lands: "),
    forces,
  );
  const heightField = field("Height (m)", height, 0.01);
  /** Sets the learner's own height, where another lesson has asked for it. */
  const yours = plainButton("", takeYours, { class: "ll-yours", hidden: true });
  const massField = field("Mass (kg)", mass, 1);
  const zero = make("input", {
    type: "range",
    id: freshId("zero"),
    min: -zeros[1],
    max: zeros[1],
    step: 1,
    value: 0,
    list: freshId("zeros"),
    oninput: tellZero,
    onchange: askAgain,
  });
  const zeroSays = make("output", { for: zero.id });
  const marks = make(
    "datalist",
    { id: zero.getAttribute("list") },
    ...[-zeros[1], -zeros[0], 0, zeros[0], zeros[1]].map((value) => make("option", { value })),
  );
  const here = isHere(globalThis.location?.hostname ?? "");
  const elsewhere = make("input", { type: "checkbox", id: freshId("elsewhere") });

  el.append(
    make(
      "div",
      { class: "ll ll-walk", role: "group", "aria-label": "A walk" },
      make(
        "div",
        { class: "ll-walk-choose" },
        make("label", { for: select.id }, "Walker "),
        select,
        ...(alone
          ? []
          : [
              make("label", { for: file.id }, "or a file of joint angles "),
              file,
              button("forget", "Forget my file", forget),
            ]),
      ),
      alone
        ? make("p", { class: "ll-walk-where" }, alone)
        : here
          ? make(
              "p",
              { class: "ll-walk-where" },
              "A file is read by the Python of this lesson, on this computer. It goes nowhere else, " +
                "and nothing of it gets into the notebook.",
            )
          : make(
              "p",
              { class: "ll-walk-where" },
              elsewhere,
              make(
                "label",
                { for: elsewhere.id },
                ` This Jupyter runs on another computer (${location.hostname}): a file would be sent there ` +
                  "and read in its memory. I want that. (To keep it here, open the course on your own computer.)",
              ),
            ),
      moreForces,
      said,
      alarm,
      columns,
      ...(alone
        ? []
        : [
            make(
              "fieldset",
              { class: "ll-walk-body" },
              make("legend", {}, "The body, and where zero is"),
              ...heightField.parts,
              yours,
              ...massField.parts,
              make("label", { for: zero.id }, "Zero of hip and pelvis moved by "),
              zero,
              marks,
              zeroSays,
              make(
                "span",
                { class: "ll-walk-note" },
                `Laboratories differ by ${zeros[0]}° to ${zeros[1]}°: the marks.`,
              ),
            ),
          ]),
      page,
      make(
        "p",
        {},
        button("print", "Print this page", () => printPage(page, "A walk"), { kind: "main" }),
      ),
    ),
  );

  const line = openLine(model, { hear, onChange: showTrouble, patienceMs: PATIENCE_MS });
  const memory = openMemory(model);
  const unwatch = memory.watch(offerYours);
  offerYours();
  fillWalkers(false);
  tellZero();
  showPage();

  /** @returns {{ columns: Record<string, number | null>, turned: string[], radians: boolean | null, rate_hz: number | null }} */
  function fresh() {
    return { columns: {}, turned: [], radians: null, rate_hz: null };
  }

  /**
   * @param {string} label
   * @param {[number, number, number]} limits
   * @param {number} step
   */
  function field(label, [min, max, value], step) {
    const input = make("input", {
      type: "number",
      id: freshId("body"),
      min,
      max,
      step,
      value,
      onchange: askAgain,
    });
    return { input, parts: [make("label", { for: input.id }, `${label} `), input] };
  }

  /** @returns {number | undefined} the learner's own height, in metres */
  function ownHeight() {
    return memory.recall("own/body_height_m")?.value;
  }

  function offerYours() {
    const value = ownHeight();
    yours.hidden = value === undefined;
    if (value === undefined) return;
    yours.textContent = `Yours: ${ownWords({ unit: "m" }, value)}`;
    yours.setAttribute("aria-label", `${yours.textContent}, for Height`);
  }

  function takeYours() {
    heightField.input.value = String(ownHeight());
    heightField.input.focus(); // the button has done what it says
    askAgain();
  }

  /** @param {boolean} own whether there is a file */
  function fillWalkers(own) {
    const names = own
      ? [...walkers, /** @type {[string, string]} */ (["own", "Your file"])]
      : walkers;
    select.replaceChildren(...names.map(([value, words]) => make("option", { value }, words)));
    select.value = own ? "own" : who;
  }

  function tellZero() {
    zeroSays.textContent = ` ${zero.value.replace("-", "−")}° `;
  }

  function body() {
    return {
      height_m: Number(heightField.input.value),
      mass_kg: Number(massField.input.value),
      zero_shift_deg: Number(zero.value),
    };
  }

  function chooseWalker() {
    who = select.value;
    askAgain();
  }

  function askAgain() {
    if (who === "own") ask({ ask: "look", choices });
    else ask({ ask: "walker", who });
  }

  /** @param {object} question */
  function ask(question) {
    number += 1;
    said.textContent = "Reading …";
    line.ask({ ...question, ...body(), number });
  }

  /**
   * @param {HTMLInputElement} input
   * @param {string} what
   */
  async function bring(input, what) {
    const [chosen] = input.files ?? [];
    if (!chosen) return;
    if (!here && !elsewhere.checked) {
      input.value = "";
      return tell("Nothing was sent. First tick that the file may go to that computer.");
    }
    const why = refusal(chosen, mostBytes);
    if (why) {
      input.value = "";
      return tell(why);
    }
    tell("");
    let bytes;
    try {
      bytes = new Uint8Array(await chosen.arrayBuffer());
    } catch {
      return tell(`The browser could not read ${chosen.name}. Choose it once more.`);
    }
    if (what === "angles") choices = fresh();
    waiting = parts(bytes, partCharacters).map((part) => ({ ...part, what }));
    input.value = ""; // the same file can be chosen again, after a change
    sendNext();
  }

  /** The next part, when the one before has arrived. */
  function sendNext() {
    const part = waiting.shift();
    if (part) ask({ ask: "part", ...part, choices });
  }

  function forget() {
    waiting = [];
    choices = fresh();
    ask({ ask: "forget file" });
  }

  /** @param {string} words */
  function tell(words) {
    alarm.textContent = words;
    alarm.className = words ? "ll-alarm" : "";
  }

  /** @param {Answer} answer */
  function hear(answer) {
    if (answer.number !== number) return; // out of date
    line.settle();
    said.textContent = "";
    if (answer.took) return sendNext();
    tell(answer.sentence ?? "");
    if (answer.forgotten) {
      who = first.who;
      fillWalkers(false);
      columns.replaceChildren();
      moreForces.hidden = true;
      said.textContent = "Forgotten.";
      ask({ ask: "walker", who });
      return;
    }
    if (answer.columns && answer.rows) showColumns(answer.columns, answer.rows, !answer.look);
    if (answer.look) {
      look = answer.look;
      if (look.who === "own") {
        who = "own";
        fillWalkers(true);
        moreForces.hidden = false;
        said.textContent =
          "Read. In the pictures of this lesson choose “your file” under Walker to see it there.";
      } else columns.replaceChildren();
      showPage();
    }
  }

  function showTrouble() {
    const why = line.trouble();
    if (why) tell(line.remedy(why));
  }

  /**
   * The dialog of columns; it is open where something has to be said.
   *
   * @param {string[]} names
   * @param {Row[]} rows
   * @param {boolean} needed
   */
  function showColumns(names, rows, needed) {
    const wasOpen = columns.querySelector("details")?.open;
    const open = needed || rows.some((row) => row.asked) || wasOpen;
    columns.replaceChildren(
      make(
        "details",
        { open: Boolean(open) },
        make("summary", {}, "Columns and signs: is this how you walked?"),
        make(
          "table",
          { class: "ll-walk-columns" },
          make(
            "thead",
            {},
            make(
              "tr",
              {},
              ...["Part", "Column", "So it does this: right?", "Counts the other way"].map(
                (words) => make("th", { scope: "col" }, words),
              ),
            ),
          ),
          make("tbody", {}, ...rows.map((row) => rowOf(names, row))),
        ),
        unitField(),
        rateField(),
      ),
    );
  }

  /**
   * @param {string[]} names
   * @param {Row} row
   */
  function rowOf(names, row) {
    const pick = make(
      "select",
      { "aria-label": `Column of: ${row.label}` },
      make("option", { value: "" }, "none"),
      ...names.map((name, index) => make("option", { value: index }, name)),
    );
    pick.value = row.column === null ? "" : String(row.column);
    pick.addEventListener("change", () => {
      choices.columns[row.key] = pick.value === "" ? null : Number(pick.value);
      sayAgain();
    });
    const turn = make("input", {
      type: "checkbox",
      checked: row.turned,
      "aria-label": `${row.label} counts the other way`,
      onchange: () => {
        const others = choices.turned.filter((key) => key !== row.key);
        choices.turned = turn.checked ? [...others, row.key] : others;
        sayAgain();
      },
    });
    return make(
      "tr",
      { class: row.asked ? "ll-walk-asked" : null },
      make("th", { scope: "row" }, row.label),
      make("td", {}, pick),
      make("td", {}, row.says, row.asked && make("b", {}, " Please check this one.")),
      make("td", { class: "ll-walk-turn" }, row.angle && row.column !== null && turn),
    );
  }

  function unitField() {
    const unit = make(
      "select",
      { id: freshId("unit") },
      make("option", { value: "" }, "as found"),
      make("option", { value: "degrees" }, "degrees"),
      make("option", { value: "radians" }, "radians"),
    );
    unit.value = choices.radians === null ? "" : choices.radians ? "radians" : "degrees";
    unit.addEventListener("change", () => {
      choices.radians = unit.value === "" ? null : unit.value === "radians";
      sayAgain();
    });
    return make("p", {}, make("label", { for: unit.id }, "Angles are in "), unit);
  }

  function rateField() {
    const rate = make("input", {
      type: "number",
      id: freshId("rate"),
      min: 5,
      max: 2000,
      value: choices.rate_hz ?? "",
      onchange: () => {
        choices.rate_hz = Number(rate.value) || null;
        sayAgain();
      },
    });
    return make(
      "p",
      {},
      make("label", { for: rate.id }, "Frames in a second, if there is no column with the time "),
      rate,
    );
  }

  function sayAgain() {
    who = "own";
    ask({ ask: "look", choices });
  }

  function showPage() {
    page.replaceChildren(...shown(pageOf(look, [height[2], mass[2]])));
  }

  return () => {
    unwatch();
    memory.close();
    line.close();
  };
}

/**
 * @param {Look} look
 * @param {number[]} generic height and mass of the model's own body
 */
function pageOf({ title, parts: found, pictures, body: [height, mass, shift] }, generic) {
  return [
    make("h3", {}, title),
    make(
      "p",
      { class: "ll-walk-note" },
      `Computed for a body of ${height.toFixed(2)} m and ${Math.round(mass)} kg` +
        `${height === generic[0] && Math.round(mass) === generic[1] ? " (the model's; no other was given)" : ""}` +
        `; zero of hip and pelvis moved by ${String(shift).replace("-", "−")}°. ` +
        "Education, not a diagnosis.",
    ),
    make(
      "div",
      { class: "ll-walk-pictures" },
      ...pictures.map((picture) =>
        make("figure", {}, themedPicture(picture), make("figcaption", {}, picture.title)),
      ),
    ),
    ...found.flatMap(([heading, sentences]) => [
      make("h4", {}, heading),
      sentences.length > 2
        ? make("ul", {}, ...sentences.map((one) => make("li", {}, one)))
        : make("p", {}, sentences.join(" ")),
    ]),
  ];
}

export default { render };
