// What a run of digits is glued to, and whether that rules it out.
import { isPhoneWord } from './vocabulary.ts';
import { MASKED } from './mask.ts';

const LETTER = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}_\p{No}]/u;

/** «at(201) 555-0123» */
const BRACKETED_CODE = /^\(\d{2,5}\)[ -]?\d/;

/** Whether what touches the left of `start` makes the digits part of something else. */
export function gluedLeft(masked: string, start: number, plus: boolean): boolean {
  if (start === 0) return false;
  const touching = masked[start - 1] ?? '';
  if (touching === MASKED) return true;
  const before = masked.slice(Math.max(0, start - 24), start);
  if (plus) return /\d$/.test(before);
  const word = /(\p{L}+)[-/=#.:]?$/u.exec(before)?.[1];
  if (word !== undefined && isPhoneWord(word)) return false;
  if (LETTER.test(touching))
    return !/\p{L}{2}$/u.test(before) || !BRACKETED_CODE.test(masked.slice(start, start + 9));
  if (/[#@^~\\%&§=±]/.test(touching)) return true;
  if (touching === ':') return /[\d\uffff]:$/.test(before);
  if (touching === ',') return /(?<!\d|\d[-./ )]{1,2})\d{1,3},$/.test(before);
  if (touching === '-' || touching === '/') return /[\p{L}\p{N}_)\]]-$|[^\s]\/$/u.test(before);
  return false;
}

/** Whether what touches the right of `end` does. */
export function gluedRight(masked: string, end: number): boolean {
  const after = masked.slice(end, end + 4);
  if (masked[end] === MASKED) return true;
  if (LETTER.test(after.charAt(0))) return true;
  // «06 1 234 5678-as»: Hungarian endings.
  if (/^-(?:[aeoö]s|[oeö]n|r[ae]|t)(?!\p{L})/u.test(after)) return false;
  // «201-555-0123.Thanks»
  if (/^\.\p{Lu}\p{Ll}/u.test(after)) return false;
  // «03-1234-5678/FAX:03-1234-5679»
  const word = /^[-./](\p{L}+)/u.exec(masked.slice(end, end + 16))?.[1];
  if (word !== undefined && isPhoneWord(word)) return false;
  return /^(?:[%@=_^\\]|[-.:/]\p{L}|:\d|[-/]\uffff)/u.test(after);
}
