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
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

function plainButton(words, onclick, attributes = {}) {
  return make("button", { type: "button", onclick, ...attributes }, ...[words].flat());
}

/** Whether an event is one tap too many: the second click of two, or a key that stays pressed. */
function isRepeat({ type, detail, repeat, key }) {
  return type === "click" ? detail > 1 : repeat && (key === "Enter" || key === " ");
}

let counter = 0;

/** An id that no other element of the page has. */
function freshId(name) {
  counter += 1;
  return `ll-${name}-${Date.now().toString(36)}-${counter}`;
}

/** A random UUID; crypto.randomUUID is missing where a page came without https. */
function freshUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** A picture with words, in the colours of the page's theme: both are there, one is shown. */
function themedPicture({ light, dark, words }) {
  const image = (svg, kind) =>
    make("img", {
      class: `ll-on-${kind}`,
      alt: words,
      src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`,
    });
  return make("span", { class: "ll-themed" }, image(light, "light"), image(dark, "dark"));
}
