// A view of an explorer: controls, picture, words and numbers.

import { make, plainButton } from "../shared/dom.js";
import { unbroken } from "../shared/words.js";
import { Choice, Slider } from "./controls.js";
import { FullScreen } from "./fullscreen.js";
import { Handles } from "./handles.js";
import { Picks } from "./picks.js";
import { Picture } from "./picture.js";

/** @import { Store } from "./store.js" */

const SPEAK_AFTER_MS = 600;
/** What should be in the window below the picture: two lines of words. */
const WORDS_PX = 56;
/** What a full screen has round it all. */
const EDGES_PX = 40;
/** A letter's width, a line's height, and the least width of words beside a picture, in ems. */
const [LETTER, LINE, COLUMN] = [0.52, 1.5, 15];
/** A column of words is so much wider than its letters: lines end where words do. */
const SPARE = 1.25;

export class View {
  /**
   * @param {Store} store
   * @param {HTMLElement} el
   */
  constructor(store, el) {
    this.store = store;
    this.picture = new Picture(store.spec);
    this.words = make("figcaption", { class: "ll-words" });
    this.picture.overlay.setAttribute("aria-label", store.spec.title);
    this.voice = make("div", { class: "ll-unseen", "aria-live": "polite" });
    this.status = make("p", { class: "ll-status", role: "status" });
    this.numbers = make("div", {
      class: "ll-numbers",
      role: "region",
      "aria-label": `The numbers: ${store.spec.title}`,
      tabindex: "0",
    });
    this.controls = store.spec.controls.map((one) =>
      one.options.length ? new Choice(store, one) : new Slider(store, one),
    );
    this.panelElement = this.controls.length ? this.panel() : null;
    this.folded = make(
      "details",
      { ontoggle: () => this.askTable() },
      make("summary", {}, "The numbers"),
      this.numbers,
    );
    this.handles = new Handles(store, this.picture, (name) => this.focus(name));
    const { pick } = store.spec;
    this.picks = pick && new Picks(store, this.picture, pick);
    this.picture.onLayout = () => this.laid();
    this.figure = make("figure", {}, this.picture.element, this.picture.marks.words, this.words);
    this.element = make(
      "div",
      { class: "ll ll-explorer", role: "group", "aria-label": store.spec.title },
      this.panelElement,
      this.picks?.said,
      this.status,
      this.figure,
      this.folded,
      this.voice,
    );
    this.screen = new FullScreen(this.element, (full) => this.fill(full), store.spec.full);
    this.folded.before(this.screen.button);
    /** How long the words have been: so the picture stays as large while they change. */
    this.longest = 0;
    el.append(this.element);
    /** What stands above the picture has to be in the window with it. */
    this.heights = new ResizeObserver(() => this.makeRoom());
    if (this.panelElement) this.heights.observe(this.panelElement);
    this.heights.observe(this.words);
    this.heights.observe(this.status);
    this.laid();
    this.spoken = store.picture.words;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.settling = undefined;
    store.views.add(this);
    this.picture.marks.draw();
    this.show();
    this.screen.changed();
  }

  panel() {
    const reset = plainButton("Reset", () => this.store.reset());
    return make(
      "div",
      { class: "ll-controls" },
      ...this.controls.map((one) => one.element),
      make("div", { class: "ll-buttons" }, reset),
    );
  }

  /** The panels stand where they did not. */
  laid() {
    this.handles.show();
    this.picks?.place();
  }

  /** The picture gets the room that what has to be seen with it leaves. */
  makeRoom() {
    const above = this.panelElement?.offsetHeight ?? 0;
    if (this.picture.full) this.makeScreen(above + this.status.offsetHeight + EDGES_PX);
    else this.picture.beside = above + WORDS_PX;
    this.picture.fit();
  }

  /**
   * On a full screen the words stand below the picture or beside it, where it gets larger.
   *
   * @param {number} above how high is what stands above them, with the edges
   */
  makeScreen(above) {
    const size = Number.parseFloat(getComputedStyle(this.words).fontSize);
    this.longest = Math.max(this.longest, this.words.textContent?.length ?? 0);
    const wide = this.figure.clientWidth;
    const high = this.element.clientHeight - above;
    const lines = Math.ceil((this.longest * size * LETTER) / wide);
    const below = Math.max(this.words.offsetHeight, size * (LINE * lines + 1));
    const [width, height] = this.picture.layout.size;
    const column = Math.max(COLUMN * size, (this.longest * LETTER * LINE * size ** 2) / high);
    const largest = Math.min((high * width) / height, wide - SPARE * column);
    const isBeside = largest > Math.min(((high - below) * width) / height, wide);
    this.figure.classList.toggle("ll-beside", isBeside);
    this.picture.element.style.width = isBeside ? `${largest}px` : "";
    this.picture.beside = isBeside ? above : above + below;
  }

  /** @param {boolean} full whether the picture has the whole screen from now on */
  fill(full) {
    this.picture.full = full;
    this.picture.element.style.width = "";
    this.figure.classList.remove("ll-beside");
    this.longest = 0;
    this.makeRoom();
  }

  /** @param {string} name of the slider to go to */
  focus(name) {
    this.controls.find((control) => control.one.name === name)?.focus();
  }

  showValues() {
    for (const control of this.controls) control.show(this.store.values[control.one.name]);
  }

  show() {
    this.showValues();
    this.picture.draw(this.store.picture);
    this.handles.show();
    this.picks?.press();
    this.words.textContent = unbroken(this.store.picture.words);
    this.say();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settled(), SPEAK_AFTER_MS);
  }

  isPlaying() {
    return this.controls.some((one) => one.playing);
  }

  /** Only a picture that stands still is read aloud and gets its numbers. */
  settled() {
    const words = this.store.picture.words;
    if (this.spoken !== words && !this.isPlaying()) this.voice.textContent = words;
    this.spoken = words;
    this.askTable();
  }

  askTable() {
    if (this.folded.open) this.store.askTable();
  }

  /** @param {string} html */
  showTable(html) {
    this.numbers.innerHTML = html;
  }

  say() {
    const sentence = this.store.sentence();
    if (this.status.textContent !== sentence) this.status.textContent = sentence;
  }

  /** @param {string} name */
  swept(name) {
    for (const control of this.controls) if (control.one.name === name) control.swept();
    this.handles.swept();
  }

  /**
   * @param {string} name
   * @param {number | undefined} value
   */
  own(name, value) {
    this.controls.find((control) => control.one.name === name)?.own(value);
  }

  /** @param {string | null} name */
  pause(name = null) {
    for (const control of this.controls)
      if (name === null || control.one.name === name) control.pause();
  }

  remove() {
    this.pause();
    clearTimeout(this.settling);
    this.heights.disconnect();
    this.screen.remove();
    this.picture.remove();
    this.store.views.delete(this);
  }
}
