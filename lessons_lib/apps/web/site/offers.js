// What the footer and the head of a page offer: to erase what is kept, and to read without network.

import { host } from "../host/host.js";
import { make, plainButton } from "../shared/dom.js";
import { openMemory } from "../shared/memory.js";
import { answerMemory, eraseAll, workers } from "./keeping.js";

/**
 * Say what is kept in this browser, and erase it at one press.
 *
 * @param {HTMLElement} place
 */
export function offerErasing(place) {
  const memory = openMemory(host("site", {}, () => Promise.reject(), [answerMemory]));
  const said = make("p", { role: "status" });
  const tell = () => {
    said.textContent = memory.keeps()
      ? "Your guesses and answers are kept in this browser, and nowhere else."
      : "Your guesses and answers go when you leave the page: nothing of them is kept.";
  };
  const erase = plainButton("Erase all", async () => {
    memory.forget();
    const erased = await eraseAll();
    said.textContent = erased
      ? "All that this course kept in this browser is erased, its copy for reading offline too."
      : "This browser does not let it be erased here. Its own settings do: look for the data of websites.";
  });
  memory.watch(tell);
  tell();
  place.append(said, erase);
}

/**
 * Keep the course for reading without a network, where it came over one; and say when a newer one
 * is there. It is shown when the reader wants it, whole.
 *
 * @param {HTMLElement} place
 */
export async function offerOffline(place) {
  const keepers = workers();
  if (!keepers || !location.protocol.startsWith("http") || !document.body.dataset.worker) return;
  if (document.readyState !== "complete") {
    await new Promise((go) => addEventListener("load", go, { once: true })); // what is read comes first
  }
  const registration = await keepers
    .register(document.body.dataset.worker, { updateViaCache: "none" })
    .catch(() => null);
  if (!registration) return;
  head("manifest", "course.webmanifest");
  let first = !keepers.controller; // what is seen then is of the first worker's own edition
  let asked = false;
  const show = plainButton("Show it", () => {
    asked = true;
    if (registration.waiting) registration.waiting.postMessage("show");
    else location.reload(); // it was shown in another window
  });
  const words =
    "A newer edition of the course is here. To show it, this page is loaded again: what is not kept goes. ";
  const offer = () => {
    if (!place.contains(show)) place.append(make("p", { role: "status" }, words, show));
  };
  const offerWaiting = () => {
    if (registration.waiting && keepers.controller) offer();
  };
  keepers.addEventListener("controllerchange", () => {
    // Whoever asked for it in another window knows nothing of what was answered in this one.
    if (asked) location.reload();
    else if (!first) offer();
    first = false;
  });
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offerWaiting);
  });
  offerWaiting();
}

/**
 * A page that was opened from a folder may not even name this.
 *
 * @param {string} rel
 * @param {string} href
 */
function head(rel, href) {
  document.head.append(make("link", { rel, href }));
}
