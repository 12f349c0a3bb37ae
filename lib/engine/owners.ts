/** Who numbers belong to: contacts first, then those we have talked to. */
import type { NumberOwner } from '../mirror/commands.ts';
import { parseNumber } from '../numbers/parse.ts';
import type { Parts } from './engine.ts';

type Sources = Pick<Parts, 'history' | 'settings'> & { desk: Pick<Parts['desk'], 'partyFor'> };

/** Answers every number, in order; what is not known is absent. */
export function ownersOf(numbers: readonly string[], { history, settings, desk }: Sources): NumberOwner[] {
  const { region: home } = settings.settings.peek();
  const called = new Map<string, string>();
  // Newest first: the name somebody has now.
  for (const { party } of history.entries.peek())
    if (party.name && !called.has(party.number)) called.set(party.number, party.name);
  return numbers.map((number) => {
    const name = desk.partyFor({ number }).name ?? called.get(number);
    const parsed = parseNumber(number, home);
    const region = parsed.ok && parsed.kind === 'phone' ? parsed.region : undefined;
    return { number, ...(name !== undefined && { name }), ...(region !== undefined && { region }) };
  });
}
