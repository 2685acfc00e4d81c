// Helpers that every widget of the course shares.

const FOCUSABLE = "a,button,input,select,summary,textarea,[tabindex]";

/**
 * An element with attributes, listeners (names that start with "on") and children.
 *
 * JupyterLab takes the keys of a focused widget for its own shortcuts ("d d" on a button deletes
 * the cell) unless the focusable element itself carries data-lm-suppress-shortcuts.
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  if (element.matches(FOCUSABLE)) element.dataset.lmSuppressShortcuts = "true";
  element.append(...children.filter((child) => child != null));
  return element;
}

let counter = 0;

/** An id that no other element of the page has. */
function freshId(name) {
  counter += 1;
  return `ll-${name}-${Date.now().toString(36)}-${counter}`;
}
