// Countries of the corpora, and their valid numbers made from the numbering plans alone.
import fc from 'fast-check';
import {
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
  parsePhoneNumberFromString,
  type PhoneNumber,
} from 'libphonenumber-js/max';

export const REGIONS =
  'US CA GB IE FR DE AT CH IT ES PT NL BE LU DK NO SE FI IS PL CZ SK HU RO BG GR HR SI RS EE LV LT UA RU TR IL SA AE EG MA ZA NG KE IN PK BD LK TH VN ID MY SG PH CN HK TW JP KR AU NZ BR AR MX CL CO PE'.split(
    ' ',
  );

function patternOf(plan: unknown): string {
  if (typeof plan !== 'object' || plan === null || !('nationalNumberPattern' in plan))
    throw new Error('no plan');
  const { nationalNumberPattern } = plan;
  if (typeof nationalNumberPattern !== 'function') throw new Error('no pattern');
  return String(nationalNumberPattern.call(plan));
}

/** `count` valid numbers of ordinary kinds. */
export function numbersOf(region: string, count: number, seed: number): PhoneNumber[] {
  if (!isSupportedCountry(region)) throw new Error(`no such country: ${region}`);
  const metadata = new Metadata();
  metadata.selectNumberingPlan(region);
  const national = fc.stringMatching(new RegExp(`^(?:${patternOf(metadata.numberingPlan)})$`));
  const found: PhoneNumber[] = [];
  for (let round = 0; found.length < count && round < 60; round++) {
    for (const digits of fc.sample(national, { numRuns: 400, seed: seed + round })) {
      const parsed = parsePhoneNumberFromString(`+${getCountryCallingCode(region)}${digits}`);
      if (!parsed?.isValid() || parsed.country !== region || parsed.nationalNumber.length < 7) continue;
      if (!/FIXED|MOBILE|TOLL|VOIP|SHARED/.test(parsed.getType() ?? '')) continue;
      // Some plans hold numbers that the library's own parser cannot read back when they are written nationally.
      if (parsePhoneNumberFromString(parsed.formatNational(), region)?.number !== parsed.number) continue;
      found.push(parsed);
      if (found.length === count) break;
    }
  }
  return found;
}
