import { spokenKey } from '../media/speech.ts';
import type { Line, Persona } from './line.ts';

/** Asks for digits and reads them back once no more come. Silent while it listens. */
async function readBack(line: Line): Promise<void> {
  await line.say('digits-prompt');
  for (;;) {
    const keys: string[] = [];
    for (let press = await line.nextKey(); press; press = await line.nextKey(line.timings.digitPauseMs)) {
      keys.push(press.key);
    }
    await line.say('digits-heard', ...keys.filter((key) => /[\d*#]/.test(key)).map(spokenKey));
  }
}

/** Reads back the digits it was sent, by RFC 4733 or by INFO. */
export const digits: Persona = {
  id: 'digits',
  name: 'Dilys Keypad',
  company: 'Nine Keys Security',
  number: '+493023125034',
  extension: '608',
  about: 'Reads back the digits you type.',
  dialled: async (line) => {
    line.incoming.ring();
    if (await line.incoming.answer()) await readBack(line);
  },
  calling: readBack,
};
