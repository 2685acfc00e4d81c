// Tabs as the ARIA practices ask for them: one stop for Tab, arrows between them.

import { make } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";

/**
 * A list of tabs with a panel each.
 *
 * @param label what the tabs are, for a screen reader
 * @param list [id, words] of each tab, in order
 * @param open called with the id of the tab that was clicked or reached by key
 */
export function tabsOf(label, list, open) {
  const name = freshId("tabs");
  const ids = list.map(([id]) => id);
  const tabs = new Map();
  const panels = new Map();

  function turn(event, id) {
    const place = ids.indexOf(id);
    const next = {
      ArrowRight: ids[(place + 1) % ids.length],
      ArrowLeft: ids.at(place - 1),
      Home: ids[0],
      End: ids.at(-1),
    }[event.key];
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
        onkeydown: (event) => turn(event, id),
      },
      words,
    );
    tabs.set(id, tab);
    panels.set(id, panel);
  }

  return {
    elements: [
      make("div", { role: "tablist", "aria-label": label }, ...tabs.values()),
      ...panels.values(),
    ],
    panel: (id) => panels.get(id),
    focus: (id) => tabs.get(id).focus(),
    select(id) {
      for (const [one, tab] of tabs) {
        tab.setAttribute("aria-selected", String(one === id));
        tab.tabIndex = one === id ? 0 : -1;
        panels.get(one).hidden = one !== id;
      }
    },
  };
}
