/** The numbers of a page as lists show them: told by the page's own scripts, checked before anybody believes them. */
import * as v from 'valibot';
import { mostListed } from './wire.ts';

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const origin = text(300);
const region = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/));

/** What one frame says. */
export const frameList = v.object({
  origin,
  /** Whose national numbers are meant, unless a country stands beside one. */
  region: v.optional(region),
  /** Why that country: chosen for the site, named by the page, or the operator's own. */
  from: v.picklist(['site', 'page', 'own']),
  /** Why numbers may be missing. */
  shortfall: v.optional(v.picklist(['opted-out', 'large', 'busy', 'off'])),
  numbers: v.pipe(
    v.array(
      v.object({
        /** E.164 */
        number: v.pipe(text(20), v.regex(/^\+\d+$/)),
        ext: v.optional(v.pipe(text(10), v.regex(/^\d+$/))),
        written: text(120),
      }),
    ),
    v.maxLength(mostListed),
  ),
});

export type FrameList = v.InferOutput<typeof frameList>;

/** A number in a page's list. */
export type ListedNumber = FrameList['numbers'][number] & { frame: number };

/** What a page with all its frames says; country and shortfall are the top frame's. */
export interface PageList extends Omit<FrameList, 'numbers'> {
  numbers: ListedNumber[];
}

/** Where a list comes from: the page beside the panel, or the one behind the popup. */
export interface PageNumbersSource {
  /** Undefined where no script of ours runs in the page. */
  read(): Promise<PageList | undefined>;
  /** Scrolls to it and opens its chip there. */
  reveal(number: ListedNumber): Promise<void>;
}
