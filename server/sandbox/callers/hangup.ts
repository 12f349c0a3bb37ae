import { CallOver, type Line, type Persona } from './line.ts';

async function speakAndLeave(line: Line): Promise<void> {
  const patience = line.pause(line.timings.hangUpAfterMs);
  void line.say('hangup-greeting').catch(ignoreEnd);
  await patience;
  line.hangUp();
}

/** The pause decides when the call ends; a sentence cut short by that is no failure. */
function ignoreEnd(error: unknown): void {
  if (!(error instanceof CallOver)) throw error;
}

/** Answers, speaks, and hangs up after a few seconds. */
export const hangup: Persona = {
  id: 'hangup',
  name: 'Hamish Brief',
  company: 'Brief Couriers',
  number: '+442079460027',
  extension: '606',
  about: 'Answers, speaks, and hangs up after five seconds.',
  dialled: async (line) => {
    line.incoming.ring();
    if (await line.incoming.answer()) await speakAndLeave(line);
  },
  calling: speakAndLeave,
};
