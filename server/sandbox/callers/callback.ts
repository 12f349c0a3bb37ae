import type { Line, Persona } from './line.ts';

async function promise(line: Line): Promise<void> {
  await line.say('callback-promise');
  line.callBack();
  line.hangUp();
}

/** Has no time now, hangs up and calls the operator back. */
export const callback: Persona = {
  id: 'callback',
  name: 'Cal Redial',
  company: 'Boomerang Freight',
  number: '+61491570006',
  extension: '609',
  about: 'Promises to call back, hangs up, and does.',
  dialled: async (line) => {
    line.incoming.ring();
    if (await line.incoming.answer()) await promise(line);
  },
  calling: async (line) => {
    await line.say('callback-greeting');
    line.echo();
  },
};
