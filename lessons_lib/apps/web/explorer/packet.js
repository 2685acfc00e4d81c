// Frames as they come from Python: a head in JSON, and the coordinates of all moving artists.

/** @import { Frame, Head, PerFrame } from "./spec.d.ts" */

/** Stands for a point that is not there: the line is lifted here. */
export const PEN_UP = -32768;

export class Packet {
  /**
   * @param {Head} head
   * @param {DataView} buffer 16-bit integers, x and y in turn
   */
  constructor(head, buffer) {
    this.head = head;
    const end = buffer.byteOffset + buffer.byteLength;
    this.coordinates = new Int16Array(buffer.buffer.slice(buffer.byteOffset, end));
  }

  /**
   * @param {number} index
   * @returns {Frame}
   */
  frame(index) {
    const marks = this.head.layout.map((artist) => {
      const start = artist.start + (artist.still ? 0 : 2 * artist.points * index);
      return {
        xy: this.coordinates.subarray(start, start + 2 * artist.points),
        text: pick(artist.text, index),
        color: pick(artist.color, index),
      };
    });
    return { marks, words: this.head.words[index] };
  }
}

/**
 * @template T
 * @param {PerFrame<T> | undefined} value
 * @param {number} index
 * @returns {T | undefined}
 */
function pick(value, index) {
  return Array.isArray(value) ? value[index] : value;
}
