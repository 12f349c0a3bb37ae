/** The one audio context of the phone, alive while something sounds, and the level readings. */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { Microphone } from '../media/microphone.ts';
import type { Readings } from '../mirror/commands.ts';

export interface AudioDeps {
  /** Whether there is any call; the context is closed when the last one is gone. */
  inUse: ReadonlySignal<boolean>;
  constraints: () => MediaTrackConstraints;
  farLevel(): number;
}

/** Level readings a second. */
const rate = 10;

export function createAudio(deps: AudioDeps) {
  let shared: AudioContext | undefined;
  let microphone: Microphone | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  effect(() => {
    if (deps.inUse.value || timer) return;
    void shared?.close();
    shared = undefined;
  });

  return {
    context: () => (shared ??= new AudioContext()),
    constraints: deps.constraints,
    use(opened: Microphone) {
      microphone = opened;
    },
    /** Starts or stops the level readings. They open nothing: a closed microphone reads 0. */
    meter(on: boolean, tell: (levels: Readings['levels']) => void) {
      clearInterval(timer);
      timer = on
        ? setInterval(() => {
            void microphone?.level().then((level) => tell({ microphone: level, far: deps.farLevel() }));
          }, 1000 / rate)
        : undefined;
    },
  };
}
