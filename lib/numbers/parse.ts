// Reads what a person types or pastes into a dial field, and writes numbers for people to read.
import {
  AsYouType,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js/max';
import { digitsOf, fold } from './find/fold.ts';
import { findNumbers } from './find.ts';

/** What a dial field holds. */
export type ParsedNumber =
  | {
      ok: true;
      kind: 'phone';
      /** E.164 */
      number: string;
      ext?: string;
      region?: string;
      national: string;
      international: string;
      /** False where the length is right but no such number is assigned (yet, or to our knowledge). */
      valid: boolean;
    }
  /** An extension, a feature code, a short or emergency number: the PBX knows it, dialled as it stands. */
  | { ok: true; kind: 'internal'; number: string }
  /** A SIP address, dialled as it stands. */
  | { ok: true; kind: 'sip'; number: string }
  | { ok: false; reason: 'empty' | 'not-a-number' | 'too-long' };

const SIP_ADDRESS = /^(?:sips?:)?[^\s@:<>"]{1,128}@[^\s@<>"]{1,253}$/i;
const LONGEST_DIAL_STRING = 32;
const LONGEST_PASTE = 1000;

/** Reads a dial field. `region` is the country whose national numbers are understood. */
export function parseNumber(input: string, region: string | undefined): ParsedNumber {
  const written = input.trim();
  if (written === '') return { ok: false, reason: 'empty' };
  if (written.length > LONGEST_PASTE) return { ok: false, reason: 'too-long' };
  if (SIP_ADDRESS.test(written)) {
    return { ok: true, kind: 'sip', number: /^sips?:/i.test(written) ? written : `sip:${written}` };
  }
  const folded = fold(written)
    .replace(/^(?:tel|callto):/i, '')
    .replaceAll('\u200b', '');
  if (/^[\d*#]+$/.test(folded) && (/[*#]/.test(folded) || folded.length < 7)) return internal(folded);
  const keyed = /^[+\d*#]/.test(folded) ? folded.replace(/[a-z]/gi, keyOf) : folded;
  return asTyped(folded, region) ?? asPasted(folded, region) ?? asTyped(keyed, region) ?? asKeyed(keyed);
}

function internal(dial: string): ParsedNumber {
  if (dial.length > LONGEST_DIAL_STRING) return { ok: false, reason: 'too-long' };
  return { ok: true, kind: 'internal', number: dial };
}

/** The whole field is one number. */
function asTyped(folded: string, region: string | undefined): ParsedNumber | undefined {
  const [found, second] = findNumbers(folded, { defaultRegion: region, labelled: true });
  if (!found || second || digitsOf(folded.slice(0, found.start) + folded.slice(found.end)) !== '')
    return undefined;
  return described(found.number, found.ext);
}

/** A number copied together with the words around it. */
function asPasted(folded: string, region: string | undefined): ParsedNumber | undefined {
  if (!/\p{L}{2}/u.test(folded)) return undefined;
  const found = findNumbers(folded, { defaultRegion: region })[0];
  return found && described(found.number, found.ext);
}

/** Not a number of any plan: digits go to the PBX as they are, letters as a keypad has them. */
function asKeyed(keyed: string): ParsedNumber {
  const dial = keyed.replace(/[\s().\-/[\]]+/g, '');
  return /^\+?[\d*#]+$/.test(dial) ? internal(dial) : { ok: false, reason: 'not-a-number' };
}

function keyOf(letter: string): string {
  return '22233344455566677778889999'.charAt(letter.toLowerCase().charCodeAt(0) - 97);
}

function described(number: string, ext: string | undefined): ParsedNumber | undefined {
  const parsed = parsePhoneNumberFromString(number, { extract: false });
  if (!parsed) return undefined;
  return {
    ok: true,
    kind: 'phone',
    number,
    ...(ext !== undefined && { ext }),
    ...(parsed.country && { region: parsed.country }),
    national: parsed.formatNational(),
    international: parsed.formatInternational(),
    valid: parsed.isValid(),
  };
}

function countryOf(region: string | undefined): CountryCode | undefined {
  const code = region?.toUpperCase();
  return code !== undefined && isSupportedCountry(code) ? code : undefined;
}

/** What the field should show while someone types. Codes, addresses and words stay as typed. */
export function formatAsTyped(input: string, region: string | undefined): string {
  if (!/^[+\d][\d\s().-]*$/.test(input) || digitsOf(input).length < 5) return input;
  return new AsYouType(countryOf(region)).input(input);
}

/** A number for reading: as people in `homeRegion` write it at home, else with its country code. */
export function formatNumber(number: string, homeRegion: string | undefined): string {
  const parsed = parsePhoneNumberFromString(number, { extract: false });
  if (!parsed) return number;
  const home = parsed.country !== undefined && parsed.country === homeRegion?.toUpperCase();
  return home ? parsed.formatNational() : parsed.formatInternational();
}
