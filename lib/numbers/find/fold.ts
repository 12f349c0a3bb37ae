// Brings the many ways of writing digits, spaces, hyphens and brackets down to ASCII, one code unit for one.

const ZEROS = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6,
  0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0xff10,
];

const SIGNS: readonly (readonly [ascii: string, written: string])[] = [
  [' ', '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000'],
  ['-', '\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u30fc\ufe58\ufe63\uff0d'],
  ['.', '\u00b7\u2024\u30fb\uff0e\uff65'],
  ['/', '\u2044\u2215\uff0f'],
  ['(', '\uff08\ufe59\u207d'],
  [')', '\uff09\ufe5a\u207e'],
  ['[', '\uff3b'],
  [']', '\uff3d'],
  ['+', '\ufe62\uff0b'],
  [':', '\uff1a\ufe55\u2236'],
  [',', '\uff0c\u3001\u060c\ufe50'],
  [';', '\uff1b\u061b'],
  ['#', '\uff03'],
  [
    '\u200b',
    '\u00ad\u061c\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff',
  ],
];

const table = new Map<string, string>();
for (const zero of ZEROS)
  for (let digit = 0; digit < 10; digit++) table.set(String.fromCharCode(zero + digit), String(digit));
for (const [ascii, written] of SIGNS) for (const sign of written) table.set(sign, ascii);

const escaped = [...table.keys()].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const foldable = new RegExp(`[${escaped}]`, 'g');
/** A hyphen between digits, and a letter in «コード». */
const LONG_VOWEL = '\u30fc';
const KATAKANA = /[\u30a0-\u30ff]/;

/** What an invisible mark (direction, joiner, soft hyphen) is folded to. */
export const INVISIBLE = '\u200b';

/** The same text in plain signs. Its length and every offset stay as they were. */
export function fold(text: string): string {
  return text.replace(foldable, (sign, at: number) =>
    sign === LONG_VOWEL && KATAKANA.test(text.charAt(at - 1)) ? sign : (table.get(sign) ?? sign),
  );
}

/** The digits alone of a folded text. */
export function digitsOf(folded: string): string {
  return folded.replace(/\D+/g, '');
}
