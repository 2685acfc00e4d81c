// Where the focus is, and that it stays there while the page changes around it.

import { FOCUSABLE } from "./dom.js";

/** Where the focus is, to be brought back to the field or button of the same name. */
export function focusIn(host) {
  const active = document.activeElement;
  const inside = active && host.contains(active);
  const name = inside ? active.dataset.key : null;
  const selection =
    inside && active.selectionStart != null ? [active.selectionStart, active.selectionEnd] : null;
  return {
    restore() {
      if (!inside || host.contains(document.activeElement)) return;
      const again = name && host.querySelector(`[data-key="${CSS.escape(name)}"]`);
      const stay = host.hasChildNodes()
        ? host
        : host.closest(".ll").querySelector("[aria-selected=true]");
      putFocus(again || host.querySelector("h3") || stay, { preventScroll: Boolean(again) });
      if (again && selection) again.setSelectionRange(...selection);
    },
  };
}

/** Gives the focus to any element: a heading takes it too, and keeps its keys from JupyterLab. */
export function putFocus(place, options) {
  if (!place.matches(FOCUSABLE)) place.tabIndex = -1;
  place.dataset.lmSuppressShortcuts = "true";
  place.focus(options);
}
