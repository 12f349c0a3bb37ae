/** What the operator hears of one far end. */
import { meter, type Meter } from './meter.ts';

export interface FarAudio {
  play(track: MediaStreamTrack): void;
  /** Silence in the operator's ear; the far end does not notice. */
  quiet(on: boolean): void;
  level(): number;
  close(): void;
}

export function createFarAudio(context: () => AudioContext): FarAudio {
  const element = new Audio();
  element.autoplay = true;
  let playing: MediaStreamTrack | undefined;
  let measured: Meter | undefined;
  return {
    play(track) {
      playing = track;
      element.srcObject = new MediaStream([track]);
    },
    quiet(on) {
      element.muted = on;
    },
    level() {
      if (!playing || element.muted) return 0;
      measured ??= meter(context(), playing);
      return measured.level();
    },
    close() {
      measured?.close();
      element.srcObject = null;
      playing = undefined;
    },
  };
}
