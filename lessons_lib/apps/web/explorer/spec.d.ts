/** The explorer's model and messages, as apps/explorer.py gives and answers them. */
import type { OwnNumber } from "../own_numbers/number.js";
import type { Model } from "../shared/host.d.ts";

export interface Control {
  name: string;
  label: string;
  unit: string;
  low: number;
  high: number;
  step: number;
  start: number;
  /** What can be chosen; empty for a slider. */
  options: string[];
  /** How long it takes to play through; null where it cannot be played. */
  seconds: number | null;
  /** Whether all its positions can be had at once. */
  sweeps: boolean;
}

/** From the coordinates of an artist's axes to units on the page, as stage.live.Way. */
export interface Way {
  matrix: [a: number, b: number, c: number, d: number, e: number, f: number];
  /** The base of the logarithm that is taken of x, and of y, before that. */
  logarithms: [x: number | null, y: number | null];
}

export interface Artist extends Way {
  name: string;
  kind: "line" | "shape" | "markers" | "text";
  color: string;
  edge?: string | null;
  width?: number;
  opacity?: number;
  dashes?: number[] | null;
  clip: [x: number, y: number, width: number, height: number] | null;
  /** The outline of one marker. */
  shape?: [dx: number, dy: number][];
  size?: number;
  weight?: string;
  anchor?: string;
  baseline?: string;
}

/** What can be dragged, as stage.handle.Handle. */
export interface Handle {
  name: string;
  artist: string;
  points: number[];
  turns: { name: string; artist: string; point: number; sign: number }[];
  x: string;
  y: string;
  along: string;
  /** The labels of the sliders that follow. */
  moves: string[];
}

/** Places of which two are chosen, as stage.handle.Pick. */
export interface Pick {
  asks: string;
  name: string;
  artist: string;
  places: { name: string; box: [left: number, bottom: number, right: number, top: number] }[];
  pairs: { names: string[]; value: number }[];
  otherwise: string;
}

/** How points of the wide page come to another one. */
export type Carry = [xTimes: number, yTimes: number, right: number, down: number];

/** The still part for a narrow page: the same panels, one below the other. */
export interface Narrow {
  svg: string;
  size: [width: number, height: number];
  /** For each artist its clip box, and how its points come here from the wide page, if they do. */
  artists: { clip: Artist["clip"]; carry: Carry | null }[];
}

/** What stays the same for all frames of a packet, or differs frame by frame. */
export type PerFrame<T> = T | T[];

export interface Head {
  layout: {
    start: number;
    points: number;
    still?: boolean;
    text?: PerFrame<string>;
    color?: PerFrame<string>;
  }[];
  words: string[];
}

export interface Mark {
  xy: Int16Array;
  text?: string;
  color?: string;
}

export interface Frame {
  marks: Mark[];
  words: string;
}

export interface Spec {
  /** What the picture is called, as its stage: "hamstrings.pose"; "" where it has none of its own. */
  picture: string;
  /** The learner's own numbers that can be drawn here, each with its place in this picture. */
  own: OwnNumber[];
  title: string;
  controls: Control[];
  svg: string;
  size: [width: number, height: number];
  unitsPerPoint: number;
  artists: Artist[];
  /** Where it is as good on a narrow page, there is none. */
  narrow: Narrow | null;
  handles: Handle[];
  pick: Pick | null;
  /** By light shade: the name of the colour, and its dark shade. */
  palette: { [light: string]: [name: string, dark: string] };
  head: Head;
  /** Whether only one slider moves at a time, the others back at their start. */
  alone?: boolean;
  /** What is to be said as long as there is nothing else to say. */
  note?: string;
  /** Where it begins, and comes back to, if that is not where the lesson has it: as a link may say. */
  begin?: { [name: string]: number | string };
  /** Whether it has the screen for itself, as on the wall. */
  full?: boolean;
}

export type Values = { [name: string]: number };

export type ExplorerModel = Model<{ _spec: Spec; _first: DataView }>;

/** Each question goes back with its answer, without the values. */
interface Asked {
  /** Which page asked; others do not listen. */
  asker: string;
}

export type Question = Asked & { values: Values } & (
    | { ask: "frame"; clock: number }
    | { ask: "table"; clock: number }
    | { ask: "sweep"; name: string; key: string }
  );

export type Answer = Asked &
  (
    | { answer: "frame"; clock: number; head: Head }
    | {
        answer: "sweep";
        name: string;
        key: string;
        head: Head;
        trouble: { [index: number]: string };
      }
    | { answer: "table"; clock: number; html: string }
    | { answer: "trouble"; ask: "frame" | "table"; clock: number; sentence: string }
    | { answer: "trouble"; ask: "sweep"; name: string; key: string; sentence: string }
  );
