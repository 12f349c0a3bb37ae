/** Sounds the phone makes itself: ringing, call waiting, ringback, busy. Made, not played from files. */

export type ToneName = 'ringing' | 'waiting' | 'ringback' | 'busy';

interface Tone {
  /** Hz, sounded together. */
  frequencies: readonly number[];
  /** Alternating seconds of sound and silence, repeated. */
  cadence: readonly number[];
  /** 0..1 of full scale. */
  gain: number;
}

/** Ringback and busy follow the North American plan (ITU-T E.180 supplement 2); the ring is our own two-note warble. */
const tones: Readonly<Record<ToneName, Tone>> = {
  ringing: { frequencies: [587, 740], cadence: [0.4, 0.2, 0.4, 2], gain: 0.16 },
  waiting: { frequencies: [440], cadence: [0.2, 3.8], gain: 0.08 },
  ringback: { frequencies: [440, 480], cadence: [2, 4], gain: 0.06 },
  busy: { frequencies: [480, 620], cadence: [0.5, 0.5], gain: 0.06 },
};

/** Seconds of cadence laid out ahead; more is added while the tone goes on. */
const ahead = 12;

/** Starts a tone; the returned function ends it at once. */
export function playTone(context: AudioContext, name: ToneName): () => void {
  const tone = tones[name];
  const gate = context.createGain();
  gate.gain.value = 0;
  gate.connect(context.destination);
  const oscillators = tone.frequencies.map((frequency) => {
    const oscillator = context.createOscillator();
    oscillator.frequency.value = frequency;
    oscillator.connect(gate);
    oscillator.start();
    return oscillator;
  });

  let laid = context.currentTime + 0.01;
  const period = tone.cadence.reduce((sum, seconds) => sum + seconds, 0);
  const lay = () => {
    for (; laid < context.currentTime + ahead; laid += period) {
      let at = laid;
      for (const [index, seconds] of tone.cadence.entries()) {
        // A ramp of 5 ms keeps the edges from clicking.
        gate.gain.setTargetAtTime(index % 2 === 0 ? tone.gain : 0, at, 0.005);
        at += seconds;
      }
    }
  };
  lay();
  const timer = setInterval(lay, (ahead / 2) * 1000);

  return () => {
    clearInterval(timer);
    for (const oscillator of oscillators) oscillator.stop();
    gate.disconnect();
  };
}

/** One short beep: the phone answered by itself, and the operator should know that they are heard. */
export function beep(context: AudioContext): void {
  const stop = playTone(context, 'waiting');
  setTimeout(stop, 250);
}
