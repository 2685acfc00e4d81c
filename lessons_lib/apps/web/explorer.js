// The live figure: sliders, a still picture, and vectors that move over it.

const SVG = "http://www.w3.org/2000/svg";
const PEN_UP = -32768;
const BUSY_AFTER_MS = 1500;
const SPEAK_AFTER_MS = 600;
const BUSY = "Python is busy. The picture follows as soon as it answers; if it never does, run this cell again.";

// ---------------------------------------------------------------------------------------------
// What all views of one explorer share: the values, the picture to show, and talk with the kernel.

class Store {
  constructor(model) {
    this.model = model;
    this.spec = model.get("_spec");
    this.views = new Set();
    this.sweeps = new Map(); // by slider name; each holds for one set of the other values
    this.asked = null; // the sweep that is on its way
    this.clock = 0; // counts changes of the values
    this.drawn = 0; // the change that the picture shows
    this.inFlight = null; // at most one frame is asked for at a time
    this.first = new Packet(this.spec.head, model.get("_first"));
    this.values = this.start();
    this.picture = this.first.frame(0);
    this.trouble = "";
    model.on("msg:custom", (content, buffers) => this.hear(content, buffers));
  }

  start() {
    return Object.fromEntries(this.spec.controls.map((one) => [one.name, one.start]));
  }

  control(name) {
    return this.spec.controls.find((one) => one.name === name);
  }

  tell() {
    for (const view of this.views) view.show();
  }

  reset() {
    this.pause();
    this.values = this.start();
    this.clock += 1;
    this.draw(this.first.frame(0), this.clock);
  }

  /** Stop playing one slider, or all, in every view. */
  pause(name = null) {
    for (const view of this.views) for (const control of view.controls) if (name === null || control.one.name === name) control.pause?.();
  }

  move(name, value) {
    if (this.values[name] === value) return;
    this.values = { ...this.values, [name]: value };
    this.clock += 1;
    if (this.drawFromSweep(name)) return;
    for (const view of this.views) view.showValues();
    this.askFrame();
    this.grab(name);
  }

  /** Have the whole sweep of a slider computed, unless it is there or on its way. */
  grab(name) {
    const key = this.key(name);
    if (!this.control(name).sweeps || this.sweeps.get(name)?.key === key || this.asked === key) return;
    this.asked = key;
    this.model.send({ ask: "sweep", name, values: this.values, key });
    this.watch();
  }

  /** Names a slider and the values of all the others: what a sweep holds for. */
  key(name) {
    return JSON.stringify([name, { ...this.values, [name]: null }]);
  }

  drawFromSweep(name) {
    const sweep = this.sweeps.get(name);
    if (sweep?.key !== this.key(name)) return false;
    const { low, step } = this.control(name);
    const index = Math.round((this.values[name] - low) / step);
    const trouble = sweep.trouble[index];
    this.draw(trouble ? this.picture : sweep.packet.frame(index), this.clock, trouble);
    return true;
  }

  askFrame() {
    if (this.inFlight !== null) return;
    this.inFlight = this.clock;
    this.model.send({ ask: "frame", values: this.values, clock: this.clock });
    this.watch();
  }

