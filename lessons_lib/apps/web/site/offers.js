// What the footer and the head of a page offer: to erase what is kept, and to read without network.

import { host } from "../host/host.js";
import { make, plainButton } from "../shared/dom.js";
import { openMemory } from "../shared/memory.js";
import { answerMemory, eraseAll } from "./keeping.js";

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
  const workers = navigator.serviceWorker;
  if (!workers || !location.protocol.startsWith("http") || !document.body.dataset.worker) return;
  const registration = await workers
    .register(document.body.dataset.worker, { updateViaCache: "none" })
    .catch(() => null);
  if (!registration) return;
  head("manifest", "course.webmanifest");
  const offer = () => {
    const waiting = registration.waiting;
    if (!waiting || !workers.controller || place.childElementCount) return;
    const show = plainButton("Show it", () => waiting.postMessage("show"));
    place.append(make("p", { role: "status" }, "A newer edition of the course is here. ", show));
  };
  let shown = !workers.controller;
  workers.addEventListener("controllerchange", () => {
    if (shown) {
      shown = false; // the first worker of all: what is seen is its own edition
      return;
    }
    location.reload();
  });
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
  offer();
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
