/** A grid as lessons_lib/site/grids/grid.py packs it. */

/** A text: its name, and for each of its clauses the number of its columns, the shape's included. */
export type Text = [name: string, clauses: number[]];

export interface Head {
  /** How many positions each slider has. */
  shape: number[];
  /** How many points each artist has. */
  points: number[];
  texts: Text[];
  /** Tables stored by differences; each of `orders` says how often along each slider. */
  blocks: { sliders: number[]; columns: number; orders: number[][] }[];
  /** How places at a slider's pivots mix into all others. */
  weights: [positions: number, pivots: number][];
  /**
   * Columns mixed from places at pivots: for each axis, which is a slider or all combinations of
   * some, the number of its weights, and, where not all columns are stored, the number of those
   * that mix all from them.
   */
  mixed: { axes: number[][]; weights: number[]; columns: number }[];
  /** For each column of a text the dictionary of what it can say. */
  said: number[];
  dictionaries: string[][];
}

export interface Weights {
  pivots: number;
  numbers: Float64Array;
}

export interface Grid {
  head: Head;
  /** For each column of a frame the value that it takes. */
  takes: Uint16Array;
  tables: { sliders: number[]; sizes: number[]; wide: number; values: Int16Array }[];
  mixed: {
    axes: number[][];
    wide: number;
    weights: Weights[];
    spread?: Weights;
    core: Float64Array;
  }[];
  /** Room for the values of one frame. */
  values: Int16Array;
}
