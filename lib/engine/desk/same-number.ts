/** Whether two ways of writing name one telephone. */
import { parseNumber } from '../../numbers/parse.ts';

const plain = (number: string, region: string): string => {
  const parsed = parseNumber(number, region);
  return parsed.ok ? parsed.number : number.trim().toLowerCase();
};

/** What a withheld number is called. */
const withheld = /^(|anonymous|unknown|restricted|private|unavailable|withheld)$/i;

/** Withheld numbers are all one. */
export function sameNumber(one: string, other: string, region: string): boolean {
  if (one === other) return true;
  if (withheld.test(one.trim()) || withheld.test(other.trim()))
    return withheld.test(one.trim()) && withheld.test(other.trim());
  // Without its plus an international number is still the same.
  return plain(one, region) === plain(other, region) || plain(`+${one}`, region) === plain(other, region);
}
