/** Everything the operator hears, each on its own output, and the level readings. No audio context outlives its use. */
import { createFarAudio, type FarAudio } from '../media/speaker.ts';
import { createSounder, type PlayOptions } from '../media/sounder.ts';
import type { Pattern } from '../media/pattern.ts';

export type OutputRole = 'speaker' | 'ringer';

export interface AudioDeps {
  /** The id of the output a role uses; '' is the system's default. */
  sink(role: OutputRole): string;
  /** The browser let a role have the output it asked for, or refused it. */
  onOutput(role: OutputRole, sink: string, took: boolean): void;
  log: (line: string) => void;
}

/** Level readings a second. */
const rate = 10;

export function createAudio(deps: AudioDeps) {
  const sounderFor = (role: OutputRole) =>
    createSounder({
      sink: () => deps.sink(role),
      onStart: (sink, took) => deps.onOutput(role, sink, took),
      log: deps.log,
    });
  const sounders = { speaker: sounderFor('speaker'), ringer: sounderFor('ringer') };
  const fars = new Set<FarAudio>();
  let measuring: { context: AudioContext; end: () => void } | undefined;
  let meters = 0;

  const isSounding = (role: OutputRole) =>
    sounders[role].isRunning() || (role === 'speaker' && fars.size > 0);

  return {
    /** Where levels are measured while somebody looks. */
    context: () => measuring?.context,

    openFar(): FarAudio {
      const far: FarAudio = createFarAudio({
        context: () => measuring?.context,
        onClose: () => fars.delete(far),
        log: deps.log,
      });
      fars.add(far);
      const sink = deps.sink('speaker');
      // Asking for the default would only delay the first sound.
      if (sink !== '') void far.move(sink).then((took) => deps.onOutput('speaker', sink, took));
      return far;
    },

    /** An output was changed: whatever sounds moves there. */
    async move(): Promise<void> {
      for (const role of ['speaker', 'ringer'] as const) {
        const sounding = [...(role === 'speaker' ? fars : []), sounders[role]];
        const sink = deps.sink(role);
        const took = await Promise.all(sounding.map((one) => one.move(sink)));
        if (isSounding(role)) deps.onOutput(role, sink, took.every(Boolean));
      }
    },
    isSounding: () => isSounding('speaker') || isSounding('ringer'),

    play: (role: OutputRole, pattern: Pattern, options?: PlayOptions) =>
      sounders[role].play(pattern, options),

    /** Looks ten times a second until the returned function is called. */
    meter(look: () => void): () => void {
      meters += 1;
      measuring ??= sounders.speaker.use();
      const timer = setInterval(look, 1000 / rate);
      return () => {
        clearInterval(timer);
        meters -= 1;
        if (meters > 0) return;
        measuring?.end();
        measuring = undefined;
      };
    },
  };
}
