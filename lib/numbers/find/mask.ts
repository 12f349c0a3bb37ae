// Blanks out what has digits and a shape of its own.
import type { Columns } from './columns.ts';
import { SHAPES } from './shapes.ts';

/** Stands where something that is no number was; neither digit nor separator. */
export const MASKED = '\uffff';

/** The folded text with every look-alike blanked out, offsets kept. `labelled` as in findNumbers. */
export function mask(folded: string, columns: Columns, labelled: boolean): string {
  let text = folded;
  for (const { pattern, holds, unlessPhone, needs } of SHAPES) {
    if (unlessPhone && labelled) continue;
    if (needs !== undefined && !text.includes(needs)) continue;
    text = text.replace(pattern, (match: string, ...rest: unknown[]) => {
      const at = rest.findLast((part) => typeof part === 'number') ?? 0;
      if (holds?.(match, text.slice(Math.max(0, at - 12), at)) === false) return match;
      if (unlessPhone && columns.labelBefore(text, 0, at) === 'phone') return match;
      return MASKED.repeat(match.length);
    });
  }
  return text;
}
