/** What a guided session is made of, as apps/tracker gives it. */
import type { ThemedSvg } from "../shared/dom.js";

/** How a movement is done on a chair. */
export interface Version {
  start: string;
  steps: string[];
  /** What the body does in the first breath and in each one after it; nothing in a walk. */
  breath_in: string[];
  breath_out: string[];
  feel: string;
  picture: ThemedSvg | null;
}

/** What is asked once before the first movement, and what it changes where it is true. */
export interface Caution {
  id: string;
  question: string;
  change: string;
  /** Movements that are shown on a chair first. */
  chair: string[];
  /** Movements before which somebody is asked first. */
  ask: string[];
}

export interface Movement {
  id: string;
  name: string;
  /** "repeat" where it is repeated with the breath; others are held. */
  manner: string;
  /** What one time of it is called: "hold", "lift". */
  time: string;
  start: string;
  steps: string[];
  /** What the body does in the first breath and in each one after it; nothing in a walk. */
  breath_in: string[];
  breath_out: string[];
  feel: string;
  not_feel: string[];
  easier: string;
  ask_first: string[];
  /** It may come later than the words. */
  picture: ThemedSvg | null;
  chair: Version;
}

export type Movements = { [id: string]: Movement };

/** A row of the traffic light: what a pain means for going on. */
export interface Light {
  light: "green" | "amber" | "red" | "stop";
  title: string;
  shape: string;
  signs: string[];
  action: string;
}

export interface SetLog {
  position: number;
  done_breaths: number;
  outcome: string | null;
  technique: string | null;
}

/** What is asked for: a movement on a side, so many holds of so many breaths. */
export interface PlannedSet {
  position: number;
  movement: string;
  side: string;
  holds: number;
  breaths: number;
  target_breaths: number;
}

/** A set of a session, with what is stored of it. */
export interface SessionSet extends PlannedSet {
  log: SetLog | null;
}

/** A session that was begun and not ended. */
export interface LeftSession {
  id: string;
  rev: number;
  date: string;
  sets: SessionSet[];
}

export interface Reply {
  ok: boolean;
  sentence?: string;
  /** What else can be done about a refusal; `again` where what was refused is asked once more then. */
  offers?: { ask: string; label: string; fields: { [name: string]: unknown }; again?: boolean }[];
}

/** Keeps something of a session; the promise never fails. */
export type Save = (ask: string, fields: { [name: string]: unknown }) => Promise<Reply>;
