import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Draft } from './tool.ts';

/**
 * The number that is meant, in E.164, and what was said where that is something else. Without a number that can exist it
 * `needsReview`.
 */
export function numberOf(
  given: string | undefined,
  region: string,
): Pick<Draft, 'number' | 'numberAsGiven' | 'needsReview'> {
  if (given === undefined) return {};
  const country = region.toUpperCase();
  const parsed = parsePhoneNumberFromString(given, {
    ...(isSupportedCountry(country) && { defaultCountry: country }),
    extract: false,
  });
  if (!parsed?.isValid()) return { numberAsGiven: given, needsReview: true };
  return { number: parsed.number, ...(parsed.number !== given && { numberAsGiven: given }) };
}
