// What the tracker's screens are made of: sections that stay, fields that remember, words for days.

/**
 * Shows sections in an element; one is built anew only when what it tells has changed.
 *
 * What stays keeps its focus and the text typed in it. A section gets nothing but its model to tell
 * from, so one that stays cannot be out of date.
 *
 * @returns a function that takes a list of [key, model, build]
 */
function sectionsOf(host) {
  const known = new Map();
  return function show(list) {
    const focus = focusIn(host);
    const wanted = list.map(([key, model, build]) => {
      const told = JSON.stringify(model);
      if (known.get(key)?.told !== told) known.set(key, { told, element: build(model) });
      return known.get(key).element;
    });
    for (const child of [...host.children]) if (!wanted.includes(child)) child.remove();
    wanted.forEach((element, index) => {
      if (host.children[index] !== element) {
        host.insertBefore(element, host.children[index] ?? null);
      }
    });
    const keys = new Set(list.map(([key]) => key));
    for (const key of known.keys()) if (!keys.has(key)) known.delete(key);
    focus.restore();
  };
}

/** Where the focus is, to be brought back to the field or button of the same name. */
function focusIn(host) {
  const active = document.activeElement;
  const inside = active && host.contains(active);
  const name = inside ? active.dataset.key : null;
  const selection = inside && active.selectionStart != null
    ? [active.selectionStart, active.selectionEnd]
    : null;
  return {
    restore() {
      if (!inside || host.contains(document.activeElement)) return;
      const again = name && host.querySelector(`[data-key="${CSS.escape(name)}"]`);
      const stay = host.hasChildNodes() ? host : host.closest(".ll").querySelector("[aria-selected=true]");
      putFocus(again || host.querySelector("h3") || stay, { preventScroll: Boolean(again) });
      if (again && selection) again.setSelectionRange(...selection);
    },
  };
}

/** Gives the focus to any element: a heading takes it too, and keeps its keys from JupyterLab. */
function putFocus(place, options) {
  if (!place.matches(FOCUSABLE)) place.tabIndex = -1;
  place.dataset.lmSuppressShortcuts = "true";
  place.focus(options);
}

/**
 * A button; `key` names it across updates. One that saves waits while another save is on its way,
 * and takes no second tap: by then something else may stand where the first one was meant.
 */
function button(key, words, onclick, { kind = "", saves = false, ...attributes } = {}) {
  const press = (event) => {
    if (saves && isRepeat(event)) return;
    if (event.currentTarget.getAttribute("aria-disabled") !== "true") onclick(event);
  };
  const onkeydown = (event) => {
    if (saves && isRepeat(event)) event.preventDefault();
  };
  const about = { class: kind && `ll-${kind}`, "data-key": key, "data-saves": saves, onkeydown };
  return plainButton(words, press, { ...about, ...attributes });
}

function card(title, ...content) {
  return make("section", { class: "ll-card" }, title && make("h3", {}, title), ...content);
}

/** A fold that remembers, over updates, whether it is open. */
function fold(drafts, key, summary, ...content) {
  const element = make(
    "details",
    {
      open: drafts.get(`open:${key}`) === true,
      ontoggle: () => drafts.set(`open:${key}`, element.open),
    },
    make("summary", { "data-key": `fold:${key}` }, summary),
    ...content,
  );
  return element;
}

/** Whether the buttons that save wait, because another save is on its way. */
function holdSaves(root, wait) {
  for (const one of root.querySelectorAll("[data-saves]")) one.setAttribute("aria-disabled", String(wait));
}

const NOT_SAVED = "NOT saved: see the top.";

/** What was said, once more beside what was pressed: the top may be out of sight. */
function echoBeside(root, place, words, { failed = false } = {}) {
  root.querySelector(".ll-echo")?.remove();
  const look = { class: `ll-echo${failed ? " ll-bad" : ""}`, "aria-hidden": "true" };
  if (words && place) place.after(make("span", look, words));
}

/** A labelled field whose text stays in `drafts` until it is saved. */
function textField(drafts, key, label, stored, { lines = 1, hint = null, ...attributes } = {}) {
  const id = freshId("field");
  const input = make(lines > 1 ? "textarea" : "input", {
    id,
    "data-key": key,
    rows: lines > 1 && lines,
    type: lines === 1 && "text",
    autocomplete: "off",
    "aria-describedby": hint && `${id}-hint`,
    oninput: () => drafts.set(key, input.value),
    ...attributes,
  });
  input.value = drafts.get(key) ?? stored ?? "";
  return make(
    "div",
    { class: "ll-field" },
    make("label", { for: id }, label),
    input,
    hint && make("p", { id: `${id}-hint`, class: "ll-hint" }, hint),
  );
}

