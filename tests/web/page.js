// A page without a browser, and a host that is no kernel.

import { Window } from "happy-dom";

const WEB = "../../lessons_lib/apps/web";

export const window = new Window({ url: "http://localhost/" });
for (const name of [
  "document",
  "Node",
  "Element",
  "HTMLElement",
  "HTMLInputElement",
  "SVGElement",
  "MutationObserver",
  "CSS",
  "addEventListener",
  "removeEventListener",
]) {
  const value = window[name];
  globalThis[name] = typeof value === "function" && !value.prototype ? value.bind(window) : value;
}
globalThis.window = window;
globalThis.ResizeObserver = class {
  observe() {}
  disconnect() {}
};
globalThis.matchMedia = () => ({ matches: false });
globalThis.requestAnimationFrame = (draw) => setTimeout(() => draw(performance.now()), 16);
globalThis.cancelAnimationFrame = clearTimeout;

/** A model of a host that is no kernel: what a page sends waits in `sent`, answers come by `hear`. */
export class Model {
  listeners = new Map();
  sent = [];
  gone = false;

  constructor(state) {
    this.state = state;
  }

  get(name) {
    return this.state[name];
  }

  on(event, listener) {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }

  off(event, listener) {
    const left = (this.listeners.get(event) ?? []).filter((one) => one !== listener);
    this.listeners.set(event, left);
  }

  send(content) {
    if (this.gone) throw new Error("Cannot send");
    this.sent.push(structuredClone(content));
  }

  emit(event, ...facts) {
    for (const listener of this.listeners.get(event) ?? []) listener(...facts);
  }

  hear(content, buffers = []) {
    this.emit("msg:custom", content, buffers);
  }

  /** How many listen to anything. */
  get heard() {
    return [...this.listeners.values()].flat().length;
  }
}

/** JupyterLab's kernel behind a model, as far as a page can see it. */
export class Kernel {
  constructor(model, { id = "k1", status = "idle" } = {}) {
    this.model = model;
    this.kernel = { id, status, connectionStatus: "connected" };
    this.slots = new Set();
    const signal = {
      connect: (slot) => this.slots.add(slot),
      disconnect: (slot) => this.slots.delete(slot),
    };
    const session = this;
    const sessionContext = {
      get session() {
        return { kernel: session.kernel };
      },
      kernelChanged: signal,
      statusChanged: signal,
      connectionStatusChanged: signal,
    };
    model.widget_manager = { context: { path: "course/04.ipynb", sessionContext } };
  }

  is(change) {
    this.kernel = change && { ...this.kernel, ...change };
    for (const slot of [...this.slots]) slot();
  }

  /** What a restart looks like from the page. */
  restarts() {
    this.is({ status: "restarting" });
    this.model.gone = true;
    this.model.emit("comm_live_update");
    this.is({ status: "idle" });
  }
}

/** The element of a page's module, shown with this model, and what takes it away. */
export async function show(page, model) {
  const { default: widget } = await import(`${WEB}/${page}/${page}.js`);
  const { initialize, render } = typeof widget === "function" ? widget() : widget;
  const end = initialize?.({ model });
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  const remove = render({ model, el });
  return {
    el,
    close() {
      remove?.();
      end?.();
    },
  };
}

/** Press the button with these words. */
export function press(el, words) {
  const found = [...el.querySelectorAll("button")].find((one) => one.textContent === words);
  if (!found) throw new Error(`There is no button ${words}.`);
  found.click();
}

/** Choose a radio button or tick a box, as a click does. */
export function choose(input) {
  input.click();
}

export const texts = (el, selector) =>
  [...el.querySelectorAll(selector)].map((one) => one.textContent);

/** Let what was promised happen. */
export async function settle() {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
