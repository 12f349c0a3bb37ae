/** Finding past calls. Pure. */
import type { HistoryEntry } from '../mirror/slices.ts';

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** Whether a call is with whom is looked for: by any part of the name, or any digits of the number. */
export function matches({ party }: Pick<HistoryEntry, 'party'>, query: string): boolean {
  const wanted = plain(query.trim());
  if (wanted === '') return true;
  if (plain(party.name ?? '').includes(wanted)) return true;
  // A word is no number, whatever digits stand in it; an internal name may be called by its letters.
  if (/\p{L}/u.test(wanted)) return plain(party.number).includes(wanted);
  const digits = digitsOf(wanted);
  if (digits === '') return false;
  // At home a zero stands where abroad the country's code does: 0151 is found in +49 151.
  const abroad = digits.replace(/^0+/, '') || digits;
  return [party.number, party.display ?? '']
    .map(digitsOf)
    .some((own) => own.includes(digits) || own.includes(abroad));
}
