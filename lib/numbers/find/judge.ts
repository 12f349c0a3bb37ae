// Is this row of digits a telephone number, seen from this country? Valid, merely possible, or neither.
import {
  isSupportedCountry,
  Metadata,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/max';

/** What became of a row of digits. */
export interface Verdict {
  /** E.164 */
  number: string;
  /** Assigned by the numbering plan and written with the trunk prefix it demands; otherwise only its length is right. */
  valid: boolean;
  /** Written so that nobody doubts: with its country or its trunk prefix. */
  strong: boolean;
}

/** The part of the library's numbering plan that its own types leave out. */
interface Plan {
  callingCode(): string;
  nationalPrefix(): string | 0 | undefined;
  nationalNumberPattern(): string;
  /** 0 where there is none. */
  nationalPrefixForParsing(): string | 0 | undefined;
  nationalPrefixTransformRule(): string | 0 | undefined;
  possibleLengths(): number[];
  IDDPrefix(): string;
  formats(): {
    nationalPrefixFormattingRule(): string | undefined;
    nationalPrefixIsOptionalWhenFormattingInNationalFormat(): boolean;
  }[];
}

interface Country {
  code: CountryCode;
  callingCode: string;
  trunk: string;
  /** Cheap and never refuses a valid number: keeps most digit rows away from the parser. */
  likely: RegExp;
  abroad: RegExp;
  lengths: ReadonlySet<number>;
}

const countries = new Map<string, Country | undefined>();

function country(region: string | undefined): Country | undefined {
  // Callers outside TypeScript have null for «unknown», too.
  if (!region) return undefined;
  const code = region.toUpperCase();
  if (!countries.has(code)) countries.set(code, readCountry(code));
  return countries.get(code);
}

function readCountry(code: string): Country | undefined {
  if (!isSupportedCountry(code)) return undefined;
  const metadata = new Metadata();
  metadata.selectNumberingPlan(code);
  const plan: unknown = metadata.numberingPlan;
  if (!isPlan(plan)) return undefined;
  const prefix = plan.nationalPrefixForParsing() || '';
  const callingCode = plan.callingCode();
  const abroad = plan.IDDPrefix();
  const lead = [callingCode, prefix].filter((part) => part !== '');
  if (!alwaysHasTrunkPrefix(plan)) lead.push('');
  return {
    code,
    callingCode,
    trunk: plan.nationalPrefix() || '',
    likely: new RegExp(
      `^(?:(?:${lead.join('|')})(?:${plan.nationalNumberPattern()})${rewritten(plan, prefix)})$`,
    ),
    abroad: new RegExp(`^(?:${abroad})`),
    lengths: new Set(plan.possibleLengths()),
  };
}

/** «011 15-2345-6789», «0 15 21 98765-4321»: where the prefix holds a code that the number itself has elsewhere or not at all. */
function rewritten(plan: Plan, prefix: string): string {
  // A prefix up to the end is a number without its area code.
  return plan.nationalPrefixTransformRule() && !prefix.includes('$') ? `|(?:${prefix})\\d{0,8}` : '';
}

function alwaysHasTrunkPrefix(plan: Plan): boolean {
  const formats = plan.formats();
  return (
    formats.length > 0 &&
    formats.every(
      (format) =>
        /\d\D*\$1/.test(format.nationalPrefixFormattingRule() ?? '') &&
        !format.nationalPrefixIsOptionalWhenFormattingInNationalFormat(),
    )
  );
}

function isPlan(plan: unknown): plan is Plan {
  return typeof plan === 'object' && plan !== null && 'nationalNumberPattern' in plan;
}

/**
 * Judges digits (ASCII, no separators) as written after a plus, or as dialled inside `region`.
 * `possible` asks for numbers whose length alone is right, too.
 */
export function judge(
  digits: string,
  plus: boolean,
  region: string | undefined,
  possible: boolean,
): Verdict | undefined {
  if (digits.length < 5 || digits.length > 20) return undefined;
  if (plus) return abroad(digits, possible);
  const home = country(region);
  if (home === undefined) return digits.startsWith('00') ? abroad(digits.slice(2), false) : undefined;
  return (
    (digits.startsWith(`00${home.callingCode}`) ? abroad(digits.slice(2), false) : undefined) ??
    nationally(digits, home, false) ??
    (possible && isOwnLength(digits, home) ? nationally(digits, home, true) : undefined) ??
    fromAbroad(digits, home, possible) ??
    (possible ? nationally(digits, home, true) : undefined)
  );
}

/** «125-0676-9177» under a label in China need not have come from North America, nor «8 (864) 272-23-61» in Russia from Taiwan. */
function isOwnLength(digits: string, home: Country): boolean {
  if (home.trunk === '8' && digits.startsWith('8') && home.lengths.has(digits.length - 1)) return true;
  return home.callingCode !== '1' && /^1\d{10}$/.test(digits) && home.lengths.has(digits.length);
}

function abroad(digits: string, possible: boolean): Verdict | undefined {
  if (digits.length > 17 || digits.startsWith('0')) return undefined;
  const parsed = parsePhoneNumberFromString(`+${digits}`, { extract: false });
  return parsed && settle(parsed, parsed.isValid(), true, possible);
}

function nationally(digits: string, home: Country, possible: boolean): Verdict | undefined {
  if (!possible && !home.likely.test(digits)) return undefined;
  // North America has no trunk zero: «01 99 00 12 34» in a telephone column is another country's number, not a possible one of ours.
  if (possible && home.callingCode === '1' && digits.startsWith('0')) return undefined;
  const parsed = parsePhoneNumberFromString(digits, { defaultCountry: home.code, extract: false });
  if (!parsed || parsed.countryCallingCode !== home.callingCode) return undefined;
  const national = parsed.nationalNumber;
  // An own number can be shorter than what was typed only by its trunk prefix or country code.
  const bare = digits.length <= national.length;
  const valid = parsed.isValid() && !(bare && needsTrunkPrefix(parsed));
  return settle(parsed, valid, !bare, possible);
}

function fromAbroad(digits: string, home: Country, possible: boolean): Verdict | undefined {
  const own = home.abroad.exec(digits)?.[0] ?? '';
  // This country's way of dialling abroad, then the way of most of the world, which people write everywhere.
  for (const prefix of new Set([own, '00'])) {
    if (prefix === '' || !digits.startsWith(prefix)) continue;
    const found = abroad(digits.slice(prefix.length), false);
    if (found) return found;
  }
  // Bulgaria's free numbers begin with what it dials for abroad.
  if (digits.startsWith('00')) return abroad(`${home.callingCode}${digits}`, false);
  // «Mobile: 4930…»: under a label, an international number that lost its plus.
  return possible && digits.length >= 11 ? abroad(digits, false) : undefined;
}

/** The library skips this check of the reference matcher; without it every ninth structured id looks like a number. */
function needsTrunkPrefix(parsed: PhoneNumber): boolean {
  const written = parsed.format('NATIONAL', { nationalPrefix: false }).replace(/\D+/g, '');
  return written !== parsed.nationalNumber && written.endsWith(parsed.nationalNumber);
}

function settle(
  parsed: PhoneNumber,
  valid: boolean,
  strong: boolean,
  possible: boolean,
): Verdict | undefined {
  if (valid) return { number: parsed.number, valid, strong };
  // Shorter than seven digits is a local part or an extension: nothing that can be dialled from elsewhere.
  if (!possible || parsed.nationalNumber.length < 7 || !parsed.isPossible()) return undefined;
  return { number: parsed.number, valid, strong };
}

/** Whether digit groups of these lengths are how the number's country groups it, at home or from abroad. */
export function isGroupedAsUsual(number: string, lengths: readonly number[]): boolean {
  const parsed = parsePhoneNumberFromString(number, { extract: false });
  if (!parsed) return false;
  const written = lengths.join(' ');
  return [parsed.formatNational(), parsed.formatInternational()].some(
    (usual) => (usual.match(/\d+/g) ?? []).map(({ length }) => length).join(' ') === written,
  );
}
