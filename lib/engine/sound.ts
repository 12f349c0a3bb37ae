/** The phone's sound as one part: devices, outputs, tones and ringtones. */
import type { Call } from '../call/call.ts';
import { talking } from '../call/registry.ts';
import { progressTone } from '../media/progress.ts';
import { ringtones, testSound } from '../media/ringtones.ts';
import type { LegMedia } from '../sip/leg.ts';
import { createAudio, type OutputRole } from './audio.ts';
import { createDevices } from './devices.ts';
import type { Settings } from './settings.ts';
import { keepSounds, type Tone } from './sounds.ts';
import type { ReadonlySignal } from '@preact/signals-core';

export interface SoundDeps {
  settings: Settings;
  calls: ReadonlySignal<Call[]>;
  log: (line: string) => void;
}

/** How long the tone of a failed call is heard, in seconds. */
const endingLasts = 4;

export type Sound = ReturnType<typeof createSound>;

export function createSound(deps: SoundDeps) {
  const { settings } = deps.settings;
  const audio = createAudio({
    sink: (role) => devices.sink(role),
    onOutput: (role, sink, took) => devices.tried(role, sink, took),
    log: deps.log,
  });
  const devices = createDevices({
    settings: deps.settings,
    inCall: () => talking(deps.calls.peek()).length > 0,
    context: audio.context,
    onOutputs: () => audio.move(),
    isSounding: () => audio.isSounding(),
    log: deps.log,
  });

  keepSounds(deps.calls, (kind) => sound(kind));

  function sound(kind: Tone['kind']): () => void {
    const { ringtone, tonesOf, region } = settings.peek();
    if (kind === 'ring') return audio.play('ringer', ringtones[ringtone]);
    const pattern = progressTone(tonesOf ?? region, kind);
    const ends = kind === 'busy' || kind === 'congestion';
    const times = ends ? Math.ceil(endingLasts / pattern.period) : undefined;
    return audio.play('speaker', pattern, { times });
  }

  let stopTest: (() => void) | undefined;

  return {
    audio,
    devices,
    /** What a leg speaks and listens with. */
    media: {
      microphone: devices.microphone,
      openFar: () => audio.openFar(),
      isAllowed: () => devices.slice.peek().microphone === 'granted',
    } satisfies LegMedia,
    /** Plays the test sound or the ringtone once; resolves at its end. A second test cuts the first short. */
    test(role: OutputRole, ringtone = settings.peek().ringtone): Promise<void> {
      stopTest?.();
      const pattern = role === 'ringer' ? ringtones[ringtone] : testSound;
      return new Promise((resolve) => {
        const stop = audio.play(role, pattern, { times: 1, onEnd: resolve });
        stopTest = () => {
          stop();
          resolve();
        };
      });
    },
  };
}
