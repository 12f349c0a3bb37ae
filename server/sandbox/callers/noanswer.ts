import type { Persona } from './line.ts';
import { greetAndEcho } from './talk.ts';

/** Rings until the operator gives up. */
export const noanswer: Persona = {
  id: 'noanswer',
  name: 'Nadja Stillwasser',
  company: 'Stillwasser Gartenbau',
  number: '+493023125012',
  extension: '604',
  about: 'Rings and never answers.',
  dialled: (line) => line.incoming.ring(),
  calling: greetAndEcho,
};
