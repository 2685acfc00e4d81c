/* A JupyterLab extension, written by hand in the form that a build would give it: a container that
   hands out one module. It needs nothing but JupyterLab's commands and the open notebook.

   To run all cells, JupyterLab makes the last one the active one and scrolls to it, and there is no
   setting for that: a reader who runs a lesson finds themselves at its end. With this, what they see
   stays where it is until all has run, or until they scroll away themselves.

   And it brings the lessons' texts what `lessons_lib/apps/web/reading` has for them: words that
   explain themselves, a way back from a source, lines of a readable length. The server hands that
   over with the page. Notebooks that are none of the course's lessons stay as they are.

   And where a slow computer loads a page again, JupyterLab gives widgets up that its kernel still
   has, because it looks for them before they have come. They are drawn when they come. */

(() => {
  const RUNS_TO_THE_END = ["notebook:run-all-cells", "notebook:run-all-below"];
  const BY_HAND = ["keydown", "pointerdown", "touchmove", "wheel"];
  // A widget is drawn a little after its cell has run.
  const QUIET_FRAMES = 60;
  const READING = "lessonsLibReading"; // lessons_lib/course/server/reading.py
  const STAMP = "lessons_lib"; // lessons_lib/course/shipped.py
  const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json";
  const GIVEN_UP = ".jp-OutputArea-output.jupyter-widgets";
  const LOOK_AGAIN_MS = 1000;
  const LOOKS = 120;
  const TEXTS = ".jp-MarkdownCell .jp-RenderedHTMLCommon";

  const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

  /** The open notebook and what of it scrolls; undefined where none is open. */
  function open(app) {
    const notebook = app.shell.currentWidget?.content;
    const scrolled = notebook?.activeCell?.node.closest(".jp-WindowedPanel-outer");
    return scrolled ? { notebook, scrolled } : undefined;
  }

  /** The cell that the reader looks at: the active one where it can be seen, else the topmost. */
  function looked({ notebook, scrolled }) {
    const { top, bottom } = scrolled.getBoundingClientRect();
    const seen = (cell) => {
      const box = cell.node.getBoundingClientRect();
      return box.bottom > top && box.top < bottom;
    };
    const { activeCell } = notebook;
    return seen(activeCell) ? activeCell : notebook.widgets.find(seen);
  }

  /** How far below the top of what scrolls a cell begins, in pixels. */
  const below = (cell, scrolled) =>
    cell.node.getBoundingClientRect().top - scrolled.getBoundingClientRect().top;

  /** Hold a cell so far below the top until a promise is settled and nothing moves any more. */
  async function hold(cell, scrolled, wanted, settled) {
    let left = false;
    let frames = Number.POSITIVE_INFINITY;
    const leave = () => {
      left = true;
    };
    const end = () => {
      frames = QUIET_FRAMES;
    };
    for (const event of BY_HAND) addEventListener(event, leave, { capture: true, passive: true });
    settled.then(end, end);
    while (!left && frames > 0 && cell.node.isConnected) {
      const away = below(cell, scrolled) - wanted;
      if (Math.abs(away) >= 1) {
        scrolled.scrollTop += away;
        frames = Math.max(frames, QUIET_FRAMES);
      }
      await nextFrame();
      frames -= 1;
    }
    for (const event of BY_HAND) removeEventListener(event, leave, { capture: true });
  }

  /** Let a command run cells without taking the reader along. */
  function staying(here, run) {
    const { notebook, scrolled } = here;
    const index = notebook.activeCellIndex;
    const cell = looked(here);
    const wanted = cell && below(cell, scrolled);
    let result;
    notebook.scrollToItem = async () => {};
    try {
      result = run();
    } finally {
      delete notebook.scrollToItem; // The notebook's class has it.
    }
    notebook.activeCellIndex = index;
    if (cell) hold(cell, scrolled, wanted, Promise.resolve(result));
    return result;
  }

  /** What the server gave the page for reading; undefined where it gave nothing. */
  function given() {
    const config = document.getElementById("jupyter-config-data")?.textContent;
    return config ? JSON.parse(config)[READING] : undefined;
  }

  /** The module and the words, ready for the lessons that are opened. */
  async function reading({ terms, script, style }) {
    const sheet = document.createElement("style");
    sheet.textContent = style;
    document.head.append(sheet);
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const module = await import(address);
    URL.revokeObjectURL(address);
    return { ...module, words: module.vocabulary(terms), card: new module.Card() };
  }

  /** Draw what JupyterLab has given up, once its widget has come. */
  function drawLate(notebook) {
    for (const node of notebook.node.querySelectorAll(GIVEN_UP)) {
      const cell = notebook.widgets.find((one) => one.node.contains(node));
      for (const [number, { widgets }] of (cell?.outputArea?.widgets ?? []).entries()) {
        const given = widgets.find((one) => one.node === node);
        if (given?.widgets?.length === 0) drawOnceThere(given, cell.outputArea.model.get(number));
      }
    }
  }

  /** Draw an output that points to a widget as soon as there is this widget. */
  async function drawOnceThere(place, output) {
    place.removeClass("jupyter-widgets");
    const manager = await place._manager?.promise;
    const id = output?.data[WIDGET_VIEW]?.model_id;
    for (let looks = 0; manager && looks < LOOKS && !place.isDisposed; looks += 1) {
      if (manager.has_model(id)) return place.renderModel(output);
      await later(LOOK_AGAIN_MS);
    }
  }

  /** Help in reading the notebook of a panel, if it is a lesson. */
  async function read(panel, help) {
    await panel?.context?.ready;
    const notebook = panel?.content;
    const { metadata } = panel?.context?.model?.sharedModel ?? {};
    if (!notebook?.widgets || !metadata?.[STAMP] || panel.node.classList.contains("ll-reading")) {
      return;
    }
    panel.node.classList.add("ll-reading");
    const seen = new WeakSet();
    const explain = (term, button) => help.card.show(term, button);
    const look = () => {
      drawLate(notebook);
      for (const text of notebook.node.querySelectorAll(TEXTS)) {
        const first = text.firstElementChild;
        if (!first || seen.has(first)) continue;
        seen.add(first);
        help.explainWords(text, help.words, explain);
      }
    };
    new MutationObserver(look).observe(notebook.node, { childList: true, subtree: true });
    look();
    const place = (link) => {
      const cell = notebook.widgets.findIndex((one) => one.node.contains(link));
      return async () => {
        await notebook.scrollToItem(cell, "center");
        link.scrollIntoView({ block: "center" });
        notebook.activeCellIndex = cell;
        link.focus({ preventScroll: true });
      };
    };
    const headingOf = (name) =>
      notebook.node.querySelector(`[data-jupyter-id="${CSS.escape(name)}"]`);
    help.wayBack(panel.node, place, headingOf);
  }

  const reader = {
    id: "lessons-lib:reading",
    description: "Explains words in the lessons' texts, and leads back from their sources.",
    autoStart: true,
    activate: async (app) => {
      const found = given();
      if (!found) return;
      const help = await reading(found);
      app.shell.currentChanged.connect((_, { newValue }) => read(newValue, help));
      read(app.shell.currentWidget, help);
    },
  };

  const plugin = {
    id: "lessons-lib:run-where-you-are",
    description: "Lets Run All end where the reader was.",
    autoStart: true,
    activate: (app) => {
      const execute = app.commands.execute.bind(app.commands);
      app.commands.execute = (id, args) => {
        const run = () => execute(id, args);
        const here = RUNS_TO_THE_END.includes(id) ? open(app) : undefined;
        return here ? staying(here, run) : run();
      };
    },
  };

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["lessons-lib"] = {
    init: () => {},
    get: async () => () => ({ __esModule: true, default: [plugin, reader] }),
  };
})();
