// The tones of a session, and what the learner can set about them.

import { make, plainButton } from "../shared/dom.js";

/** Soft tones: low for out, higher for in, others for the end of a hold and a change of side. */
export function sessionTones() {
  /** In Hz. @type {{ [kind: string]: number[] }} */
  const notes = {
    in: [330],
    out: [220],
    rest: [523],
    turn: [392, 523],
    end: [523, 392],
    finish: [392, 494, 587],
  };
  /** @type {AudioContext | null} */
  let context = null;
  /** @type {GainNode | null} */
  let loudness = null;
  /** @type {OscillatorNode[]} */
  let due = [];
  let volume = 0.5;
  let muted = false;

  function settle() {
    if (loudness) loudness.gain.value = muted ? 0 : 0.6 * volume;
  }
  return {
    /** Browsers allow sound only from within what the learner does: call it in a click. */
    open() {
      if (!globalThis.AudioContext) return;
      if (!context) {
        try {
          context = new AudioContext();
        } catch {
          return; // no sound here; the words and the circle are enough
        }
        loudness = context.createGain();
        loudness.connect(context.destination);
        settle();
      }
      context.resume();
    },
    /**
     * @param {string} kind
     * @param {number} inMs
     */
    play(kind, inMs = 0) {
      const open = context;
      const end = loudness;
      if (!open || !end) return;
      notes[kind].forEach((frequency, index) => {
        const begin = open.currentTime + inMs / 1000 + 0.22 * index;
        const tone = new OscillatorNode(open, { type: "sine", frequency });
        const envelope = open.createGain();
        envelope.gain.setValueAtTime(0, begin);
        envelope.gain.linearRampToValueAtTime(1, begin + 0.08);
        envelope.gain.setTargetAtTime(0, begin + 0.2, 0.15);
        tone.connect(envelope).connect(end);
        tone.start(begin);
        tone.stop(begin + 1.2);
        tone.onended = () => {
          due = due.filter((one) => one !== tone);
        };
        due.push(tone);
      });
    },
    silence() {
      for (const tone of due) tone.disconnect();
      due = [];
    },
    /** @param {number} value from 0 to 1 */
    set volume(value) {
      volume = value;
      settle();
    },
    /** @param {boolean} value */
    set muted(value) {
      muted = value;
      settle();
    },
    close() {
      this.silence();
      context?.close();
      context = null;
    },
  };
}

/**
 * What the learner can set: whether tones are heard, how loud, and what each of them means.
 *
 * @param {ReturnType<typeof sessionTones>} tones
 */
export function soundControls(tones) {
  const mute = make("input", {
    type: "checkbox",
    onchange: () => {
      tones.muted = mute.checked;
    },
  });
  const volume = make("input", {
    type: "range",
    min: "0",
    max: "100",
    value: "50",
    oninput: () => {
      tones.volume = Number(volume.value) / 100;
    },
  });
  const hear = plainButton("Hear the tones", () => {
    tones.open();
    for (const [index, kind] of ["in", "out", "rest", "turn"].entries())
      tones.play(kind, 1300 * index);
  });
  return make(
    "details",
    { class: "ll-sound" },
    make("summary", {}, "Sound"),
    make("label", {}, mute, " No tones"),
    make("label", {}, "Volume ", volume),
    hear,
    make(
      "p",
      { class: "ll-fine" },
      "A higher tone: breathe in. A lower one: breathe out. A bright one: come back and rest. ",
      "Two rising ones: the other side.",
    ),
  );
}
