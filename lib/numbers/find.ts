// Finds the telephone numbers in a text, in whatever form people write them. Pure: no browser, no page.
import { isAmount, isPriced } from './find/amount.ts';
import { extensionAt } from './find/extension.ts';
import { gluedLeft, gluedRight } from './find/border.ts';
import { Columns } from './find/columns.ts';
import { fold, INVISIBLE } from './find/fold.ts';
import { isGroupedAsUsual } from './find/judge.ts';
import { labelAfter } from './find/behind.ts';
import type { Label } from './find/label.ts';
import { mask } from './find/mask.ts';
import { runsIn, type Run } from './find/runs.ts';
import { segments, type Segment } from './find/segment.ts';

/** A telephone number in a text. */
export interface FoundNumber {
  /** UTF-16 offsets of exactly the number as written, its extension included, brackets around it not. */
  start: number;
  end: number;
  /** E.164 */
  number: string;
  ext?: string;
}

/** How to read a text. */
export interface FindOptions {
  /** ISO country whose national numbers are understood; without it only international ones are. */
  defaultRegion?: string | undefined;
  /** What the text stands in (a column, a field) is known to hold telephone numbers: possible ones count, too. */
  labelled?: boolean | undefined;
}

/** A label speaks for a cell or a line, not for a page. */
const LONGEST_LABELLED = 400;

/** Finds all numbers, in order, never overlapping. Never throws; takes time in proportion to the text. */
export function findNumbers(text: string, options: FindOptions = {}): FoundNumber[] {
  const found: FoundNumber[] = [];
  if (!hasDigits(text)) return found;
  const folded = fold(text);
  const whole = text.length <= LONGEST_LABELLED ? folded.trim() : undefined;
  const columns = new Columns(folded);
  const masked = mask(folded, columns, options.labelled === true && whole !== undefined);
  let inherited: Told = { label: undefined, end: 0, digits: 0 };
  let lastEnd = 0;
  for (const run of runsIn(masked)) {
    if (run.start < lastEnd) continue;
    const label = labelOf(folded, columns, run, inherited);
    inherited = { label, end: run.end, digits: digitsIn(run) };
    const cell = whole !== undefined && run.plus && folded.slice(run.start, run.end) === whole;
    const labelled =
      label !== 'id' && (label === 'phone' || cell || (options.labelled === true && whole !== undefined));
    const question = {
      folded,
      run,
      region: options.defaultRegion,
      labelled,
      ...freeGroups(folded, masked, run),
    };
    for (const segment of segments(question)) {
      const number = place(folded, run, segment);
      if (!isMeant(folded, number, run, segment, label, labelled)) continue;
      found.push(number);
      lastEnd = number.end;
      if (number.end > run.end) inherited = { ...inherited, end: number.end };
    }
  }
  return found;
}

function hasDigits(text: string): boolean {
  return /\p{Nd}[^\p{L}]{0,40}?\p{Nd}/u.test(text);
}

/** What was said of the run before. */
interface Told {
  label: Label;
  end: number;
  digits: number;
}

function digitsIn(run: Run): number {
  return run.groups.reduce((sum, group) => sum + group.end - group.start, 0);
}

/** What stands between two numbers of a list. */
const IN_A_LIST =
  /^\s*(?:[,;/&|+]|(?:and|or|und|oder|et|ou|y|e|o|ed|od|en|of|i|a|og|och|eller|ja|tai|või|un|vai|ir|ar|arba|és|vagy|și|si|sau|ve|veya|lub|albo|oraz|nebo|alebo|ali|ili|in|dan|atau|và|hoặc|и|или|та|або|й|і|және|και|ή|او|و|أو|یا|اور|ו|או|और|या|এবং|ও|বা|和|及|与|與|或|と|や|및|와|과|และ|หรือ)\s)?\s*$/iu;

/** «Invoices 1234, 1235»: what was said of the first in a list holds for the rest. */
function labelOf(folded: string, columns: Columns, run: Run, inherited: Told): Label {
  const before = columns.labelBefore(folded, inherited.end, run.start);
  const own = isVague(before) ? sharpened(before, folded, run) : before;
  if (own !== undefined || inherited.end === 0 || columns.parts(inherited.end, run.start)) return own;
  // «Order 98765, 201-555-0123»
  if (inherited.label !== 'phone' && Math.abs(digitsIn(run) - inherited.digits) > 3) return undefined;
  const gap = folded.slice(inherited.end, run.start);
  // «Tel.: 03-503-2907\n6688218 תל אביב»: a line that goes on is about something else.
  if (gap.includes('\n') && !/^[ )\].,;]*(?:$|\n)/.test(folded.slice(run.end, run.end + 16)))
    return undefined;
  return gap.length < 12 && IN_A_LIST.test(gap) ? inherited.label : undefined;
}

