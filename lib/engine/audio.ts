/** Everything the operator hears, each on its own output, and the level readings. No audio context outlives its use. */
import { createFarAudio, type FarAudio } from '../media/speaker.ts';
import { createSounder, type PlayOptions } from '../media/sounder.ts';
import type { Pattern } from '../media/pattern.ts';

export type OutputRole = 'speaker' | 'ringer';

export interface AudioDeps {
  /** The id of the output a role uses; '' is the system's default. */
  sink(role: OutputRole): string;
  log: (line: string) => void;
}

/** Level readings a second. */
const rate = 10;

export function createAudio(deps: AudioDeps) {
  const sounders = {
    speaker: createSounder(() => deps.sink('speaker'), deps.log),
    ringer: createSounder(() => deps.sink('ringer'), deps.log),
  };
  const fars = new Set<FarAudio>();
  let measuring: { context: AudioContext; end: () => void } | undefined;
  let meters = 0;

  const refused = (error: unknown) => deps.log(`speaker refused: ${String(error)}`);

  return {
    /** Where levels are measured while somebody looks. */
    context: () => measuring?.context,

    openFar(): FarAudio {
      const far: FarAudio = createFarAudio({
        context: () => measuring?.context,
        onClose: () => fars.delete(far),
      });
      fars.add(far);
      const sink = deps.sink('speaker');
      // Asking for the default would only delay the first sound.
      if (sink !== '') void far.move(sink).catch(refused);
      return far;
    },

    /** An output was changed: whatever sounds moves there. */
    async move(): Promise<void> {
      const sink = deps.sink('speaker');
      const moved = [...fars].map((far) => far.move(sink).catch(refused));
      await Promise.all([...moved, sounders.speaker.move(), sounders.ringer.move()]);
    },

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
