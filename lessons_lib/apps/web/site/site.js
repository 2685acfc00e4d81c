// What every page of the web edition runs: it makes the places live, and what the header and the
// footer offer. A page that runs no script can be read all the same.

import { within } from "../shared/dom.js";
import { explainTexts } from "./explaining.js";
import { arrived } from "./loading.js";
import { offerErasing, offerOffline } from "./offers.js";
import { openPlaces } from "./places.js";
import { themeButton } from "./theme.js";

globalThis.course = {
  give: arrived,
  take: (name, exports) => arrived(`page ${name}`, exports),
};

export function start() {
  within(document, ".site-tools").append(themeButton());
  offerErasing(within(document, ".site-kept"));
  // On the wall a place opens when its screen is seen.
  openPlaces({ ahead: !document.querySelector(".wall") });
  explainTexts();
  offerOffline(within(document, ".site-news"));
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
