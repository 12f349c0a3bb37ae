// Cuts a folded text into runs: digit groups with nothing but telephone punctuation between them.
import { INVISIBLE } from './fold.ts';

/** Digits that stand together. */
export interface Group {
  start: number;
  end: number;
}

/** Groups that could be parts of one number, or of several. */
export interface Run {
  /** Where the leading plus or bracket stands, or the first digit. */
  start: number;
  end: number;
  plus: boolean;
  groups: Group[];
}

// Digits and separators are disjoint, and the lead is bounded: linear on any text.
const SEPARATOR = `[ \\-./()\\[\\]${INVISIBLE}]`;
/** «8~10 49…», «(8~5) 226…», «0~01…»: a trunk prefix, and the tone to wait for. */
const WAIT = '(?<=(?<!\\d)8)~(?=\\d)|(?<=(?<!\\d)0)~(?=0)';
const DIGITS = `\\d(?:(?:${SEPARATOR}{0,5}|${WAIT})\\d)*`;
const RUN = new RegExp(`[+(\\[][+(\\[ ${INVISIBLE}]{0,3}${DIGITS}|${DIGITS}`, 'g');

/** «1) (829) 555-0123»: the first bracket closes what was never opened. «02) 567-8055» is how Korea writes a dialling code. */
const LIST_NUMERAL = /^[1-9]\d?\) +/;
/** A run of more groups than this is a table of figures. */
const MOST_GROUPS = 40;
const FEWEST_DIGITS = 5;

/** All runs that hold enough digits, in order. */
export function* runsIn(masked: string): Generator<Run> {
  for (const match of masked.matchAll(RUN)) {
    const numeral = LIST_NUMERAL.exec(match[0])?.[0].length ?? 0;
    const written = match[0].slice(numeral);
    const from = match.index + numeral;
    if (written.length < FEWEST_DIGITS) continue;
    const groups: Group[] = [];
    let digits = 0;
    for (const group of written.matchAll(/\d+/g)) {
      const start = from + group.index;
      groups.push({ start, end: start + group[0].length });
      digits += group[0].length;
      if (groups.length > MOST_GROUPS) break;
    }
    if (digits < FEWEST_DIGITS || groups.length > MOST_GROUPS) continue;
    const lead = /^[^\d]*/.exec(written)?.[0] ?? '';
    yield {
      start: from,
      end: from + written.length,
      plus: lead.includes('+'),
      groups,
    };
  }
}
