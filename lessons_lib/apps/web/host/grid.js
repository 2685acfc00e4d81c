// Frames that were computed beforehand (lessons_lib/site/grids): from the positions of the sliders to
// where everything stands and what it says, without asking anybody.

/** @import { Grid, Head } from "./stored.d.ts" */

const GAP = "\u0000";
const LARGEST = 32767;

/**
 * A grid as it is stored.
 *
 * @param {string} text deflated bytes in base64
 * @returns {Promise<Grid>}
 */
export async function readGrid(text) {
  const open = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return parse(await new Response(open).arrayBuffer());
}

/**
 * @param {string} text bytes in base64
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function bytesOf(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {Grid}
 */
export function parse(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  /** @type {Head} */
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  let at = 4 + length;
  /** @param {number} size */
  const bytes = (size) => {
    at += size;
    return new Uint8Array(buffer, at - size, size);
  };
  /** @param {number} count */
  const floats = (count) => {
    const planes = bytes(8 * count);
    const whole = new Uint8Array(8 * count);
    for (let i = 0; i < whole.length; i += 1) whole[i] = planes[(i % 8) * count + (i >> 3)];
    return new Float64Array(whole.buffer);
  };

  const columns = 2 * sum(head.points) + sum(head.texts.flatMap(([, gaps]) => gaps));
  const takes = lowAndHigh(bytes, columns);
  addUp(takes, [columns], [1]);
  const tables = head.blocks.map(({ sliders, orders, columns: wide }) => {
    const sizes = sliders.map((slider) => head.shape[slider]);
    return { sliders, sizes, wide, values: unfold(bytes, sizes, orders, wide) };
  });
  const pool = head.weights.map(([positions, pivots]) => {
    return { pivots, numbers: floats(positions * pivots) };
  });
  const mixed = head.mixed.map(({ axes, weights: own, columns: wide }) => {
    const all = own.map((number) => pool[number]);
    const [weights, [spread]] = [all.slice(0, axes.length), all.slice(axes.length)];
    const few = spread?.pivots ?? wide;
    const core = floats(few * product(weights.map(({ pivots }) => pivots)));
    return { axes, wide, weights, spread, core };
  });
  const count = sum([...tables, ...mixed].map(({ wide }) => wide));
  return {
    head,
    takes: new Uint16Array(takes.buffer),
    tables,
    mixed,
    values: new Int16Array(count),
  };
}

/**
 * A table, column after column.
 *
 * @param {(size: number) => Uint8Array} bytes
 * @param {number[]} sizes of each slider
 * @param {number[][]} orders for each way how often differences were taken along each slider
 * @param {number} wide number of columns
 */
function unfold(bytes, sizes, orders, wide) {
  const long = product(sizes);
  const ways = bytes(wide);
  const behind = bytes(wide);
  const stored = lowAndHigh(bytes, wide * long);
  const values = new Int16Array(wide * long);
  let at = 0;
  orders.forEach((order, way) => {
    for (let column = 0; column < wide; column += 1) {
      if (ways[column] !== way) continue;
      const one = stored.subarray(at, at + long);
      addUp(one, sizes, order);
      values.set(one, column * long);
      at += long;
    }
  });
  for (let column = 0; column < wide; column += 1) {
    const back = behind[column] * long;
    if (!back) continue;
    const end = (column + 1) * long;
    for (let i = column * long; i < end; i += 1) values[i] += values[i - back];
  }
  return values;
}

/**
 * @param {(size: number) => Uint8Array} bytes
 * @param {number} count
 */
function lowAndHigh(bytes, count) {
  const low = bytes(count);
  const high = bytes(count);
  const values = new Int16Array(count);
  for (let i = 0; i < count; i += 1) {
    const folded = low[i] | (high[i] << 8);
    values[i] = (folded >>> 1) ^ -(folded & 1);
  }
  return values;
}

/**
 * From the differences between neighbours to the numbers.
 *
 * @param {Int16Array} values
 * @param {number[]} sizes of each slider
 * @param {number[]} orders how often differences were taken along each
 */
function addUp(values, sizes, orders) {
  let step = values.length;
  sizes.forEach((size, slider) => {
    const block = step;
    step /= size;
    for (let order = 0; order < orders[slider]; order += 1)
      for (let first = 0; first < values.length; first += block)
        for (let i = first + step; i < first + block; i += 1) values[i] += values[i - step];
  });
}

/**
 * The columns of one frame.
 *
 * @param {Grid} grid
 * @param {number[]} positions of each slider
 */
export function columnsAt({ head, takes, tables, mixed, values }, positions) {
  let count = 0;
  for (const table of tables) {
    const long = product(table.sizes);
    let place = 0;
    table.sliders.forEach((slider, k) => {
      place = place * table.sizes[k] + positions[slider];
    });
    for (; place < table.values.length; place += long) values[count++] = table.values[place];
  }
  for (const one of mixed) {
    let found = one.core;
    one.axes.forEach((axis, k) => {
      const { pivots: count, numbers } = one.weights[k];
      const place = axis.reduce((so, slider) => so * head.shape[slider] + positions[slider], 0);
      const weights = numbers.subarray(place * count);
      const size = found.length / count;
      const next = new Float64Array(size);
      for (let pivot = 0; pivot < count; pivot += 1)
        for (let i = 0; i < size; i += 1) next[i] += weights[pivot] * found[pivot * size + i];
      found = next;
    });
    const { pivots: few = 1, numbers } = one.spread ?? {};
    for (let column = 0; column < one.wide; column += 1) {
      let place = numbers ? 0 : found[column];
      if (numbers) for (let i = 0; i < few; i += 1) place += numbers[column * few + i] * found[i];
      values[count++] = toUnits(place);
    }
  }
  const columns = new Int16Array(takes.length);
  for (let i = 0; i < takes.length; i += 1) columns[i] = values[takes[i]];
  return { xy: columns, said: new Uint16Array(columns.buffer, 4 * sum(head.points)) };
}

/**
 * The nearest whole number, an even one where two are as near, as NumPy rounds.
 *
 * @param {number} place
 */
function toUnits(place) {
  const floor = Math.floor(place);
  const rest = place - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  return Math.max(-LARGEST, Math.min(LARGEST, up ? floor + 1 : floor));
}

/**
 * What the texts of a frame say, by name.
 *
 * @param {Grid} grid
 * @param {Uint16Array} said
 * @returns {{ [name: string]: string }}
 */
export function textsOf({ head }, said) {
  let column = 0;
  const next = () => {
    const piece = head.dictionaries[head.said[column]][said[column]];
    column += 1;
    return piece;
  };
  return Object.fromEntries(
    head.texts.map(([name, clauses]) => {
      const told = clauses.map((gaps) => {
        const shape = next();
        const numbers = Array.from({ length: gaps - 1 }, next);
        return shape.split(GAP).reduce((so, more, k) => so + numbers[k - 1] + more);
      });
      return [name, told.join("")];
    }),
  );
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((one, other) => one + other, 0);
}

/** @param {number[]} numbers */
function product(numbers) {
  return numbers.reduce((one, other) => one * other, 1);
}
