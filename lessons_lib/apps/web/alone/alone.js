// The tracker alone on a page: no notebook around it, and the course's own server to answer it.

import { make } from "../shared/dom.js";
import { default as tracker } from "../tracker/tracker.js";
import { overHttp, post } from "./http.js";

const ADMISSION = "lessons_lib.admission";
const NOT_ADMITTED =
  "This address does not open the tracker any more. Start it anew, for instance with python3 start.py today: it opens a page of its own.";

/** What lets this page in: the word behind the address, or what it got for it before. */
function admission() {
  const word = location.hash.slice(1);
  // Neither the history nor a screenshot keeps it.
  history.replaceState(null, "", location.pathname);
  return word || kept()?.getItem(ADMISSION) || "";
}

/** What stays while the page is loaded again; some people's browsers keep nothing. */
function kept() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/** The colours that the system is set to, told as JupyterLab tells its theme. */
function followTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    document.body.dataset.jpThemeLight = String(!dark.matches);
  };
  dark.addEventListener("change", follow);
  follow();
}

async function open() {
  followTheme();
  const place = /** @type {HTMLElement} */ (document.querySelector("main"));
  const response = await post("begin", admission(), {}).catch(() => null);
  if (!response?.ok) {
    place.replaceChildren(make("p", { role: "alert" }, NOT_ADMITTED));
    return;
  }
  const { token, state } = await response.json();
  kept()?.setItem(ADMISSION, token);
  const others = new BroadcastChannel("lessons_lib.tracker");
  const { model, arrive, leave } = overHttp({ state, token, others });
  place.replaceChildren();
  tracker.render({ model, el: place });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) arrive();
  });
  await arrive();
}

open();

export default {};