  /** Say so when the kernel takes long to answer. */
  watch() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      for (const view of this.views) view.say(BUSY);
    }, BUSY_AFTER_MS);
  }

  /** An answer has come; when nothing else is asked for, there is nothing to wait for. */
  unwatch() {
    if (this.inFlight !== null || this.asked !== null) return;
    clearTimeout(this.waiting);
    for (const view of this.views) view.say(this.trouble);
  }

  hear(content, buffers) {
    if (content.answer === "sweep") this.hearSweep(content, buffers);
    else if (content.answer === "frame") this.hearFrame(content, new Packet(content.head, buffers[0]).frame(0));
    else if (content.answer === "table") for (const view of this.views) view.showTable(content);
    else if (content.answer === "trouble" && content.ask === "frame") this.hearFrame(content, this.picture, content.sentence);
    else if (content.answer === "trouble" && content.ask === "sweep") this.hearNoSweep(content);
    else if (content.answer === "trouble" && content.clock === this.clock) this.trouble = content.sentence;
    this.unwatch();
  }

  hearFrame(content, picture, trouble = "") {
    this.inFlight = null;
    if (content.clock > this.drawn) this.draw(picture, content.clock, trouble);
    if (this.drawn < this.clock) this.askFrame();
  }

  hearSweep(content, buffers) {
    if (this.asked === content.key) this.asked = null;
    this.sweeps.set(content.name, {
      key: content.key,
      packet: new Packet(content.head, buffers[0]),
      trouble: content.trouble,
    });
    if (this.drawn < this.clock) this.drawFromSweep(content.name);
    for (const view of this.views) view.swept(content.name);
  }

  /** No position has an answer: there is nothing to play, and the sentence comes with the frame. */
  hearNoSweep({ key, name }) {
    if (this.asked !== key) return; // another sweep is on its way by now
    this.asked = null;
    this.pause(name);
  }

  draw(picture, clock, trouble = "") {
    this.picture = picture;
    this.drawn = clock;
    this.trouble = trouble;
    this.tell();
  }
}

/** Frames as they came from the kernel: a head in JSON and the coordinates of all artists. */
class Packet {
  constructor(head, buffer) {
    this.head = head;
    this.coordinates = new Int16Array(buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength));
  }

  frame(index) {
    const pick = (value) => (Array.isArray(value) ? value[index] : value);
    const marks = this.head.layout.map((artist) => {
      const start = artist.start + (artist.still ? 0 : 2 * artist.points * index);
      return {
        xy: this.coordinates.subarray(start, start + 2 * artist.points),
        text: pick(artist.text),
        color: pick(artist.color),
      };
    });
    return { marks, words: this.head.words[index] };
  }
}

// ---------------------------------------------------------------------------------------------
// The picture: an element for each moving artist, over the still part.

