/** What the tracker's screens show: content that is the same for everybody, and the diary's view. */
import type { SafetyCheck } from "../safety_check/content.d.ts";
import type {
  Caution,
  LeftSession,
  Light,
  Movements,
  PlannedSet,
  SetLog,
} from "../session/plan.d.ts";
import type { Drafts } from "../shared/controls.js";
import type { Answer, Fields, Item } from "../shared/desk.js";
import type { ThemedSvg } from "../shared/dom.js";

/** As apps/tracker/__init__.py gives it. */
export interface Content {
  safety: SafetyCheck & { version: string };
  movements: Movements;
  traffic: Light[];
  cautions: Caution[];
  /** What became of a day, by state. */
  states: { [state: string]: { sign: string; words: string } };
  /** The kinds of a day; none is an ordinary one. */
  marks: [mark: string | null, words: string][];
  limits: Limits;
  /** Where there is nobody but the invented person: why, and where one's own diary can be kept. */
  invented?: string;
  exports: { id: string; label: string; hint: string; notes?: boolean }[];
  words: {
    safety: string;
    private: string;
    anew: string;
    cautions: string;
    another: string;
    start: string;
    activities: string;
    backups: string;
    second_place: string;
    exports: string;
    imports: string;
    synthetic: string;
    erase: string;
    short: string;
    marks: string;
    limits: string[];
    little: string[];
  };
}

/** The least and the most of a number. */
export type Bounds = [low: number, high: number];

/** What fields take. */
export interface Limits {
  days: number;
  walk_min: Bounds;
  pain: Bounds;
  activities: number;
  activity_name: number;
  activity_score: Bounds;
  note: number;
  file_bytes: number;
}

export interface Note {
  id: string;
  body: string;
}

export interface StoredSession {
  id: string;
  rev: number;
  status: string;
  sets: SetLog[];
}

export interface Day {
  n: number;
  date: string;
  effort: string;
  state: string;
  sets: PlannedSet[];
  walks: boolean;
  session: StoredSession | null;
  others: { id: string; rev: number; breaths: number }[];
  mark: string | null;
  pain_back: number | null;
  pain_leg: number | null;
  walk_min: number | null;
  rev: number;
  could: (Note & { rev: number }) | null;
  notes: Note[];
}

/** A day of earlier two weeks, with what was done in words. */
export type PastDay = Day & { done: string[] };

export interface Activity {
  id: string | null;
  slot: number;
  name: string;
  score_start: number | null;
  score_end: number | null;
  rev: number;
}

export interface Table {
  columns: string[];
  rows: (string | number)[][];
  caption: string;
}

export interface ProgressPart {
  id: string;
  title: string;
  headline: string;
  words: string[];
  table: Table;
  picture: boolean;
}

/** From its first day to its last. */
export interface Span {
  first: string;
  last: string;
}

/** What the safety check found last. */
export interface LastCheck {
  date: string;
  tier: string;
}

/** The diary as apps/tracker/view.py shows it. */
export interface DiaryView {
  today: string;
  day: number | null;
  zone: string;
  synthetic: boolean;
  stage: string;
  walk_min_start: number | null;
  breath_ms: number | null;
  show_pain: boolean;
  two_weeks_id: string | null;
  two_weeks_rev: number;
  /** Whether the two weeks were ended before their last day. */
  ended: boolean | null;
  safety: { due: boolean; occasion: string; why: string; last: LastCheck | null };
  clear: boolean;
  question: string;
  reviewed: boolean;
  days: Day[];
  activities: Activity[];
  open_session: LeftSession | null;
  unsure: { [movement: string]: number };
  undo: { change: Fields; words: string } | null;
  progress: ProgressPart[];
  spans: ({ id: string } & Span)[];
  /** Which of the cautions hold; null where they were not asked yet. */
  cautions: string[] | null;
  saved_ms: number | null;
  new_zone: string | null;
  zone_declined: boolean;
  notices: string[];
  data: {
    path: string;
    counts: string;
    saved_ms: number | null;
    second_place: { folder: string; made_ms: number | null; is_there: boolean } | null;
    backups: { name: string; at: string; words: string }[];
  };
}

export type TrackerAnswer = Answer<DiaryView>;

/** What went wrong with the last request, and how it can be tried again. */
export interface TroubleModel {
  sentence: string;
  again: boolean;
  safety: boolean;
  offers: { ask: string; label: string; fields: Fields; again?: boolean }[];
  saving: boolean;
  retry: Pick<Item<DiaryView>, "ask" | "fields" | "id" | "drafts">;
}

export type SentDrafts = [key: string, value: unknown][];

export interface AskOptions {
  quiet?: boolean;
}

export interface ActOptions {
  /** The fields whose drafts are saved by this. */
  drafts?: string[];
  /** Those drafts as they were when they were sent. */
  sent?: SentDrafts;
  id?: string;
}

export interface ScreenOf {
  render(): void;
}

export interface Weeks {
  sections(): Section[];
  earlier(): { id: string; days: PastDay[]; progress: ProgressPart[] } | null;
  latest(): void;
  renew(): void;
  forget(): void;
}

/** A part of a screen: its name, all that it tells, and how it is built from that. */
// biome-ignore lint/suspicious/noExplicitAny: each section knows its own model
export type Section = [key: string, model: any, build: (model: any) => HTMLElement];

/** What the screens have of the tracker. */
export interface App {
  content: Content;
  view: DiaryView | null;
  drafts: Drafts;
  /** Counts how often a screen was opened. */
  visit: number;
  erased: string | null;
  weeks: Weeks;
  save(ask: string, fields: Fields): Promise<TrackerAnswer>;
  ask(ask: string, fields: Fields, options?: AskOptions): Promise<TrackerAnswer>;
  act(
    ask: string,
    fields: Fields,
    options?: ActOptions,
  ): Promise<Pick<TrackerAnswer, "ok" | "words">>;
  fetchPictures(sets: PlannedSet[]): Promise<void>;
  look(): Promise<TrackerAnswer>;
  open(): Promise<TrackerAnswer>;
  say(words: string): void;
  render(): void;
  waits(): boolean;
  isHeld(): boolean;
  change(synthetic: boolean): Promise<void>;
  forget(): void;
  goTo(id: string, how?: { stay?: boolean; again?: boolean }): void;
}

export type { ThemedSvg };
