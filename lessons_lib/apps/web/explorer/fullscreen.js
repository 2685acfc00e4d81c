// The whole screen for one widget: for a small screen, and for a projector.

import { plainButton } from "../shared/dom.js";

const [OPEN, CLOSE] = ["Full screen", "Back to the page"];

export class FullScreen {
  /**
   * @param {HTMLElement} element
   * @param {(full: boolean) => void} onChange
   * @param {boolean} always whether its page has nothing else to show
   */
  constructor(element, onChange, always = false) {
    this.element = element;
    this.onChange = onChange;
    this.always = always;
    /** Where the browser gives no page the screen, as on some phones, it covers the window. */
    this.covers = false;
    this.button = plainButton(OPEN, () => this.press(), { class: "ll-screen" });
    this.gone = new AbortController();
    const { signal } = this.gone;
    document.addEventListener("fullscreenchange", () => this.changed(), { signal });
    element.addEventListener("keydown", (event) => this.heard(event), { signal });
    this.button.hidden = always;
  }

  isFull() {
    return this.always || this.covers || document.fullscreenElement === this.element;
  }

  async press() {
    if (this.covers) this.cover(false);
    else if (this.isFull()) await document.exitFullscreen();
    else {
      try {
        await this.element.requestFullscreen();
      } catch {
        this.cover(true);
      }
    }
  }

  /** @param {boolean} covers */
  cover(covers) {
    this.covers = covers;
    if (covers) {
      this.element.popover = "manual";
      this.element.showPopover();
    } else {
      this.element.hidePopover();
      this.element.removeAttribute("popover");
    }
    this.changed();
    this.button.focus();
  }

  /** @param {KeyboardEvent} event */
  heard(event) {
    if (event.key === "Escape" && this.covers) this.cover(false);
  }

  changed() {
    const full = this.isFull();
    this.element.classList.toggle("ll-full", full);
    this.button.textContent = full ? CLOSE : OPEN;
    this.onChange(full);
  }

  remove() {
    this.gone.abort();
  }
}
