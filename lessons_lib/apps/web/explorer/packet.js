// Frames as they come from Python: a head in JSON, and the coordinates of all moving artists.

export const PEN_UP = -32768;

/** Frames as they came from the kernel: a head in JSON and the coordinates of all artists. */
export class Packet {
  constructor(head, buffer) {
    this.head = head;
    this.coordinates = new Int16Array(
      buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength),
    );
  }

  frame(index) {
    const pick = (value) => (Array.isArray(value) ? value[index] : value);
    const marks = this.head.layout.map((artist) => {
      const start = artist.start + (artist.still ? 0 : 2 * artist.points * index);
      return {
        xy: this.coordinates.subarray(start, start + 2 * artist.points),
        text: pick(artist.text),
        color: pick(artist.color),
      };
    });
    return { marks, words: this.head.words[index] };
  }
}
