// Decides how a run of digit groups is cut into numbers: «a / b», «a b», «house 12 (201) 555…».
import { INVISIBLE } from './fold.ts';
import { judge, type Verdict } from './judge.ts';
import type { Group, Run } from './runs.ts';

/** A number within a run: its first and last group, and what the digits are. */
export interface Segment {
  first: number;
  last: number;
  verdict: Verdict;
}

/** What is known about a run before its digits are judged. */
export interface Question {
  folded: string;
  run: Run;
  region: string | undefined;
  /** A label says telephone: numbers that are merely possible count, too. */
  labelled: boolean;
  /** Groups before this one are glued to a word and cannot begin a number. */
  firstFree: number;
  /** Groups from this one on are glued to what follows. */
  lastFree: number;
}

const MOST_GROUPS = 9;
const MOST_DIGITS = 20;
const FEWEST_DIGITS = 5;
const LONGEST_CODE = 6;

/** The best cut: as many digits as possible in numbers, with borders where a writer would put them. */
export function segments(question: Question): Segment[] {
  const { folded, run, firstFree, lastFree } = question;
  const { groups } = run;
  const gaps = groups
    .slice(1)
    .map((group, at) => folded.slice(groups[at]?.end, group.start).replaceAll(INVISIBLE, ''));
  const whole = wholeRun(question, gaps);
  if (whole) return [whole];
  const best: { score: number; from: number; segment?: Segment }[] = [{ score: 0, from: 0 }];
  for (let end = 1; end <= groups.length; end++) {
    let top: (typeof best)[number] = { score: best[end - 1]?.score ?? 0, from: end - 1 };
    if (end <= lastFree && !isTally(folded, groups[end - 1], gaps[end - 2])) {
      for (const { first, digits, inner } of spans(groups, gaps, end, firstFree)) {
        const borders = borderCost(gaps[first - 1]) + borderCost(gaps[end - 1]);
        const score = (best[first]?.score ?? 0) + digits.length * 10 - inner - borders;
        if (score <= top.score) continue;
        const verdict = read(question, gaps, first, end - 1, digits);
        if (!verdict) continue;
        const weighed = score - (verdict.valid ? 0 : 30);
        if (weighed > top.score)
          top = { score: weighed, from: first, segment: { first, last: end - 1, verdict } };
      }
    }
    best.push(top);
  }
  return trace(best).filter((segment, _, all) => standsAlone(question, gaps, segment, all));

  function* spans(groups: readonly Group[], gaps: readonly string[], end: number, from: number) {
    let digits = '';
    for (let first = end - 1; first >= Math.max(from, end - MOST_GROUPS); first--) {
      const group = groups[first];
      if (!group) return;
      digits = folded.slice(group.start, group.end) + digits;
      if (digits.length > MOST_DIGITS) return;
      if (digits.length < FEWEST_DIGITS) continue;
      // Only a dialling code is followed by a slash: «030/123…», not «75421532 / 50».
      if (gaps[first]?.includes('/') && first < end - 1 && group.end - group.start > LONGEST_CODE) continue;
      const inner = innerCost(question, first, end - 1, gaps);
      if (inner < Infinity) yield { first, digits, inner };
    }
  }
}

/** The usual case, for the price of one look: the run is a number, written without any doubtful border. */
function wholeRun(question: Question, gaps: readonly string[]): Segment | undefined {
  const { folded, run, firstFree, lastFree } = question;
  const last = run.groups.length - 1;
  if (firstFree > 0 || lastFree <= last || last >= MOST_GROUPS) return undefined;
  if (innerCost(question, 0, last, gaps) > 0) return undefined;
  if (isTally(folded, run.groups[last], gaps[last - 1])) return undefined;
  const digits = run.groups.map((group) => folded.slice(group.start, group.end)).join('');
  if (digits.length > MOST_DIGITS) return undefined;
  const verdict = read(question, gaps, 0, last, digits);
  return verdict?.valid === true ? { first: 0, last, verdict } : undefined;
}

/** «+359 85 892 50 (2)»: a short number in brackets at the end counts something. */
function isTally(folded: string, group: Group | undefined, gap: string | undefined): boolean {
  return (
    group !== undefined &&
    group.end - group.start <= 2 &&
    folded[group.end] === ')' &&
    gap !== undefined &&
    gap.endsWith(' (')
  );
}

