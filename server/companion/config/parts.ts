/** What the configuration file is made of: texts, secrets, addresses, each with its check. */
import { isSupportedCountry } from 'libphonenumber-js/max';
import * as v from 'valibot';
import { LANGUAGES } from '../tools/tool.ts';
import { isSafeUrl } from '../settings.ts';
import { FromEnvironment, withValues } from './references.ts';

/** A reference whose variable is not set has been complained of already. */
const orUnset =
  (is: (text: string) => boolean) =>
  (text: string): boolean =>
    text === '' || is(text);

/** An object proper: to a schema of objects an empty list is one, too. */
export const proper = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.pipe(
    v.custom<v.InferInput<Schema>>((value) => !Array.isArray(value), 'must be an object { … }'),
    schema,
  );

const reference = v.pipe(
  v.instance(FromEnvironment),
  v.transform(({ value }) => value),
);

/** Only by reference: it never stands in the file. */
export const secret = v.pipe(
  v.instance(
    FromEnvironment,
    'is a secret, which does not belong in this file: give { "env": "NAME" } and set NAME',
  ),
  v.transform(({ value }) => value),
);

/** In the file, or by reference. */
export const text = v.union(
  [v.pipe(v.string(), v.nonEmpty()), reference],
  'is neither a text nor { "env": "NAME" }',
);

const hasNoCredentials = (url: string): boolean => {
  if (!URL.canParse(url)) return true;
  const { username, password } = new URL(url);
  return username === '' && password === '';
};

export const url = v.pipe(
  text,
  v.check(orUnset(isSafeUrl), 'is not an https:// URL (http:// only on this machine)'),
  v.check(hasNoCredentials, 'has a user name or password in it, which belong in "headers"'),
);

export const origin = v.pipe(
  url,
  v.check(
    orUnset((text) => !URL.canParse(text) || new URL(text).origin === text.replace(/\/$/, '')),
    'must be an origin, without a path',
  ),
);

/** By name; a value is a reference, with e.g. "Bearer " as its prefix. */
export const headers = proper(
  v.record(
    v.pipe(v.string(), v.regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is not the name of a header')),
    v.pipe(
      secret,
      v.check((value) => /^[\x20-\x7e]*$/.test(value), 'has characters that cannot be in a header'),
    ),
  ),
);

export const timeoutMs = v.pipe(
  v.number(),
  v.check(
    (ms) => Number.isInteger(ms) && ms >= 100 && ms <= 60_000,
    'is not a whole number of milliseconds from 100 to 60000',
  ),
);

/** Any JSON, with references in it. */
export const tree = v.pipe(v.unknown(), v.transform(withValues));

export const pointer = v.pipe(
  v.string(),
  v.regex(/^(\/([^~/]|~[01])*)+$/, 'is not a JSON pointer, e.g. "/policy/status"'),
);

export const timeZone = v.pipe(v.string(), v.check(isTimeZone, 'is not a time zone like America/New_York'));

function isTimeZone(zone: string): boolean {
  // An offset would be wrong half of the year.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format() !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export const language = v.picklist(
  LANGUAGES,
  `is not a language that callers can be spoken to in: ${LANGUAGES.join(' or ')}`,
);

export const region = v.pipe(
  v.string(),
  v.check((code) => isSupportedCountry(code), 'is not a country of two letters like US'),
);

export const operator = v.pipe(
  v.string(),
  v.regex(/^[^\s@]*@[^\s@]+$/, 'is neither an e-mail address nor @domain'),
  v.toLowerCase(),
);
