import { busy } from './busy.ts';
import { callback } from './callback.ts';
import { decline } from './decline.ts';
import { digits } from './digits.ts';
import { early } from './early.ts';
import { echo } from './echo.ts';
import { hangup } from './hangup.ts';
import type { Persona } from './line.ts';
import { noanswer } from './noanswer.ts';
import { tone } from './tone.ts';

/** Everybody who can be called. Numbers are from ranges kept free for fiction. */
export const personas: readonly Persona[] = [
  echo,
  tone,
  busy,
  noanswer,
  decline,
  hangup,
  early,
  digits,
  callback,
];

/** The caller with this id. */
export function personaById(id: string): Persona | undefined {
  return personas.find((persona) => persona.id === id);
}

/** Who answers a dialled number: E.164 with +, with 00 or bare, punctuation ignored, or the short extension. */
export function personaByNumber(dialled: string): Persona | undefined {
  const digitsOnly = dialled.replace(/\D/g, '').replace(/^00/, '');
  return personas.find(({ number, extension }) => number === `+${digitsOnly}` || extension === digitsOnly);
}
