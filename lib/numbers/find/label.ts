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
  WHO_WORDS,
} from './words.ts';

/** A telephone, some other numbered thing, somebody who may have either, «no.» with nothing to say of what, or silence. */
export type Label = 'phone' | 'id' | 'who' | 'count' | undefined;

const REACH = 64;
/** How many words that say nothing to us may stand between «phone» and its number («Mobile Peter private: …»). */
const MOST_UNKNOWN = 2;

/** Letters that Unicode does not take apart into a plain one and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ς: 'σ',
};

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[łøđßæœıς]/g, (letter) => LETTERS[letter] ?? letter);
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
const whoWords = wordSet(WHO_WORDS);
const linkWords = wordSet(LINK_WORDS);
const extensionWords = wordSet(EXTENSION_WORDS);
const phoneParts = partsPattern(PHONE_PARTS);
const idParts = partsPattern(ID_PARTS);
const countWords = wordSet('no nr num numero n nro c № # numer номер cislo so ma бр');

const WORD =
  /\p{L}+(?:['\u05f3\u2019]\p{L}+)?|[#\u2116\u260e\u260f\u2706\u{1f4de}\u{1f4f1}\u{1f4f2}\u{1f57f}\u{1f57e}\u{1f4e0}]/gu;

const LONG_WORD = 5;

/** «Kundennummer», «rendelésszám»: whatever is numbered here, it is not a telephone unless the word says so. */
const NUMBERED = /.{2}(?:nummer|nummeret|numret|numer|numero|szam|szama|nr|nro)$/;

/** Words long enough to be known by their beginning: «Rechnungen», «faktury», «przesyłki». */
function beginning(words: ReadonlySet<string>): RegExp {
  const long = [...words].filter((word) => word.length >= LONG_WORD);
  // The last letter of a longer word is often the first that changes.
  return new RegExp(
    // A contact is no account («konta»).
    `^(?!kontakt)(?:${long.map((word) => word.slice(0, Math.max(LONG_WORD, word.length - 1))).join('|')})`,
    'u',
  );
}

const phoneBeginnings = beginning(phoneWords);
const idBeginnings = beginning(idWords);

const NUMBER_WORD = /^(?:number|nummer|numer|номер|numara|番号|号码|號碼)/u;

const kinds = new Map<string, Label | 'link'>();
const MOST_KINDS = 4000;

function kindOf(word: string): Label | 'link' {
  const known = kinds.get(word);
  if (known !== undefined || kinds.has(word)) return known;
  if (kinds.size > MOST_KINDS) kinds.clear();
  const kind = readKind(word);
  kinds.set(word, kind);
  return kind;
}

function readKind(word: string): Label | 'link' {
  if (phoneWords.has(word)) return 'phone';
  if (linkWords.has(word) || countWords.has(word)) return 'link';
  if (whoWords.has(word)) return 'who';
  if (idWords.has(word)) return 'id';
  const isPhone = phoneParts.test(word) || phoneBeginnings.test(word);
  // The later part of a compound decides, and «phone» in it is never by chance.
  if (isPhone) return 'phone';
  return idParts.test(word) || idBeginnings.test(word) || NUMBERED.test(word) ? 'id' : undefined;
}

/** The label that ends before `at`; nothing before `from` counts. */
export function labelBefore(folded: string, from: number, at: number): Label {
  const before = plain(folded.slice(Math.max(from, at - REACH), at)).replace(/caller[ -]id/g, 'callerid ');
  const words = [...before.matchAll(WORD)];
  let after = before.length;
  let unknown = 0;
  let counted = false;
  let numbered = false;
  let who = false;
  for (const [back, match] of words.toReversed().entries()) {
    const [word] = match;
    const gap = before.slice(match.index + word.length, after);
    // The gap next to the number may hold a colon, a line break, «1:»; between words a stop ends the thought.
    if (back > 0 && /[,;|!?\n\t\u3002]|[.:)] /.test(gap) && unknown > 0) break;
    if (back === 0 && /\n\s*\n|\d[^\p{L}]*[,;|]|[^\s\p{P}\p{S}\d]/u.test(gap)) break;
    after = match.index;
    const kind = kindOf(word);
    if (kind === 'phone') return 'phone';
    if (kind === 'id') return unknown === 0 && !who ? 'id' : who ? 'who' : undefined;
    if (kind === 'who') who ||= unknown === 0;
    if (kind === 'link') {
      counted ||= unknown === 0 && countWords.has(word);
      numbered ||= counted || NUMBER_WORD.test(word);
    }
    // «Customer no.» and «numéro client» alike; «téléphone client» was not reached yet.
    if (who && numbered) return 'id';
    if (kind === undefined && ++unknown > MOST_UNKNOWN) break;
  }
  if (who) return 'who';
  return counted ? 'count' : undefined;
}

/** What a word in brackets or after a dash says of the number before it: «0301234567 (mobile)», «78225627 (invoice)». */
export function labelAfter(folded: string, at: number): Label {
  const word = /^ {0,2}[([-] ?(\p{L}{2,20})/u.exec(plain(folded.slice(at, at + 32)))?.[1];
  const kind = word === undefined || extensionWords.has(word) ? undefined : kindOf(word);
  return kind === 'link' ? undefined : kind;
}

/** Whether the word that touches the number is itself a telephone label: «Tel030…», «F-030…» is not. */
export function isPhoneWord(word: string): boolean {
  return kindOf(plain(word)) === 'phone';
}

const amountAfter = new RegExp(
  `^(?:[.,](?:\\d{1,2}|-)(?!\\d))? ?(?:\\p{Sc}|%|\u2030|\u00b0|(?:${UNITS.split(' ').join('|')})(?![\\p{L}\\d:-]))|^[.,]\\d{2}(?!\\d)`,
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
