import type { Persona } from './line.ts';
import { greetAndEcho } from './talk.ts';

/** Plays an announcement before it answers: sound on a call that is still ringing. */
export const early: Persona = {
  id: 'early',
  name: 'Orla Prelude',
  company: 'Prelude Insurance',
  number: '+17865550107',
  extension: '607',
  about: 'Plays an announcement for three seconds before it answers.',
  dialled: async (line) => {
    if (!(await line.incoming.early())) return;
    line.ringback();
    const announced = line.say('early-announcement');
    await Promise.all([announced, line.pause(line.timings.earlyMs)]);
    if (!(await line.incoming.answer())) return;
    await line.say('early-greeting');
    line.echo();
  },
  calling: greetAndEcho,
};
