/** What the scripts of the web edition share. Each comes as a script of its own, from a folder too. */

import type { Model, View } from "../shared/host.d.ts";

/** A widget's page as anywidget knows it. */
export interface Page {
  // biome-ignore lint/suspicious/noExplicitAny: each page knows its own model
  initialize?(host: { model: Model<any> }): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: each page knows its own model
  render(view: View<any>): unknown;
}

export interface Course {
  /** Called by a file of data with its key and what is in it. */
  give(key: string, value: unknown): void;
  /** Called by a page's script with the page's name and what it exports. */
  take(name: string, exports: { default: Page | (() => Page) }): void;
}

declare global {
  var course: Course;
}
