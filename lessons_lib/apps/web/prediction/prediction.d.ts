/** What Python gives the pages of predictions (apps/prediction.py). */

export type Range = [low: number, high: number];

export interface Option {
  text: string;
  /** Where it lies on the picture's axis; empty where it has no place there. */
  at: Range[];
}

export interface Scale {
  label: string;
  unit: string;
  low: number;
  high: number;
  step: number;
}

export interface Prediction {
  id: string;
  text: string;
  /** Answers to choose; empty where a mark is set on the scale. */
  options: Option[];
  scale: Scale | null;
  picture: { name: string; artist: string; axis: "x" | "y" | ""; label: string };
  /** How many cells of code, right after the explanation, show the answer, too. */
  after: number;
}

/** What was guessed: an option by its place, or a value on the scale. */
export interface Guess {
  choice?: number;
  value?: number;
  /** Nothing was guessed: the reader wanted to see. */
  shown?: boolean;
}

/** A prediction with what is right, and what one finds. */
export interface Answered extends Prediction {
  finding: string;
  options: (Option & { right: boolean })[];
  scale: (Scale & { right: Range[] }) | null;
}
