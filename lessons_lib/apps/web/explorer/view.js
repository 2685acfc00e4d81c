// A view of an explorer: controls, picture, words and numbers.

import { make, plainButton } from "../shared/dom.js";
import { freshId } from "../shared/ids.js";
import { Choice, Slider } from "./controls.js";
import { Picture } from "./picture.js";

const SPEAK_AFTER_MS = 600;

// ---------------------------------------------------------------------------------------------
// A view: controls, picture, words and numbers.

export class View {
  constructor(store, el) {
    this.store = store;
    this.picture = new Picture(store.spec);
    this.words = make("figcaption", { class: "ll-words", id: freshId("words") });
    this.picture.overlay.setAttribute("aria-label", store.spec.title);
    this.picture.overlay.setAttribute("aria-describedby", this.words.id);
    this.voice = make("div", { class: "ll-unseen", "aria-live": "polite" });
    this.status = make("p", { class: "ll-status", role: "status" });
    this.numbers = make("div", {
      class: "ll-numbers",
      role: "region",
      "aria-label": "The numbers",
      tabindex: "0",
    });
    this.controls = store.spec.controls.map((one) =>
      one.options.length ? new Choice(this, one) : new Slider(this, one),
    );
    const controls = this.controls.length ? this.panel() : null;
    this.folded = make(
      "details",
      { ontoggle: () => this.askTable() },
      make("summary", {}, "The numbers"),
      this.numbers,
    );
    el.append(
      make(
        "div",
        { class: "ll ll-explorer", role: "group", "aria-label": store.spec.title },
        controls,
        this.status,
        make("figure", {}, this.picture.element, this.words),
        this.folded,
        this.voice,
      ),
    );
    this.spoken = store.picture.words;
    store.views.add(this);
    this.show();
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

  showValues() {
    for (const control of this.controls) control.show(this.store.values[control.one.name]);
  }

  show() {
    this.showValues();
    this.picture.draw(this.store.picture);
    this.words.textContent = this.store.picture.words;
    this.say(this.store.trouble);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settled(), SPEAK_AFTER_MS);
  }

  /** Only a picture that stands still is read aloud and gets its numbers. */
  settled() {
    const words = this.store.picture.words;
    if (this.spoken !== words && !this.controls.some((one) => one.playing))
      this.voice.textContent = words;
    this.spoken = words;
    this.askTable();
  }

  askTable() {
    if (this.folded.open)
      this.store.model.send({ ask: "table", values: this.store.values, clock: this.store.clock });
  }

  showTable({ html, clock }) {
    if (clock === this.store.clock) this.numbers.innerHTML = html;
  }

  say(sentence = "") {
    if (this.status.textContent !== sentence) this.status.textContent = sentence;
  }

  swept(name) {
    for (const control of this.controls) if (control.one.name === name) control.swept?.();
  }

  remove() {
    for (const control of this.controls) control.pause?.();
    clearTimeout(this.settling);
    this.picture.themes.disconnect();
    this.picture.widths.disconnect();
    this.store.views.delete(this);
  }
}
