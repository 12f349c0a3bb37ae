import { personaByNumber } from '../callers/directory.ts';
import type { Line, Persona } from '../callers/line.ts';

/** A number that does one thing whenever it is called (§13). */
const scripted = (number: string, about: string, dialled: Persona['dialled']): Persona => ({
  id: `scripted-${number.slice(-3)}`,
  name: `Script ${number.slice(-3)}`,
  company: '',
  number,
  extension: '',
  about,
  dialled,
  calling: (line: Line) => line.tone(600),
});

const personas: readonly Persona[] = [
  scripted('+15550100001', 'Answers after 2 s.', async (line) => {
    line.incoming.ring();
    await line.pause(2000);
    if (await line.incoming.answer()) line.tone(600);
  }),
  scripted('+15550100002', 'Is busy.', (line) => line.incoming.refuse(486)),
  scripted('+15550100003', 'Never answers.', (line) => line.incoming.ring()),
  scripted('+15550100004', 'Is a voicemail box.', async (line) => {
    line.incoming.ring();
    if (!(await line.incoming.answer())) return;
    await line.say('ai-back');
    line.hangUp();
  }),
  scripted('+15550100006', 'Answers, and drops the call after 5 s.', async (line) => {
    line.incoming.ring();
    if (!(await line.incoming.answer())) return;
    line.tone(600);
    await line.pause(5000);
    line.hangUp();
  }),
];

/** Originating to this one fails with 500. */
export const FAILING = '+15550100005';
export const VOICEMAIL = '+15550100004';

/** Who answers a number: the scripts, then everybody else the exchange knows. */
export const whoAnswers = (number: string): Persona | undefined =>
  personas.find((persona) => persona.number === number) ?? personaByNumber(number);
