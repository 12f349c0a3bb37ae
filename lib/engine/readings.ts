/** The high-rate readings: each costs something only while a view watches it. */
import { MicrophoneError, type MicrophoneShare } from '../media/microphone.ts';
import type { ReadingName } from '../mirror/commands.ts';
import type { MirrorServer } from '../mirror/server.ts';
import type { Parts } from './engine.ts';

/** Starts and stops readings as they are watched. */
export function createReadings(
  { sound, calls, quality }: Pick<Parts, 'sound' | 'calls' | 'quality'>,
  read: MirrorServer['read'],
): (name: ReadingName, watched: boolean) => void {
  const stops = new Map<ReadingName, () => void>();
  const { microphone } = sound.devices;

  const starts: Record<ReadingName, () => () => void> = {
    levels: () =>
      sound.audio.meter(() => read('levels', { microphone: microphone.level(), far: calls.farLevel() })),
    microphone: () => openMeter(),
    quality() {
      quality.report((readings) => read('quality', readings));
      return () => quality.report(undefined);
    },
  };

  /** The microphone is open from here until the returned function is called. */
  function openMeter(): () => void {
    let share: MicrophoneShare | undefined;
    let over = false;
    const stop = sound.audio.meter(() => {
      if (share) read('microphone', { level: microphone.level() });
    });
    const open = async () => {
      try {
        const taken = await microphone.take();
        if (over) taken.release();
        else share = taken;
      } catch (error) {
        const fault = error instanceof MicrophoneError ? error.code : 'unexpected';
        if (!over) read('microphone', { level: 0, fault });
      }
    };
    void open();
    return () => {
      over = true;
      stop();
      share?.release();
    };
  }

  return (name, watched) => {
    stops.get(name)?.();
    stops.delete(name);
    if (watched) stops.set(name, starts[name]());
  };
}
