/** What the operator hears of one far end. */
import { createMeter } from './meter.ts';
import { direct } from './sounder.ts';

export interface FarAudio {
  play(track: MediaStreamTrack): void;
  /** Silence in the operator's ear; the far end does not notice. */
  quiet(on: boolean): void;
  level(): number;
  /** Sounds on another output from now on; '' is the system's default. False when the browser refused it: then the default sounds. */
  move(sink: string): Promise<boolean>;
  close(): void;
}

export interface FarAudioOptions {
  /** Where levels are measured; none while nobody looks. */
  context(): AudioContext | undefined;
  onClose(): void;
  log: (line: string) => void;
}

export function createFarAudio(options: FarAudioOptions): FarAudio {
  const element = new Audio();
  element.autoplay = true;
  let playing: MediaStreamTrack | undefined;
  const measured = createMeter(() => options.context());
  return {
    play(track) {
      playing = track;
      element.srcObject = new MediaStream([track]);
    },
    quiet(on) {
      element.muted = on;
    },
    level: () => (element.muted ? 0 : measured.level(playing)),
    move: (sink) => direct(element, sink, options.log),
    close() {
      measured.close();
      element.srcObject = null;
      playing = undefined;
      options.onClose();
    },
  };
}
