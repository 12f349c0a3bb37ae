import type { Persona } from './line.ts';
import { greetAndEcho } from './talk.ts';

/** Is always on another call. */
export const busy: Persona = {
  id: 'busy',
  name: 'Bertram Quill',
  company: 'Quill & Sons Stationers',
  number: '+17865550102',
  extension: '603',
  about: 'Is always busy (486).',
  dialled: (line) => line.incoming.refuse(486),
  calling: greetAndEcho,
};
