import type { Persona } from './line.ts';
import { greetAndEcho } from './talk.ts';

/** Looks at the number and declines. */
export const decline: Persona = {
  id: 'decline',
  name: 'Delphine Nonant',
  company: 'Atelier Nonant',
  number: '+33199001234',
  extension: '605',
  about: 'Declines every call (603).',
  dialled: (line) => {
    line.incoming.ring();
    line.incoming.refuse(603);
  },
  calling: greetAndEcho,
};