class Picture {
  constructor(spec) {
    const [width, height] = spec.size;
    this.spec = spec;
    this.scale = 1 / spec.unitsPerPoint;
    this.still = make("img", { alt: "", draggable: "false" });
    this.overlay = vector("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
    this.pieces = spec.artists.map((artist) => this.piece(artist));
    const whole = make("div", { class: "ll-picture" }, this.still, this.overlay);
    whole.style.aspectRatio = `${width} / ${height}`;
    whole.style.maxWidth = `${(width * 4) / 3}px`;
    whole.style.minWidth = `${width}px`; // a point is a pixel or more: smaller words cannot be read
    this.element = make("div", { class: "ll-window", "data-lm-suppress-shortcuts": "true" }, whole);
    this.followTheme();
    this.followWidth();
  }

  piece(artist) {
    const stroke = { "stroke-linecap": "round", "stroke-linejoin": "round", "stroke-width": artist.width };
    const looks = {
      line: { fill: "none", stroke: this.ink(artist.color), "stroke-dasharray": artist.dashes?.join(" ") || null, ...stroke },
      shape: { fill: this.ink(artist.color), stroke: this.ink(artist.edge), ...stroke },
      markers: { fill: this.ink(artist.color), stroke: this.ink(artist.edge ?? artist.color), ...stroke },
      text: {
        class: "ll-label",
        fill: this.ink(artist.color),
        "font-size": artist.size,
        "font-weight": artist.weight,
        "text-anchor": artist.anchor,
        "dominant-baseline": artist.baseline,
      },
    };
    const element = vector(artist.kind === "text" ? "text" : "path", {
      opacity: artist.opacity,
      "data-artist": artist.name,
      ...looks[artist.kind],
    });
    if (!artist.clip) {
      this.overlay.append(element);
      return element;
    }
    const id = freshId("clip");
    const [x, y, width, height] = artist.clip;
    this.overlay.append(
      vector("clipPath", { id }, vector("rect", { x, y, width, height })),
      vector("g", { "clip-path": `url(#${id})` }, element),
    );
    return element;
  }

  /** A colour of the palette follows the page's theme. */
  ink(color) {
    const known = this.spec.palette[color];
    return known ? `var(--ll-${known[0]}, ${color})` : color;
  }

  draw({ marks }) {
    marks.forEach((mark, k) => {
      const artist = this.spec.artists[k];
      const piece = this.pieces[k];
      if (artist.kind === "text") this.write(piece, mark);
      else piece.setAttribute("d", artist.kind === "markers" ? this.dots(mark.xy, artist.shape) : this.path(mark.xy, artist.kind === "shape"));
      if (!mark.color) return;
      if (artist.kind !== "line") piece.setAttribute("fill", this.ink(mark.color));
      if (artist.kind === "line" || (artist.kind === "markers" && !artist.edge)) piece.setAttribute("stroke", this.ink(mark.color));
    });
  }

  write(piece, { xy, text }) {
    const seen = xy[0] !== PEN_UP;
    piece.textContent = seen ? text : "";
    if (!seen) return;
    piece.setAttribute("x", xy[0] * this.scale);
    piece.setAttribute("y", xy[1] * this.scale);
  }

  path(xy, closed) {
    let d = "";
    let pen = "M";
    for (let i = 0; i < xy.length; i += 2) {
      if (xy[i] === PEN_UP) {
        pen = "M";
        continue;
      }
      d += `${pen}${(xy[i] * this.scale).toFixed(2)} ${(xy[i + 1] * this.scale).toFixed(2)}`;
      pen = "L";
    }
    return closed && d ? `${d}Z` : d;
  }

  dots(xy, shape) {
    let d = "";
    for (let i = 0; i < xy.length; i += 2) {
      if (xy[i] === PEN_UP) continue;
      const corners = shape.map(([dx, dy]) => `${(xy[i] * this.scale + dx).toFixed(2)} ${(xy[i + 1] * this.scale + dy).toFixed(2)}`);
      d += `M${corners.join("L")}Z`;
    }
    return d;
  }

  /** Where the page is narrower than the picture, the picture scrolls sideways, by keyboard too. */
  followWidth() {
    const scrolling = { role: "region", "aria-label": `${this.spec.title}: scrolls sideways`, tabindex: "0" };
    this.widths = new ResizeObserver(() => {
      const scrolls = this.element.scrollWidth > this.element.clientWidth;
      for (const [name, value] of Object.entries(scrolling)) {
        if (scrolls) this.element.setAttribute(name, value);
        else this.element.removeAttribute(name);
      }
    });
    this.widths.observe(this.element);
  }

  /** The still part in the colours of the page's theme, now and whenever that changes. */
  followTheme() {
    const paint = () => {
      const dark = document.body.dataset.jpThemeLight === "false";
      if (dark === this.dark) return;
      this.dark = dark;
      let svg = this.spec.svg;
      if (dark) for (const [light, [, shade]] of Object.entries(this.spec.palette)) svg = svg.replaceAll(light, shade);
      this.still.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    };
    paint();
    this.themes = new MutationObserver(paint);
    this.themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  }
}

function vector(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value != null) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// ---------------------------------------------------------------------------------------------
// A view: controls, picture, words and numbers.

class View {
  constructor(store, el) {
    this.store = store;
    this.picture = new Picture(store.spec);
    this.words = make("figcaption", { class: "ll-words", id: freshId("words") });
    this.picture.overlay.setAttribute("aria-label", store.spec.title);
    this.picture.overlay.setAttribute("aria-describedby", this.words.id);
    this.voice = make("div", { class: "ll-unseen", "aria-live": "polite" });
    this.status = make("p", { class: "ll-status", role: "status" });
    this.numbers = make("div", { class: "ll-numbers", role: "region", "aria-label": "The numbers", tabindex: "0" });
    this.controls = store.spec.controls.map((one) => (one.options.length ? new Choice(this, one) : new Slider(this, one)));
    const controls = this.controls.length ? this.panel() : null;
    this.folded = make("details", { ontoggle: () => this.askTable() }, make("summary", {}, "The numbers"), this.numbers);
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
    return make("div", { class: "ll-controls" }, ...this.controls.map((one) => one.element), make("div", { class: "ll-buttons" }, reset));
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
    if (this.spoken !== words && !this.controls.some((one) => one.playing)) this.voice.textContent = words;
    this.spoken = words;
    this.askTable();
  }

