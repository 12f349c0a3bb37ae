// What the words around a number say it is.
import {
  CURRENCIES,
  EXTENSION_WORDS,
  ID_PARTS,
  ID_WORDS,
  LINK_WORDS,
  PHONE_PARTS,
  PHONE_WORDS,
  UNITS,
} from './words.ts';

/** A telephone, some other numbered thing, only «no.» with nothing to say of what, or silence. */
export type Label = 'phone' | 'id' | 'count' | undefined;

const REACH = 64;
/** How many words that say nothing to us may stand between «phone» and its number («Mobile Peter private: …»). */
const MOST_UNKNOWN = 2;

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(plain(words).split(' '));
}

function partsPattern(parts: string): RegExp {
  const escaped = plain(parts)
    .split(' ')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(escaped.join('|'), 'u');
}

const phoneWords = wordSet(PHONE_WORDS);
const idWords = wordSet(ID_WORDS);
const linkWords = wordSet(LINK_WORDS);
const extensionWords = wordSet(EXTENSION_WORDS);
const phoneParts = partsPattern(PHONE_PARTS);
const idParts = partsPattern(ID_PARTS);
const countWords = wordSet('no nr num numero n nro № # numer номер no');

const WORD =
  /\p{L}+(?:['\u05f3\u2019]\p{L}+)?|[#\u2116\u260e\u260f\u2706\u{1f4de}\u{1f4f1}\u{1f4f2}\u{1f57f}\u{1f57e}\u{1f4e0}]/gu;

function kindOf(word: string): Label | 'link' {
  if (phoneWords.has(word)) return 'phone';
  if (linkWords.has(word)) return 'link';
  if (idWords.has(word)) return countWords.has(word) ? 'link' : 'id';
  // «telefonnummer», «kundennummer», «联系电话»: the later part of a compound decides.
  if (idParts.test(word) && !phoneParts.test(word)) return word === '#' || word === '№' ? 'link' : 'id';
  if (phoneParts.test(word)) return 'phone';
  return undefined;
}

/** The label that ends before `at`; nothing before `from` counts. */
export function labelBefore(folded: string, from: number, at: number): Label {
  const before = plain(folded.slice(Math.max(from, at - REACH), at));
  const words = [...before.matchAll(WORD)];
  let after = before.length;
  let unknown = 0;
  let counted = false;
  for (const [back, match] of words.toReversed().entries()) {
    const [word] = match;
    const gap = before.slice(match.index + word.length, after);
    // The gap next to the number may hold a colon, a line break, «1:»; between words a stop ends the thought.
    if (back > 0 && /[,;|!?\n\t\u3002]|[.:)] /.test(gap) && unknown > 0) break;
    if (back === 0 && /\n\s*\n|[^\s\p{P}\p{S}\d]/u.test(gap)) break;
    after = match.index;
    const kind = kindOf(word);
    if (kind === 'phone') return 'phone';
    if (kind === 'id') return unknown === 0 ? 'id' : undefined;
    if (kind === 'link') counted ||= unknown === 0 && countWords.has(word);
    else if (++unknown > MOST_UNKNOWN) break;
  }
  return counted ? 'count' : undefined;
}

/** Whether a telephone label follows in brackets or after a dash: «0301234567 (mobile)». */
export function phoneLabelAfter(folded: string, at: number): boolean {
  const word = /^ {0,2}[([-] ?(\p{L}{2,20})/u.exec(plain(folded.slice(at, at + 32)))?.[1];
  return word !== undefined && !extensionWords.has(word) && kindOf(word) === 'phone';
}

/** Whether the word that touches the number is itself a telephone label: «Tel030…», «F-030…» is not. */
export function isPhoneWord(word: string): boolean {
  return kindOf(plain(word)) === 'phone';
}

const amountAfter = new RegExp(
  `^(?:[.,](?:\\d{1,2}|-)(?!\\d))? ?(?:\\p{Sc}|%|\u2030|\u00b0|(?:${UNITS.split(' ').join('|')})(?![\\p{L}\\d-]))|^[.,]\\d{2}(?!\\d)`,
  'iu',
);
const amountBefore = new RegExp(
  `(?:\\p{Sc}|(?<![\\p{L}])(?:${CURRENCIES.split(' ')
    .map((code) => code.replace('$', '\\$'))
    .join('|')})\\.?) ?$`,
  'iu',
);

/** Whether a currency or a unit makes this an amount or a measure. */
export function isAmount(folded: string, start: number, end: number): boolean {
  return (
    amountAfter.test(folded.slice(end, end + 16)) ||
    amountBefore.test(folded.slice(Math.max(0, start - 6), start))
  );
}
