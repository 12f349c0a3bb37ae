/** Whether what a caller says of themselves fits what the book has. All of it is speech put into writing. */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { PolicyQuestion } from './connector.ts';

/** In which order the numbers of a date stand that does not begin with its year. */
export type DateOrder = 'mdy' | 'dmy';

/** What a book may know of whoever holds a policy. */
export interface Identity {
  phone?: string;
  lastName?: string;
  dateOfBirth?: string;
}

/** How an identity is written. */
export interface Writing {
  dates: DateOrder;
  /** ISO 3166-1 alpha-2: whose national numbers are meant. */
  region: string;
}

/** Whether nothing that both have contradicts. What cannot be read does not fit. */
export function fits(question: PolicyQuestion, known: Identity, writing: Writing): boolean {
  const both = (asked = '', has = ''): boolean => asked.trim() !== '' && has.trim() !== '';
  if (both(question.lastName, known.lastName) && !sameName(question.lastName, known.lastName)) return false;
  if (both(question.phone, known.phone) && !samePhone(question.phone, known.phone, writing.region))
    return false;
  if (!both(question.dateOfBirth, known.dateOfBirth)) return true;
  const asked = isoDate(question.dateOfBirth ?? '', writing.dates);
  return asked !== undefined && asked === isoDate(known.dateOfBirth ?? '', writing.dates);
}

/** A policy number without what people write, say or leave out between its letters and digits. */
export function plainPolicyNumber(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

const wordsOf = (name: string): string[] =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}'’]/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** Names of several words also fit by the first or the last: people with two surnames often give one. */
function sameName(one = '', other = ''): boolean {
  const [shorter = [], longer = []] = [wordsOf(one), wordsOf(other)].toSorted((a, b) => a.length - b.length);
  if (shorter.length === 0) return false;
  if (shorter.join('') === longer.join('')) return true;
  const [word = ''] = shorter;
  return shorter.length === 1 && word.length > 2 && (longer[0] === word || longer.at(-1) === word);
}

function samePhone(one = '', other = '', region: string): boolean {
  const country: CountryCode | undefined = isSupportedCountry(region) ? region : undefined;
  const numberOf = (text: string): string =>
    parsePhoneNumberFromString(text, country)?.number ?? text.replace(/\D/g, '');
  return numberOf(one) === numberOf(other) && /\d/.test(one);
}

/** `YYYY-MM-DD`; undefined for what is no date, or one of which not all is said. */
export function isoDate(text: string, order: DateOrder): string | undefined {
  const [, first, second, third] = /^\s*(\d{1,4})\D(\d{1,2})\D(\d{1,4})(?:T.*)?\s*$/.exec(text) ?? [];
  if (first === undefined || second === undefined || third === undefined) return undefined;
  let parts: [year: string, month: string, day: string];
  if (first.length === 4) parts = [first, second, third];
  else if (third.length === 4) parts = order === 'mdy' ? [third, first, second] : [third, second, first];
  else return undefined;
  const [year, month, day] = parts.map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  // The calendar knows no 30 February, and would take the second of March for it.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || year < 1800) return undefined;
  return date.toISOString().slice(0, 10);
}