function trace(best: readonly { from: number; segment?: Segment }[]): Segment[] {
  const found: Segment[] = [];
  for (let at = best.length - 1; at > 0;) {
    const step = best[at];
    if (!step) break;
    if (step.segment) found.push(step.segment);
    at = step.from;
  }
  return found.toReversed();
}

/** How unlike one number these separators are. */
function innerCost({ folded, run }: Question, first: number, last: number, all: readonly string[]): number {
  const gaps = all.slice(first, last);
  const plus = run.plus && first === 0;
  if (leavesOpen(gaps, folded.charAt(run.groups[last]?.end ?? 0))) return Infinity;
  let cost = 0;
  for (const [at, gap] of gaps.entries()) {
    if (/ {4}|\/ ?\/|\. | \.|--|\( ?\(|\) ?\)/.test(gap)) return Infinity;
    if (gap.includes('/')) {
      const afterCode = at === 0 || (plus && (at === 1 || (at === 2 && gaps[1]?.startsWith(')') === true)));
      if (
        !afterCode &&
        !endsCode(folded, run.groups, first, first + at) &&
        !gaps.slice(0, at).every((earlier) => earlier === '/')
      )
        return Infinity;
      cost += gap === '/' ? 1 : 6;
    } else if (/ {2}/.test(gap)) cost += 4;
    else if (/[([]/.test(gap)) cost += at === 0 || (at === 1 && plus) ? 0 : 6;
    else if (/ - ?| -/.test(gap)) cost += 3;
  }
  return cost;
}

/** «0800 128294 (5 …»: what stands in a bracket that is not closed behind it is an aside. */
function leavesOpen(gaps: readonly string[], next: string): boolean {
  const opened = gaps.findLastIndex((gap) => /[([]/.test(gap));
  if (
    opened < 0 ||
    gaps.slice(opened).some((gap, at) => /[)\]]/.test(at > 0 ? gap : gap.replace(/.*[([]/, '')))
  )
    return false;
  return !/[)\]]/.test(next);
}

/** «06-30/498-1980», «02 21 / 89 71 59»: a trunk prefix or a dialling code in groups of its own before the slash. */
function endsCode(folded: string, groups: readonly Group[], first: number, at: number): boolean {
  const start = groups[first]?.start;
  const end = groups[at]?.end;
  if (start === undefined || end === undefined || at - first > 2) return false;
  const code = folded.slice(start, end).replace(/\D/g, '');
  // «0049 (0)30/…»
  return code.startsWith('00')
    ? code.length <= LONGEST_CODE + 3
    : code.length <= LONGEST_CODE && /^[08]/.test(code);
}

/** How unlikely it is that one number ends and another begins at this separator. */
function borderCost(gap: string | undefined): number {
  if (gap === undefined) return 0;
  if (/ \/|\/ |\. |\/\//.test(gap)) return 0;
  if (/ {2}| - |[([]/.test(gap)) return 3;
  if (gap === '/') return 5;
  return / /.test(gap) ? 8 : 25;
}

function read(
  question: Question,
  gaps: readonly string[],
  first: number,
  last: number,
  digits: string,
): Verdict | undefined {
  const { run, region, labelled } = question;
  const plus = run.plus && first === 0;
  // A label lowers the bar for what a writer set off as one number, not for every cut we could think of.
  const setOff = borderCost(gaps[first - 1]) < 8 && borderCost(gaps[last]) < 8;
  if (!plus && !labelled && looksCounted(run.groups.slice(first, last + 1), digits, gaps.slice(first, last)))
    return undefined;
  return judge(trunkZeroDropped(question, first, last, digits, plus), plus, region, labelled && setOff);
}

/** «+49 (0) 30…»: the bracketed zero is dialled at home only. */
function trunkZeroDropped(
  { folded, run }: Question,
  first: number,
  last: number,
  digits: string,
  plus: boolean,
): string {
  const code = run.groups[first];
  const zero = run.groups[first + 1];
  if (!code || !zero || last < first + 2 || !(plus || digits.startsWith('00'))) return digits;
  const around = folded.slice(zero.start - 1, zero.end + 1);
  // Italy and San Marino keep theirs.
  if (around !== '(0)' || /^(?:00)?3(?:9|78)0/.test(digits)) return digits;
  const at = code.end - code.start;
  return digits.slice(0, at) + digits.slice(at + 1);
}

/** Rows of digits that a clock, a calendar, a counter or a post office writes. */
function looksCounted(groups: readonly Group[], digits: string, gaps: readonly string[]): boolean {
  if (groups.length === 1) return /^1[4-9]\d{8}(?:\d{3})?$/.test(digits) || isCompactDate(digits);
  const lengths = groups.map((group) => group.end - group.start).join('');
  if (/^13{2,}$/.test(lengths) && !digits.startsWith('0')) return true;
  // Postcodes.
  if (/^5[34]$/.test(lengths) && gaps[0] === '-') return !digits.startsWith('0');
  // Draws, scores, sizes: «7 - 12 - 31 - 40 - 45».
  if (groups.length > 3 && /^[12]+$/.test(lengths) && gaps.every((gap) => gap === ' - '))
    return !digits.startsWith('0');
  return digits.length < groups.length * 1.5;
}

function isCompactDate(digits: string): boolean {
  const [, , month, day] = /^(19|20)\d{2}(\d{2})(\d{2})(?:\d{4}|\d{6})?$/.exec(digits) ?? [];
  return month !== undefined && day !== undefined && isBetween(month, 12) && isBetween(day, 31);
}

function isBetween(digits: string, most: number): boolean {
  return Number(digits) >= 1 && Number(digits) <= most;
}

function numbersLine(folded: string, { start, groups: [number] }: Run): boolean {
  return (
    number !== undefined && number.end - number.start <= 2 && /(?:^|\n)\s*$/.test(folded.slice(0, start))
  );
}

/** Digits left over beside a number make it doubtful, unless it is set off or unmistakable. */
function standsAlone(
  question: Question,
  gaps: readonly string[],
  segment: Segment,
  all: readonly Segment[],
): boolean {
  const { folded, run, labelled } = question;
  const { first, last, verdict } = segment;
  // What follows a plus that led nowhere is not a number of its own.
  if (run.plus && first > 0 && !all.some((other) => other.first === 0)) return false;
  const start = run.groups[first]?.start ?? 0;
  const end = run.groups[last]?.end ?? 0;
  const written = folded.slice(start, end);
  const bracketed = /[([]$/.test(folded.slice(0, start).slice(-1));
  const unmistakable =
    (run.plus && first === 0) ||
    verdict.strong ||
    bracketed ||
    labelled ||
    /^\d+[-.]\d[\d.-]*$/.test(written);
  const left = first > 0 && !all.some((other) => other.last === first - 1) ? gaps[first - 1] : undefined;
  const right =
    last < run.groups.length - 1 && !all.some((other) => other.first === last + 1) ? gaps[last] : undefined;
  const counted = run.groups.length >= 8 && run.groups.every((group) => group.end - group.start <= 2);
  if (counted && !unmistakable) return false;
  // In the middle of a row of groups there is no telling where a number would begin.
  if (left === ' ' && right === ' ') return false;
  return [left, right].every((gap) => {
    if (gap === undefined) return true;
    const tail = gap === right ? run.groups[last + 1] : undefined;
    // «Tel. 010-65980408-8001», «02-123-4567-8»: an extension, or the last of a row of numbers.
    if (gap === '-' && tail && labelled && verdict.valid && verdict.strong && last + 2 === run.groups.length)
      return tail.end - tail.start <= 5;
    if (/^[-.]$/.test(gap)) return false;
    // «1) 030…»: the bracket closes what is left over.
    if (gap.startsWith(') ') && gap === left) return true;
    // «2. 030…» at the beginning of a line numbers the line.
    if (gap === left && first === 1 && gap.startsWith('. ') && numbersLine(folded, run)) return true;
    if (gap === '/') {
      return unmistakable && tail !== undefined && tail.end - tail.start <= 3;
    }
    if (/ /.test(gap) && / {2}| \/ | - |[([]/.test(gap)) return unmistakable || first < last;
    return unmistakable;
  });
}
