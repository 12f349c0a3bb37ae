import { encodeUlaw, FRAME_SAMPLES, SILENCE } from './g711.ts';

/** Where the sound of a call comes from: asked for one 20 ms µ-law frame (160 bytes) at a time; undefined at the end. */
export interface Source {
  next(): Uint8Array | undefined;
}

const QUIET = new Uint8Array(FRAME_SAMPLES).fill(SILENCE);

/** Silence for ever: a phone that is connected keeps sending. */
export const silence: Source = { next: () => QUIET };

/** A pure sine for ever, `frequency` Hz at a peak `amplitude` of 0…1. */
export function toneSource(frequency: number, amplitude: number): Source {
  let sample = 0;
  return {
    next: () =>
      Uint8Array.from({ length: FRAME_SAMPLES }, () =>
        encodeUlaw(amplitude * Math.sin((2 * Math.PI * frequency * sample++) / 8000)),
      ),
  };
}

/** Ringback as heard in North America: 440 + 480 Hz, two seconds on, four off. */
export function ringbackSource(): Source {
  let sample = 0;
  const level = (at: number): number =>
    at % 48_000 < 16_000
      ? 0.15 * (Math.sin((2 * Math.PI * 440 * at) / 8000) + Math.sin((2 * Math.PI * 480 * at) / 8000))
      : 0;
  return { next: () => Uint8Array.from({ length: FRAME_SAMPLES }, () => encodeUlaw(level(sample++))) };
}

/** Hold music: three soft notes, half a second each, over and over. */
export function musicSource(): Source {
  const notes = [392, 494, 587];
  let sample = 0;
  const level = (at: number): number => {
    const note = notes[Math.floor(at / 4000) % notes.length] ?? 0;
    return 0.12 * Math.sin((2 * Math.PI * note * at) / 8000);
  };
  return { next: () => Uint8Array.from({ length: FRAME_SAMPLES }, () => encodeUlaw(level(sample++))) };
}

/** Recorded µ-law bytes, once; the last frame is filled up with silence. */
export function recordedSource(bytes: Uint8Array): Source {
  let at = 0;
  return {
    next: () => {
      if (at >= bytes.length) return undefined;
      const frame = bytes.subarray(at, at + FRAME_SAMPLES);
      at += FRAME_SAMPLES;
      if (frame.length === FRAME_SAMPLES) return frame;
      const filled = QUIET.slice();
      filled.set(frame);
      return filled;
    },
  };
}

/** Frames kept before playing starts, so that ordinary jitter leaves no hole (60 ms). */
const CUSHION = 3;
/** Frames beyond which the oldest is dropped, so that the delay cannot grow (200 ms). */
const LIMIT = 10;

/** What is pushed in comes out again a moment later, in order: the heart of the echo. */
export function echoSource(): Source & { push(frame: Uint8Array): void } {
  const frames: Uint8Array[] = [];
  let playing = false;
  return {
    push: (frame) => {
      frames.push(frame);
      if (frames.length > LIMIT) frames.shift();
    },
    next: () => {
      if (!playing && frames.length < CUSHION) return QUIET;
      const frame = frames.shift();
      playing = frame !== undefined;
      return frame ?? QUIET;
    },
  };
}
