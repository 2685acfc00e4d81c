// The places of a page where a widget stands. Until it lives, its words and its still picture do.

import { host } from "../host/host.js";
import { make, plainButton } from "../shared/dom.js";
import { answerMemory } from "./keeping.js";
import { load, loadPage } from "./loading.js";
import { recordingOf } from "./recording.js";

/** @typedef {{ [name: string]: string }} Keys under which something is loaded, by its name */
/** @typedef {{ spec: object, kilobytes: number, parts: Keys }} Together the other form of an explorer */
/**
 * @typedef {object} About
 * @property {string} page
 * @property {string} script
 * @property {string} state
 * @property {Keys} parts
 * @property {Keys} recorded
 * @property {Together} [together] where one slider moves at a time: what moves all of them
 */

/** What ends the page that is shown in a place. @type {WeakMap<HTMLElement, () => void>} */
const closings = new WeakMap();

/** How far from the window a place begins to load what it needs. */
const NEAR = "700px 0px";
/** So long an idle moment is waited for. */
const IDLE_MS = 500;

/**
 * Make every place live: at once where it is near the window, the others while nothing else happens.
 *
 * @param {{ ahead: boolean }} options whether the others are opened at all before they come near
 */
export function openPlaces({ ahead }) {
  const places = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-place]")]);
  /** @type {Map<Element, () => void>} */
  const approached = new Map();
  const nearing = new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) {
        if (!isIntersecting) continue;
        nearing.unobserve(target);
        approached.get(target)?.();
      }
    },
    { rootMargin: NEAR },
  );
  /** @type {(() => Promise<void>)[]} */
  const opening = places.map((place) => {
    /** @type {Promise<void> | null} */
    let opened = null;
    const near = new Promise((resolve) => approached.set(place, () => resolve(open())));
    const open = () => {
      opened ??= openPlace(place, near);
      return opened;
    };
    nearing.observe(place);
    return open;
  });
  if (ahead) whileIdle(opening);
}

/**
 * @param {HTMLElement} place
 * @param {Promise<unknown>} near kept when the place has come near the window
 * @param {boolean} together whether all sliders move, where it otherwise is one at a time
 */
async function openPlace(place, near, together = "begin" in place.dataset) {
  const about = /** @type {About} */ (JSON.parse(place.dataset.place ?? ""));
  const other = together ? about.together : undefined;
  const parts = other?.parts ?? about.parts;
  place.querySelector(".place-trouble")?.remove();
  try {
    const [module, state] = await Promise.all([
      loadPage(about.page, about.script),
      load(about.state),
    ]);
    const page = typeof module.default === "function" ? module.default() : module.default;
    /** @param {string} part */
    const loadPart = async (part) => {
      await near;
      return load(parts[part]);
    };
    // What moves gives way only to what is there. A place that does not live yet is waited for by
    // `near` itself.
    if (other && place.classList.contains("is-live"))
      await Promise.all(Object.values(parts).map(load));
    const others = [answerMemory, recordingOf(about.recorded)];
    const model = host(about.page, begun(state, place, other?.spec), loadPart, others);
    const endings = [await page.initialize?.({ model })];
    const el = make("div");
    endings.push(page.render({ model, el }));
    closings.get(place)?.();
    closings.set(place, () => {
      for (const end of endings) if (typeof end === "function") end();
    });
    place.replaceChildren(el);
    if (about.together && !("begin" in place.dataset))
      place.prepend(otherWay(place, near, about.together, !together));
    place.classList.add("is-live");
  } catch (error) {
    console.warn(error);
    const again = plainButton("Try again", () => openPlace(place, near, together));
    const words = "This part did not load; you see it standing still. ";
    place.prepend(make("p", { class: "place-trouble", role: "status" }, words, again));
  }
}

/**
 * A button for the other form of an explorer.
 *
 * @param {HTMLElement} place
 * @param {Promise<unknown>} near
 * @param {Together} form
 * @param {boolean} together whether it leads to that form, or back
 */
function otherWay(place, near, { kilobytes }, together) {
  const words = together
    ? `Move all sliders together, in larger steps (loads ${kilobytes} kB)`
    : "Move one slider at a time, in small steps";
  const button = plainButton(words, async () => {
    button.disabled = true;
    await openPlace(place, near, together);
    /** @type {HTMLElement | null} */ (place.querySelector(".place-way button"))?.focus();
    button.disabled = false;
  });
  return make("p", { class: "place-way" }, button);
}

/**
 * The state of an explorer in the form that is wanted, which begins where its place says, and has
 * the screen for itself.
 *
 * @param {any} state
 * @param {HTMLElement} place
 * @param {object} [form] what is different in its specification
 */
function begun(state, place, form) {
  const { begin } = place.dataset;
  if (!begin && !form) return state;
  const begins = begin ? { begin: JSON.parse(begin), full: true } : {};
  return { ...state, _spec: { ...state._spec, ...form, ...begins } };
}

/**
 * Do things one after the other, each when the browser has nothing else to do.
 *
 * @param {(() => Promise<void>)[]} things
 */
function whileIdle(things) {
  // In a frame of another page a browser may find no idle moment at all.
  const later = (/** @type {() => void} */ next) =>
    globalThis.requestIdleCallback?.(next, { timeout: IDLE_MS }) ?? setTimeout(next, IDLE_MS);
  const [first, ...rest] = things;
  if (first) later(() => first().then(() => whileIdle(rest)));
}
