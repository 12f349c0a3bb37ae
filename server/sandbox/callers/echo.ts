import type { Persona } from './line.ts';
import { greetAndEcho } from './talk.ts';

/** Greets in speech, then gives back everything it hears. */
export const echo: Persona = {
  id: 'echo',
  name: 'Eve Reed',
  company: 'Brackwater Boats',
  number: '+442079460018',
  extension: '601',
  about: 'Greets you, then repeats everything you say.',
  dialled: async (line) => {
    line.incoming.ring();
    if (!(await line.incoming.answer())) return;
    await line.say('echo-greeting');
    line.echo();
  },
  calling: greetAndEcho,
};