/**
 * What was typed as a whole number, in digits of any width, with or without "min" after it; null
 * where nothing was, and what is none as it is, to be refused.
 */
function wholeNumber(text) {
  const typed = text.normalize("NFKC").replace(/(\d)\s*min(ute)?s?\.?\s*$/i, "$1").trim();
  if (typed === "") return null;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : typed;
}

/**
 * A number with large buttons beside it; empty means "not answered".
 *
 * A field of text: of one for numbers, browsers give what they cannot read as empty, and 7,5 as 75.
 */
function numberField(drafts, key, label, stored, { step = 1, low = 0, high, start = 0 }) {
  const id = freshId("number");
  const input = make("input", {
    id,
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
    "data-key": key,
    oninput: () => drafts.set(key, input.value),
  });
  input.value = drafts.get(key) ?? stored ?? "";
  const move = (by) => {
    const now = wholeNumber(input.value);
    const next = typeof now === "number" ? now + by : start;
    input.value = String(Math.min(high, Math.max(low, next)));
    drafts.set(key, input.value);
  };
  return make(
    "div",
    { class: "ll-field" },
    make("label", { for: id }, label),
    make(
      "div",
      { class: "ll-stepper" },
      button(`${key}-less`, "−", () => move(-step), { "aria-label": `${label}: less` }),
      input,
      button(`${key}-more`, "+", () => move(step), { "aria-label": `${label}: more` }),
    ),
  );
}

/** A scale of radio buttons without a start value; "clear" takes the answer back. */
function scaleField(drafts, key, label, stored, { low, high, lowWords, highWords }) {
  const name = freshId("scale");
  const now = drafts.has(key) ? drafts.get(key) : stored;
  const options = Array.from({ length: high - low + 1 }, (_, index) => {
    const value = low + index;
    const ends = { [low]: `, ${lowWords}`, [high]: `, ${highWords}` };
    const radio = make("input", {
      type: "radio",
      name,
      value,
      checked: now === value,
      "data-key": `${key}-${value}`,
      "aria-label": `${value}${ends[value] ?? ""}`,
      onchange: () => drafts.set(key, value),
    });
    return make("label", {}, radio, make("span", { "aria-hidden": "true" }, value));
  });
  const element = make(
    "fieldset",
    { class: "ll-scale" },
    make("legend", {}, label),
    make("div", { class: "ll-choices" }, ...options),
    make(
      "p",
      { class: "ll-ends", "aria-hidden": "true" },
      make("span", {}, `${low}: ${lowWords}`),
      make("span", {}, `${high}: ${highWords}`),
    ),
    button(`${key}-clear`, "Clear", () => {
      drafts.set(key, null);
      for (const radio of element.querySelectorAll("input")) radio.checked = false;
    }, { kind: "quiet", "aria-label": `${label}: clear the answer` }),
  );
  return element;
}

/** One of several words, as radio buttons. */
function choiceField(drafts, key, label, stored, options) {
  const name = freshId("choice");
  const now = drafts.has(key) ? drafts.get(key) : stored;
  return make(
    "fieldset",
    { class: "ll-words-choice" },
    make("legend", {}, label),
    ...options.map(([value, words]) =>
      make(
        "label",
        {},
        make("input", {
          type: "radio",
          name,
          checked: now === value,
          "data-key": `${key}-${value}`,
          onchange: () => drafts.set(key, value),
        }),
        make("span", {}, words),
      ),
    ),
  );
}

/** Hands a file that Python made to the browser; returns what to say of it. */
function download({ name, mime, base64 }) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: mime }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return `${name} is in your downloads. Whoever has that file can read it.`;
}

function table({ columns, rows, caption }) {
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
          make("tr", {}, make("th", { scope: "row" }, first), ...rest.map((one) => make("td", {}, one))),
        ),
      ),
    ),
  );
}

/** A time zone as people say it: the names of those that keep to an offset turn its sign round. */
function zoneWords(zone) {
  const [, sign, hours] = /^Etc\/GMT([+-])(\d+)$/.exec(zone) ?? [];
  return sign ? `UTC${sign === "+" ? "−" : "+"}${hours}` : zone;
}

/** "Sun 22 Nov", whatever the zone of this computer: a day of the diary is a date, not an instant. */
function dayWords(date, options = { weekday: "short", day: "numeric", month: "short" }) {
  const noon = new Date(`${date}T12:00:00Z`);
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).format(noon).replace(",", "");
}

function timeWords(ms) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(new Date(ms));
}
