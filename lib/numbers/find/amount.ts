// Money and measures around a number.
import { unaccented } from './vocabulary.ts';
import { CURRENCIES, CURRENCY_CODES, UNITS } from './words/money.ts';

function anyOf(words: string): string {
  return unaccented(words)
    .split(' ')
    .map((word) => word.replace(/[.$*+?()]/g, '\\$&'))
    .join('|');
}

const CODES = CURRENCY_CODES.toUpperCase().split(' ').join('|');

const amountAfter = new RegExp(
  `^(?:[.,](?:\\d{1,2}|-)(?!\\d))? ?(?:\\p{Sc}(?! ?\\d)|%|\u2030|\u00b0|(?:${anyOf(UNITS)})(?![\\p{L}\\d:-]))|^[.,]\\d{2}(?!\\d)`,
  'iu',
);
/** «91123454721 ARS», «5015377982 B»; in small letters these are words («top», «all») and in «B. Miller» a name. */
const codeAfter = new RegExp(`^(?:[.,](?:\\d{1,2}|-)(?!\\d))? ?(?:${CODES}|B|đ)(?![\\p{L}\\d:.-])`, 'u');
const amountBefore = new RegExp(`(?:\\p{Sc}|(?<![\\p{L}])(?:${anyOf(CURRENCIES)})\\.?) ?$`, 'iu');
const codeBefore = new RegExp(`(?<![\\p{L}])(?:${CODES}) ?$`, 'u');

/** Whether a currency makes this a price, whatever is said of it: «Tel. 024 3772 5444 · 6.448.000 ₫». */
export function isPriced(folded: string, end: number): boolean {
  const after = folded.slice(end, end + 8);
  return /^(?:[.,]\d{2})? ?\p{Sc}(?! ?\d)/u.test(after) || codeAfter.test(after);
}

/** «47998530 – 82243142 EUR» */
const REST_OF_RANGE = /^ ?- ?\d{4,12}(?:[.,]\d{2})?(?=\D)/;

/** Whether a currency or a unit makes this an amount or a measure. */
export function isAmount(folded: string, start: number, end: number): boolean {
  const after = folded.slice(end, end + 32).replace(REST_OF_RANGE, '');
  const before = folded.slice(Math.max(0, start - 6), start);
  return (
    codeAfter.test(after) ||
    codeBefore.test(before) ||
    amountBefore.test(before) ||
    amountAfter.test(unaccented(after))
  );
}
