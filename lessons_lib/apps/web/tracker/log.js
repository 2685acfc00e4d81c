// Log: fourteen days at a glance, each to be filled in, changed or taken back.

const STATES = {
  done: ["✓", "done"],
  partial: ["◐", "partly done"],
  neutral: ["~", "day off"],
  missed: ["–", "nothing logged"],
  unknown: ["·", "open"],
};

function logScreen(app, host) {
  const show = sectionsOf(host);
  let chosen = null;

  function render() {
    const { view } = app;
    if (!view?.days.length) {
      show([["none", {}, noneCard]]);
      return;
    }
    const known = view.days.filter((one) => one.date <= view.today);
    const day = known.find((one) => one.date === chosen) ?? known.at(-1);
    const cells = view.days.map(({ n, date, state }) => ({ n, date, state }));
    show([
      ["calendar", { cells, today: view.today, chosen: day?.date }, calendarCard],
      ...(day ? daySections(view, day) : []),
    ]);
  }

  function daySections(view, day) {
    const isToday = day.date === view.today;
    const only = { date: day.date, notes: day.notes };
    return [
      [`head-${day.date}`, { day, isToday }, headCard],
      [`day-${day.date}`, { day: { ...day, session: null, others: [], state: null, notes: [] } }, (model) => dayCard(app, model)],
      ...(day.notes.length ? [[`notes-${day.date}`, { day: only }, (model) => notesCard(app, model)]] : []),
    ];
  }

  function noneCard() {
    return card("Your 14 days", make("p", {}, "They appear here once you have begun. Today says what comes first."));
  }

  function calendarCard({ cells, today, chosen: now }) {
    const cell = ({ n, date, state }) => {
      const [symbol, words] = STATES[state];
      const choose = () => {
        chosen = date;
        render();
        app.say(`Day ${n}, ${dayWords(date)}: ${words}.`);
      };
      const parts = [
        make("span", { class: "ll-number" }, dayWords(date, { weekday: "short", day: "numeric" })),
        make("span", { class: "ll-symbol", "aria-hidden": "true" }, symbol),
        make("span", { class: "ll-state" }, words),
      ];
      return make(
        "li",
        {},
        button(`cell-${n}`, parts, choose, {
          kind: `cell ll-${state}`,
          "aria-pressed": String(date === now),
          "aria-current": date === today && "date",
          "aria-label": `Day ${n}, ${dayWords(date)}: ${words}`,
          "aria-disabled": date > today && "true",
        }),
      );
    };
    const list = make("ol", { class: "ll-calendar" }, ...cells.map(cell));
    return card("Your 14 days", list);
  }

  function headCard({ day, isToday }) {
    const words = isToday ? "today" : STATES[day.state][1];
    return card(
      `Day ${day.n}, ${dayWords(day.date)}: ${words}`,
      make("ul", { class: "ll-plan" }, ...doseWords(day.sets, app.content.movements).map(([name, dose]) => make("li", {}, make("b", {}, name), `: ${dose}`))),
      movementsCard(app, { day }),
    );
  }

  return { render };
}
