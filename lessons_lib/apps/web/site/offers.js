// What the footer and the head of a page offer: to erase what is kept, and to read without network.

import { make, plainButton } from "../shared/dom.js";
import { eraseAll } from "./keeping.js";

/** @param {HTMLElement} place */
export function offerErasing(place) {
  const said = make("p", { role: "status" });
  const erase = plainButton("Erase all", async () => {
    said.textContent = (await eraseAll())
      ? "All that this course kept in this browser is erased. What you see goes when you leave the page."
      : "This browser did not let it be erased. Its own settings can: look for the data of websites.";
  });
  place.append(erase, said);
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
