// The safety check. Everything happens in the page: no answer becomes widget state or a message.

const TONES = ["emergency", "today", "soon", "calm"];

function render({ model, el }) {
  const { lead, private: privacy, groups, advice } = model.get("content");
  const calmRank = Math.max(...Object.keys(advice).map(Number));
  const answers = groups.map(() => ({ none: false, ticked: new Map() }));

  const progress = make("p", { class: "ll-progress" });
  const verdict = make("div");
  const result = make("div", { class: "ll-result", role: "status" }, progress, verdict);
  let alarm = null;

  function adviceCard(rank) {
    const one = advice[rank];
    return make(
      "div",
      { class: `ll-advice ll-${TONES[rank]}` },
      make("p", { class: "ll-when" }, one.how_fast),
      make("p", { class: "ll-headline" }, one.headline),
      make("p", {}, one.action),
      one.safety_net ? make("p", { class: "ll-net" }, one.safety_net) : null,
    );
  }

  function show(lastTicked) {
    const ranks = answers.flatMap(({ ticked }) => [...ticked.values()]);
    const answered = answers.filter(({ none, ticked }) => none || ticked.size > 0).length;
    const complete = answered === groups.length;
    const rank = Math.min(calmRank, ...ranks);

    alarm?.remove();
    alarm = null;
    const urgent = [...el.querySelectorAll(".ll-sign")].filter(
      (sign) => sign.dataset.rank === "0" && sign.querySelector("input").checked,
    );
    if (urgent.length > 0) {
      const place = urgent.includes(lastTicked) ? lastTicked : urgent.at(-1);
      alarm = make("div", { role: "alert" }, adviceCard(0));
      place.after(alarm);
    }

    progress.textContent = `${answered} of ${groups.length} groups answered.`;
    // The alarm has spoken already; the same words twice would only delay the listener.
    result.setAttribute("aria-live", rank === 0 ? "off" : "polite");
    verdict.replaceChildren(...(rank < calmRank || complete ? [adviceCard(rank)] : []));
  }

  function signRow(sign, group) {
    const answer = answers[group];
    const id = freshId("sign");
    const details = sign.details.length > 0 && make(
      "ul",
      { id: `${id}-details`, class: "ll-details" },
      ...sign.details.map((text) => make("li", {}, text)),
    );
    const why = make("p", { id: `${id}-why`, class: "ll-why", hidden: true }, sign.why);
    const box = make("input", {
      type: "checkbox",
      id,
      "aria-describedby": `${details ? `${id}-details ` : ""}${id}-why`,
      onchange() {
        if (box.checked) answer.ticked.set(id, sign.rank);
        else answer.ticked.delete(id);
        if (box.checked) setNone(group, false);
        why.hidden = !box.checked || !sign.why;
        show(row);
      },
    });
    const label = make("label", { for: id }, sign.question);
    const text = make("div", {}, label, ...(details ? [details] : []), why);
    const row = make("div", { class: "ll-sign", "data-rank": sign.rank }, box, text);
    return row;
  }

  function setNone(group, value) {
    answers[group].none = value;
    el.querySelectorAll(".ll-none input")[group].checked = value;
  }

  function noneRow(group) {
    const id = freshId("none");
    const box = make("input", {
      type: "checkbox",
      id,
      onchange() {
        answers[group].none = box.checked;
        if (box.checked) untick(fieldsets[group]);
        if (box.checked) answers[group].ticked.clear();
        show(null);
      },
    });
    return make(
      "div",
      { class: "ll-sign ll-none" },
      box,
      make("div", {}, make("label", { for: id }, "None of these")),
    );
  }

  function untick(part) {
    for (const row of part.querySelectorAll(".ll-sign:not(.ll-none)")) {
      row.querySelector("input").checked = false;
      row.querySelector(".ll-why").hidden = true;
    }
  }

  const fieldsets = groups.map((group, index) =>
    make(
      "fieldset",
      { class: `ll-group ll-${TONES[index]}` },
      make("legend", {}, `${index + 1} of ${groups.length}. ${group.title}`),
      ...group.signs.map((sign) => signRow(sign, index)),
      noneRow(index),
    ),
  );

  const again = make(
    "button",
    {
      type: "button",
      onclick() {
        answers.forEach((answer, group) => {
          answer.ticked.clear();
          setNone(group, false);
        });
        untick(el);
        show(null);
        fieldsets[0].querySelector("input").focus();
      },
    },
    "Start again",
  );

  el.append(
    make(
      "div",
      { class: "ll ll-screening", role: "group", "aria-label": "Safety check" },
      make("p", { class: "ll-lead" }, lead),
      make("p", { class: "ll-private" }, privacy),
      ...fieldsets,
      result,
      again,
    ),
  );
  show(null);
}

export default { render };
