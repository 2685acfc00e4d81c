/** What a review shows, as apps/review.py gives it. */
import type { Advice, SafetyCheck } from "../safety_check/content.d.ts";

export interface Look {
  outcome: string;
  headline: string;
  says: string;
  facts: string[];
  working: string[];
  chance: string;
  edge: string;
  /** What to say beside each own impression, by its score. */
  beside: { [score: string]: string };
  next: [step: string, title: string, text: string][];
  advice: Advice | null;
}

export interface Kept {
  id: string;
  rev: number;
  own_view: number | null;
  /** The impression before the ratings were seen. */
  before: number | null;
  choice: string | null;
}

export interface OwnView {
  begun: boolean;
  over: boolean;
  day: number | null;
  look: Look | null;
  seen: boolean;
  kept: Kept | null;
  saved_ms?: number | null;
}

export interface Content {
  invented: Look;
  views: [score: number, words: string][];
  safety: SafetyCheck & { version: string };
  /** How many days there are, and the first and last of those that are compared. */
  days: number;
  windows: [first: number, last: number][];
}
