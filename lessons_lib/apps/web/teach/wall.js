// A plan as screens for the wall: one at a time, moved by keys or by a remote control for slides.

import { make, plainButton, within } from "../shared/dom.js";

const NEXT = ["PageDown", "ArrowRight", "ArrowDown", " ", "Enter"];
const BACK = ["PageUp", "ArrowLeft", "ArrowUp"];
/** What a remote control sends; it means the screens even where something else has the focus. */
const ALWAYS = ["PageDown", "PageUp"];
/** What takes keys for itself. */
const BUSY = "input, select, textarea, button, summary, a, [role=region]";

export class Wall {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.screens = /** @type {HTMLElement[]} */ ([...element.querySelectorAll(".wall-screen")]);
    this.at = 0;
    this.count = make("output", { class: "wall-count", "aria-live": "off" });
    this.blank = make("div", { class: "wall-blank", hidden: true });
    const back = plainButton("‹", () => this.back(), { "aria-label": "Screen before" });
    const next = plainButton("›", () => this.next(), { "aria-label": "Next" });
    const full = plainButton("Full screen", () => fill());
    within(element, ".wall-bar").append(full, back, this.count, next);
    element.append(this.blank);
    for (const one of this.covered()) one.hidden = true;
    addEventListener("keydown", (event) => this.heard(event));
    // A link into this page that was typed or chosen: its settings are for pictures not yet made.
    addEventListener("hashchange", () => location.reload());
    this.open(new URLSearchParams(location.hash.slice(1)));
  }

  /**
   * Begin where a link says: `#step=3`, or by a picture's name, and then where its sliders stand:
   * `#step=hamstrings.pose&hip_flexion_deg=60`.
   *
   * @param {URLSearchParams} said
   */
  open(said) {
    const step = said.get("step") ?? "1";
    said.delete("step");
    const named = this.screens.findIndex((one) => one.dataset.name === step);
    const number = named < 0 ? Math.round(Number(step)) - 1 : named;
    const at = Math.min(Math.max(number || 0, 0), this.screens.length - 1);
    const place = /** @type {HTMLElement | null} */ (
      this.screens[at].querySelector("[data-begin]")
    );
    if (place)
      place.dataset.begin = JSON.stringify({
        ...JSON.parse(place.dataset.begin ?? ""),
        ...Object.fromEntries(said),
      });
    this.show(at);
  }

  /** What is covered until it is asked for, of one screen or of all. */
  covered(within = /** @type {Element} */ (this.element)) {
    return /** @type {HTMLElement[]} */ ([...within.querySelectorAll("[data-cover]")]);
  }

  /** @param {number} at */
  show(at) {
    this.at = at;
    this.screens.forEach((one, k) => {
      one.hidden = k !== at;
    });
    this.count.textContent = `${at + 1} of ${this.screens.length}`;
    within(this.screens[at], "h2").focus();
    scrollTo(0, 0);
  }

  /** Uncover what is covered, or go on. */
  next() {
    const covered = this.covered(this.screens[this.at]).find((one) => one.hidden);
    if (covered) {
      covered.hidden = false;
      covered.scrollIntoView({ block: "nearest" });
    } else if (this.at < this.screens.length - 1) this.go(this.at + 1);
  }

  back() {
    if (this.at > 0) this.go(this.at - 1);
  }

  /** @param {number} at */
  go(at) {
    this.show(at);
    // So that the address that is copied leads here; where a page may not say so, it is left.
    try {
      history.replaceState(null, "", `#step=${at + 1}`);
    } catch (error) {
      console.info(error);
    }
  }

  /** @param {KeyboardEvent} event */
  heard(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (!this.blank.hidden) {
      this.blank.hidden = true;
      event.preventDefault();
      return;
    }
    const busy = target instanceof Element && target.closest(BUSY);
    if (busy && key === "Escape") /** @type {HTMLElement} */ (busy).blur();
    if (busy && !ALWAYS.includes(key)) return;
    if (NEXT.includes(key)) this.next();
    else if (BACK.includes(key)) this.back();
    else if (key === "Home") this.go(0);
    else if (key === "End") this.go(this.screens.length - 1);
    else if (key === "b" || key === "B" || key === ".") this.blank.hidden = false;
    else if (key === "f" || key === "F") fill();
    else return;
    event.preventDefault();
  }
}

/** Give the page the whole screen, or take it away again. */
async function fill() {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen();
}

export function start() {
  const element = document.querySelector(".wall");
  if (element instanceof HTMLElement) new Wall(element);
}

start();
