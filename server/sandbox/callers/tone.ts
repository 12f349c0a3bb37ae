import type { Persona } from './line.ts';

/** A pure 700 Hz tone, for measurements. Answers at once. */
export const tone: Persona = {
  id: 'tone',
  name: 'Tuning Fork',
  company: 'Lumen Instruments',
  number: '+17865550101',
  extension: '602',
  about: 'Answers at once with a pure 700 Hz tone.',
  dialled: async (line) => {
    if (await line.incoming.answer()) line.tone(700);
  },
  calling: (line) => line.tone(700),
};