  askTable() {
    if (this.folded.open) this.store.model.send({ ask: "table", values: this.store.values, clock: this.store.clock });
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

class Slider {
  constructor(view, one) {
    this.view = view;
    this.one = one;
    this.digits = Math.max(0, -Math.floor(Math.log10(one.step) + 1e-9));
    const id = freshId("slider");
    this.range = make("input", {
      type: "range",
      id,
      min: one.low,
      max: one.high,
      step: one.step,
      oninput: () => this.moved(),
      onfocus: () => view.store.grab(one.name),
      onpointerdown: () => view.store.grab(one.name),
    });
    this.reading = make("output", { for: id });
    this.play = one.seconds ? this.playButton() : null;
    this.element = make("div", { class: "ll-slider" }, make("label", { for: id }, one.label), this.reading, this.range, this.play);
  }

  moved() {
    this.view.store.pause(this.one.name);
    this.view.store.move(this.one.name, Number(this.range.value));
  }

  show(value) {
    const text = value.toFixed(this.digits);
    const spaced = this.one.unit && this.one.unit !== "°" ? `\u00a0${this.one.unit}` : this.one.unit;
    this.range.value = value;
    this.reading.textContent = `${text.replace("-", "\u2212")}${spaced}`;
    this.range.setAttribute("aria-valuetext", `${text} ${this.one.unit === "°" ? "degrees" : this.one.unit}`.trim());
  }

  // Play runs through the sweep in real time. Where less motion is wanted, each press is one step.

  playButton() {
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    const button = plainButton("", () => this.pressed(), { class: "ll-play" });
    this.label = (text) => {
      button.textContent = text;
      button.setAttribute("aria-label", `${text}: ${this.one.label}`);
    };
    this.label(this.still.matches ? "Next step" : "Play");
    return button;
  }

  pressed() {
    if (this.still.matches) this.jump();
    else if (this.playing) this.pause();
    else {
      this.playing = true;
      this.label("Pause");
      this.view.store.grab(this.one.name);
      this.run();
    }
  }

  jump() {
    const { low, high, step, name } = this.one;
    const next = this.view.store.values[name] + Math.max(step, (high - low) / 20);
    this.view.store.move(name, next > high ? low : this.snap(next));
  }

  swept() {
    if (this.playing) this.run();
  }

  run() {
    const { low, high, seconds, name } = this.one;
    cancelAnimationFrame(this.tick);
    if (this.view.store.sweeps.get(name)?.key !== this.view.store.key(name)) {
      this.view.store.grab(name); // another slider has moved: go on when the new sweep is there
      return;
    }
    const begin = performance.now() - (1000 * seconds * (this.view.store.values[name] - low)) / (high - low);
    const draw = (now) => {
      if (!this.playing) return;
      if (this.view.store.sweeps.get(name)?.key !== this.view.store.key(name)) {
        this.run();
        return;
      }
      const phase = ((now - begin) / (1000 * seconds)) % 1;
      this.view.store.move(name, this.snap(low + Math.max(0, phase) * (high - low)));
      this.tick = requestAnimationFrame(draw);
    };
    this.tick = requestAnimationFrame(draw);
  }

  snap(value) {
    const { low, high, step } = this.one;
    return Math.min(high, low + Math.round((value - low) / step) * step);
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.tick);
    this.label("Play");
  }
}

class Choice {
  constructor(view, one) {
    this.one = one;
    const id = freshId("choice");
    this.select = make(
      "select",
      { id, onchange: () => view.store.move(one.name, Number(this.select.value)), onfocus: () => view.store.grab(one.name) },
      ...one.options.map((option, index) => make("option", { value: index }, option)),
    );
    this.element = make("div", { class: "ll-choice" }, make("label", { for: id }, one.label), this.select);
  }

  show(value) {
    this.select.value = String(value);
  }
}

export default () => {
  let store;
  return {
    initialize({ model }) {
      store = new Store(model);
    },
    render({ el }) {
      const view = new View(store, el);
      return () => view.remove();
    },
  };
};
