// Tabs as the ARIA practices ask for them: one stop for Tab, arrows between them.

import { make } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";

/**
 * A list of tabs with a panel each.
 *
 * @param {string} label what the tabs are, for a screen reader
 * @param {[id: string, words: string][]} list in order
 * @param {(id: string) => void} open called with the tab that was clicked or reached by key
 */
export function tabsOf(label, list, open) {
  const name = freshId("tabs");
  const ids = list.map(([id]) => id);
  /** @type {Map<string, { tab: HTMLButtonElement, panel: HTMLElement }>} */
  const tabs = new Map();
  /** @param {string} id */
  const known = (id) => {
    const found = tabs.get(id);
    if (!found) throw new Error(`There is no tab ${id}.`);
    return found;
  };

  /**
   * @param {KeyboardEvent} event
   * @param {string} id
   */
  function turn(event, id) {
    const next = turned(ids, id, event.key);
    if (!next) return;
    event.preventDefault();
    open(next);
  }

  for (const [id, words] of list) {
    const panel = make("div", {
      id: `${name}-panel-${id}`,
      role: "tabpanel",
      "aria-labelledby": `${name}-tab-${id}`,
      hidden: true,
    });
    const tab = make(
      "button",
      {
        type: "button",
        id: `${name}-tab-${id}`,
        role: "tab",
        "aria-controls": panel.id,
        onclick: () => open(id),
        onkeydown: (/** @type {KeyboardEvent} */ event) => turn(event, id),
      },
      words,
    );
    tabs.set(id, { tab, panel });
  }

  return {
    elements: [
      make(
        "div",
        { role: "tablist", "aria-label": label },
        ...[...tabs.values()].map(({ tab }) => tab),
      ),
      ...[...tabs.values()].map(({ panel }) => panel),
    ],
    panel: (/** @type {string} */ id) => known(id).panel,
    focus: (/** @type {string} */ id) => known(id).tab.focus(),
    /** @param {string} id */
    select(id) {
      for (const [one, { tab, panel }] of tabs) {
        tab.setAttribute("aria-selected", String(one === id));
        tab.tabIndex = one === id ? 0 : -1;
        panel.hidden = one !== id;
      }
    },
  };
}

/**
 * The tab to which a key leads from another; none where the key is not for tabs.
 *
 * @param {string[]} ids
 * @param {string} id
 * @param {string} key
 * @returns {string | undefined}
 */
export function turned(ids, id, key) {
  const place = ids.indexOf(id);
  if (key === "ArrowRight") return ids[(place + 1) % ids.length];
  if (key === "ArrowLeft") return ids.at(place - 1);
  if (key === "Home") return ids[0];
  return key === "End" ? ids.at(-1) : undefined;
}
