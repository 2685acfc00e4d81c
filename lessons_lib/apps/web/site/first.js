// Runs before a page of the web edition is seen.

import { followTheme } from "./theme.js";

export function start() {
  followTheme();
}

start();
