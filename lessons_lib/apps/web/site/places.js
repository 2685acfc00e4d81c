// The places of a page where a widget stands. Until it lives, its words and its still picture do.

import { host } from "../host/host.js";
import { make, plainButton } from "../shared/dom.js";
import { answerMemory } from "./keeping.js";
import { load, loadPage } from "./loading.js";
import { recordingOf } from "./recording.js";

/** @typedef {{ [name: string]: string }} Keys under which something is loaded, by its name */
/** @typedef {{ page: string, script: string, state: string, parts: Keys, recorded: Keys }} About */

/** How far from the window a place begins to load what it needs. */
const NEAR = "700px 0px";

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
 */
async function openPlace(place, near) {
  const about = /** @type {About} */ (JSON.parse(place.dataset.place ?? ""));
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
      return load(about.parts[part]);
    };
    const others = [answerMemory, recordingOf(about.recorded)];
    const model = host(about.page, begun(state, place), loadPart, others);
    await page.initialize?.({ model });
    const el = make("div");
    page.render({ model, el });
    place.replaceChildren(el);
    place.classList.add("is-live");
  } catch (error) {
    console.warn(error);
    const again = plainButton("Try again", () => openPlace(place, near));
    const words = "This part did not load; you see it standing still. ";
    place.prepend(make("p", { class: "place-trouble", role: "status" }, words, again));
  }
}

/**
 * The state of an explorer that begins where its place says, and has the screen for itself.
 *
 * @param {any} state
 * @param {HTMLElement} place
 */
function begun(state, place) {
  if (!place.dataset.begin) return state;
  return {
    ...state,
    _spec: { ...state._spec, begin: JSON.parse(place.dataset.begin), full: true },
  };
}

/**
 * Do things one after the other, each when the browser has nothing else to do.
 *
 * @param {(() => Promise<void>)[]} things
 */
function whileIdle(things) {
  const later = globalThis.requestIdleCallback ?? ((next) => setTimeout(next, 200));
  const [first, ...rest] = things;
  if (first) later(() => first().then(() => whileIdle(rest)));
}
