// What is JupyterLab's own: its keys, its theme, its tabs, and what it knows of the kernel. Where a
// page is shown by another host, none of this is there, and nothing misses it.

/** @import { Condition, Model } from "./host.d.ts" */

/**
 * Keep the keys of a focusable element from JupyterLab.
 *
 * It takes the keys of a focused widget for its own shortcuts ("d d" on a button deletes the cell)
 * unless the element that has the focus says otherwise.
 *
 * @param {HTMLElement} element
 */
export function keepKeys(element) {
  element.dataset.lmSuppressShortcuts = "true";
}

// Theme

export function isDark() {
  return document.body.dataset.jpThemeLight === "false";
}

/**
 * Call `listener` whenever the theme may have changed, until the function that comes back is called.
 *
 * @param {() => void} listener
 */
export function onTheme(listener) {
  const themes = new MutationObserver(listener);
  themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  return () => themes.disconnect();
}

// The window

/**
 * How high the part of the window is in which an element is read.
 *
 * @param {Element} element
 */
export function roomHeight(element) {
  return element.closest(".jp-WindowedPanel-outer, .ll-full")?.clientHeight ?? innerHeight;
}

// The kernel

/** @typedef {{ connect(slot: () => void): void, disconnect(slot: () => void): void }} Signal */
/**
 * @typedef {object} Kernel
 * @property {string} id
 * @property {string} status
 * @property {string} connectionStatus
 */
/**
 * @typedef {object} SessionContext
 * @property {{ kernel: Kernel | null } | null} session
 * @property {Signal} kernelChanged
 * @property {Signal} statusChanged
 * @property {Signal} connectionStatusChanged
 */
/**
 * What JupyterLab's model has beyond what every host gives.
 *
 * @typedef {{ widget_manager?: { context?: { path?: unknown, sessionContext?: SessionContext } } }} Extras
 */

/**
 * @param {Model<any>} model
 * @returns {{ path?: unknown, sessionContext?: SessionContext } | undefined}
 */
function contextOf(model) {
  return /** @type {Extras} */ (/** @type {unknown} */ (model)).widget_manager?.context;
}

/**
 * What JupyterLab knows of the kernel behind a model.
 *
 * @param {Model<any>} model
 * @param {() => void} onChange called when the condition may have changed
 */
export function kernelOf(model, onChange) {
  const session = contextOf(model)?.sessionContext;
  const kernel = () => session?.session?.kernel ?? null;
  const born = kernel()?.id;
  let lost = false;

  // After a restart, and when Python has closed it, a model never hears anything again.
  const lose = () => {
    lost = true;
    onChange();
  };
  const signals = [
    session?.kernelChanged,
    session?.statusChanged,
    session?.connectionStatusChanged,
  ];
  for (const signal of signals) signal?.connect(onChange);
  for (const event of ["comm_live_update", "comm:close"]) model.on(event, lose);

  return {
    /** The host could not send. */
    lose,
    /** @returns {Condition} */
    condition() {
      const now = kernel();
      if (session && (!now || /^(dead|terminating)$/.test(now.status))) return "gone";
      if (lost || now?.id !== born) return "new";
      if (!now) return "unknown";
      if (now.connectionStatus !== "connected") return "cut";
      return now.status === "idle" ? "idle" : "busy";
    },
    close() {
      for (const signal of signals) signal?.disconnect(onChange);
      for (const event of ["comm_live_update", "comm:close"]) model.off(event, lose);
    },
  };
}

// Tabs

/**
 * Make a link to a lesson, or to a section of it, open there, as links in a notebook's text do.
 *
 * @param {HTMLAnchorElement} link
 * @param {string} address the lesson's file name, and for a section "#" and its name
 * @param {Model<any>} model
 */
export function openAsLesson(link, address, model) {
  const path = contextOf(model)?.path;
  if (typeof path !== "string") return;
  const [file, section] = address.split("#");
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  link.dataset.commandlinkerCommand = "rendermime:handle-local-link";
  link.dataset.commandlinkerArgs = JSON.stringify({ path: folder + file });
  if (section)
    link.addEventListener("click", () => bringIntoView(file, decodeURIComponent(section)));
}

/**
 * Scroll to a heading of a lesson that is being opened, and stay there until the lesson is drawn.
 *
 * JupyterLab itself scrolls before the cells are drawn: to nowhere if the heading is not there yet,
 * and away from it when cells above grow. A learner who moves on is left alone.
 *
 * @param {string} file
 * @param {string} name
 */
async function bringIntoView(file, name) {
  const moved = new AbortController();
  for (const kind of ["wheel", "pointerdown", "keydown"]) {
    addEventListener(kind, () => moved.abort(), { capture: true, signal: moved.signal });
  }
  for (let looked = 0, calm = 0; looked < 100 && calm < 10 && !moved.signal.aborted; looked += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const heading = headingOf(file, name);
    const before = heading?.getBoundingClientRect().top ?? Number.NaN;
    heading?.scrollIntoView();
    const after = heading?.getBoundingClientRect().top ?? Number.NaN;
    calm = Math.abs(after - before) < 2 ? calm + 1 : 0;
  }
  moved.abort();
}

/**
 * The heading called `name` in the lesson in front, if that is `file` and has been drawn.
 *
 * @param {string} file
 * @param {string} name
 */
function headingOf(file, name) {
  /** @type {HTMLElement | null} */
  const tab = document.querySelector(".lm-TabBar-tab.jp-mod-current");
  if (tab?.querySelector(".lm-TabBar-tabLabel")?.textContent !== file) return null;
  return document
    .getElementById(tab.dataset.id ?? "")
    ?.querySelector(`[data-jupyter-id="${CSS.escape(name)}"]`);
}
