// Elements with names, listeners and children, as every widget builds them.

export const FOCUSABLE = "a,button,input,select,summary,textarea,[tabindex]";

/**
 * An element with attributes, listeners (names that start with "on") and children.
 *
 * JupyterLab takes the keys of a focused widget for its own shortcuts ("d d" on a button deletes
 * the cell) unless the focusable element itself carries data-lm-suppress-shortcuts.
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  if (element.matches(FOCUSABLE)) element.dataset.lmSuppressShortcuts = "true";
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

export function plainButton(words, onclick, attributes = {}) {
  return make("button", { type: "button", onclick, ...attributes }, ...[words].flat());
}

/** Whether an event is one tap too many: the second click of two, or a key that stays pressed. */
export function isRepeat({ type, detail, repeat, key }) {
  return type === "click" ? detail > 1 : repeat && (key === "Enter" || key === " ");
}

/** A picture with words, in the colours of the page's theme: both are there, one is shown. */
export function themedPicture({ light, dark, words }) {
  const image = (svg, kind) =>
    make("img", {
      class: `ll-on-${kind}`,
      alt: words,
      src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`,
    });
  return make("span", { class: "ll-themed" }, image(light, "light"), image(dark, "dark"));
}