function isVague(label: Label): boolean {
  return label === undefined || label === 'numbered' || label === 'count';
}

/** What is said before leaves open what is said behind: «شماره … تماس». */
function sharpened(before: Label, folded: string, run: Run): Label {
  const after = labelAfter(folded, run.end, run.groups.length > 1);
  return before === undefined || after === 'phone' || after === 'id' ? after : before;
}

function freeGroups(folded: string, masked: string, run: Run): { firstFree: number; lastFree: number } {
  const { groups } = run;
  let firstFree = 0;
  let lastFree = groups.length;
  if (gluedLeft(masked, run.start, run.plus)) {
    firstFree = groups.findIndex(
      (group, at) =>
        at > 0 &&
        folded[group.start - 1] !== undefined &&
        / /.test(folded.slice(groups[at - 1]?.end, group.start)),
    );
    if (firstFree < 0) firstFree = groups.length;
  }
  if (gluedRight(masked, run.end) && !extensionAt(folded, run.end)) {
    lastFree =
      groups.findLastIndex((group, at) =>
        / /.test(folded.slice(group.end, groups[at + 1]?.start ?? group.end)),
      ) + 1;
  }
  return { firstFree, lastFree };
}

/** From groups to offsets: with the plus or bracket that leads, without one that is never closed or closes around. */
function place(folded: string, run: Run, { first, last, verdict }: Segment): FoundNumber {
  const digitsAt = run.groups[first]?.start ?? run.start;
  let end = run.groups[last]?.end ?? run.end;
  const floor = first === 0 ? run.start : (run.groups[first - 1]?.end ?? run.start);
  const lead = folded.slice(floor, digitsAt);
  let start = digitsAt - (/[+([][+([ \u200b]*$/.exec(lead)?.[0].length ?? 0);
  while (start < digitsAt && !keepsLead(folded, start, end)) start++;
  const extension = extensionAt(folded, end);
  if (extension) end = extension.end;
  return { start, end, number: verdict.number, ...(extension && { ext: extension.ext }) };
}

function keepsLead(folded: string, start: number, end: number): boolean {
  const sign = folded[start];
  if (sign === ' ' || sign === INVISIBLE) return false;
  if (sign === '+') return true;
  let depth = 0;
  for (let at = start; at < end; at++) {
    if (/[([]/.test(folded.charAt(at))) depth++;
    else if (/[)\]]/.test(folded.charAt(at)) && --depth === 0) return true;
  }
  return false;
}

/** The last word: amounts and ids that happen to be somebody's number. */
function isMeant(
  folded: string,
  number: FoundNumber,
  run: Run,
  segment: Segment,
  label: Label,
  labelled: boolean,
): boolean {
  const plus = run.plus && segment.first === 0;
  if (plus) return true;
  const bracketed = folded[number.start] === '(';
  if (label === 'id') return bracketed && segment.verdict.valid;
  if (label !== undefined && !labelled) {
    const { first, last, verdict } = segment;
    if (!verdict.valid || first === last) return false;
    if (label === 'count') return verdict.strong;
    const lengths = run.groups.slice(first, last + 1).map((group) => group.end - group.start);
    return (
      (label === 'who' && (verdict.strong || isGroupedAtAll(lengths))) ||
      isGroupedAsUsual(verdict.number, lengths)
    );
  }
  if (labelled) return segment.verdict.strong || !isPriced(folded, number.end);
  return bracketed || !(isAmount(folded, number.start, number.end) || isPostcode(folded, number, segment));
}

/** Somebody's number may be grouped as nobody else groups it, but not with a rest of a digit at its end. */
function isGroupedAtAll(lengths: readonly number[]): boolean {
  return (
    lengths.length > 2 && ((lengths.at(-1) ?? 0) > 2 || lengths.slice(1).every((length) => length === 2))
  );
}

/** «Rue du Moulin, 35130 Montfleur»: where numbers are as short as postcodes. */
function isPostcode(folded: string, { start, end }: FoundNumber, { first, last }: Segment): boolean {
  if (first !== last || end - start > 6) return false;
  return (
    /^ \p{Lu}\p{Ll}/u.test(folded.slice(end, end + 3)) &&
    /(?:^|[,;\n|-]) ?$/.test(folded.slice(Math.max(0, start - 2), start))
  );
}
