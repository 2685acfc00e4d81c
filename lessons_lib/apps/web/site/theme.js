// Light or dark, as the system has it or as the reader wants it.

import { plainButton } from "../shared/dom.js";
import { keep, kept } from "./keeping.js";

const THEME = "theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

/** Colour the page before anything of it is seen, and whenever the system changes. */
export function followTheme() {
  show();
  dark.addEventListener("change", show);
  let before = "";
  // Paper is white.
  addEventListener("beforeprint", () => {
    before = document.body.dataset.jpThemeLight ?? "";
    document.body.dataset.jpThemeLight = "true";
  });
  addEventListener("afterprint", () => {
    document.body.dataset.jpThemeLight = before;
  });
}

/** A button that changes between the two. */
export function themeButton() {
  const button = plainButton("", () => {
    keep(THEME, isDark() ? "light" : "dark");
    show();
    tell();
  });
  const tell = () => {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", isDark() ? "Light colours" : "Dark colours");
  };
  dark.addEventListener("change", tell);
  tell();
  return button;
}

function isDark() {
  const chosen = kept(THEME);
  return chosen ? chosen === "dark" : dark.matches;
}

function show() {
  document.body.dataset.jpThemeLight = String(!isDark());
}
