/** How a number is written on the wire for one account. */
import { parseNumber } from './parse.ts';
import type { DialRule } from '../mirror/slices.ts';

/**
 * `number` is E.164 with its plus, or anything the operator typed that is no public number (an extension, a feature
 * code, a SIP URI), which stays as it is. `region` is the operator's own country.
 */
export function dialString(number: string, rule: DialRule, region: string): string {
  if (/^sips?:/i.test(number)) return number;
  const written = number.startsWith('+') ? writtenAs(number, rule.format, region) : number;
  const digits = written.replace(/\D/g, '').length;
  return digits >= rule.fromDigits ? rule.prefix + written : written;
}

function writtenAs(e164: string, format: DialRule['format'], region: string): string {
  switch (format) {
    case 'e164':
      return e164;
    case 'plain':
      return e164.slice(1);
    case 'international':
      return `00${e164.slice(1)}`;
    case 'national':
      return nationalAtHome(e164, region) ?? `00${e164.slice(1)}`;
  }
}

function nationalAtHome(e164: string, region: string): string | undefined {
  const parsed = parseNumber(e164, region);
  if (!parsed.ok || parsed.kind !== 'phone' || parsed.region !== region) return undefined;
  return parsed.national.replace(/\D/g, '');
}
