import type { ThemedSvg } from "../shared/dom.js";

/** One page about a walk. */
export interface Look {
  who: string;
  title: string;
  parts: [heading: string, sentences: string[]][];
  pictures: (ThemedSvg & { title: string })[];
  body: [height: number, mass: number, shift: number];
}

/** A place of the body and the column that it is taken from. */
export interface Row {
  key: string;
  label: string;
  column: number | null;
  asked: boolean;
  turned: boolean;
  angle: boolean;
  says: string;
}

export interface Content {
  walkers: [name: string, label: string][];
  mostBytes: number;
  partCharacters: number;
  height: [least: number, most: number, start: number];
  mass: [least: number, most: number, start: number];
  zeros: [low: number, high: number];
  first: Look;
  /** Why there is nothing but the invented walkers as they are, where nothing can read a file. */
  alone?: string;
}

/** What Python answers. */
export interface Answer {
  answer: string;
  number: number;
  look?: Look;
  sentence?: string;
  columns?: string[];
  rows?: Row[];
  took?: number;
  forgotten?: boolean;
}
