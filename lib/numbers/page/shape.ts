// A cheap look at a text: could there be a telephone number in it at all?

const DIGIT = '0-9\\u0660-\\u0669\\u06f0-\\u06f9\\u0966-\\u096f\\u09e6-\\u09ef\\u0e50-\\u0e59\\uff10-\\uff19';
const BETWEEN =
  '[ \\-./()\\[\\]\\u00a0\\u00ad\\u200b-\\u2015\\u202a-\\u202f\\u2060-\\u2069\\u2212\\u3000\\uff08\\uff09\\uff0d]';
const anyDigit = new RegExp(`[${DIGIT}]`);
const manyDigits = new RegExp(`(?:[${DIGIT}]${BETWEEN}{0,5}){5}[${DIGIT}]`);
/** Whole texts that tables are full of and that are never a number: dates, times, amounts. */
const PLAIN =
  /^\s*(?:\p{Sc}? ?-?\d{1,3}(?:[.,' \u00a0\u202f]\d{3})*[.,]\d{1,2} ?(?:\p{Sc}|[A-Z]{3})?|(?:(?:19|20)\d\d([-./])\d\d?\1\d\d?|\d\d?([-./])\d\d?\2(?:(?:19|20)\d\d|\d\d))(?:[ T,]{1,2}\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[AaPp][Mm]|Z)?)?)\s*$/u;

/** Texts longer than this are cut into windows. */
export const WINDOW = 2000;

/** There may be a number in the text itself. */
export const MAY_HOLD = 1;
/** The text ends in what may be a part of a number that goes on in the next. */
export const ENDS_OPEN = 2;

const FEWEST_DIGITS = 6;
/** Up to here a loop is cheaper than a pattern. */
const SHORT = 64;
/** From here on there are digits of other scripts. */
const OTHER_DIGITS = 0x660;
const PLUS = 0x2b;
/** No number has more than this behind its first digit. */
const TAIL = 40;

/** What a text is worth, as bits. Called for every text of the page: most leave after one loop over their codes. */
export function look(text: string): number {
  const { length } = text;
  if (length > SHORT) return lookLong(text);
  let digits = 0;
  let others = false;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39) digits++;
    else if (code >= OTHER_DIGITS) others ||= isOtherDigit(code);
  }
  if (digits === 0 && !others) return text.charCodeAt(length - 1) === PLUS ? ENDS_OPEN : 0;
  if (digits < FEWEST_DIGITS && !others) return isOpenAt(text, length - 1, digits > 0) ? ENDS_OPEN : 0;
  if (isDay(text) || PLAIN.test(text)) return 0;
  return (
    (manyDigits.test(text) ? MAY_HOLD : 0) |
    (isOpenAt(text, length - 1, digits > 0 || hasDigit(text)) ? ENDS_OPEN : 0)
  );
}

/** «2026-03-15»: the plain text that tables hold most often, told without a pattern. */
function isDay(text: string): boolean {
  if (text.length !== 10) return false;
  const between = text.charCodeAt(4);
  if (between < 0x2d || between > 0x2f || text.charCodeAt(7) !== between) return false;
  for (let at = 0; at < 10; at++)
    if (at !== 4 && at !== 7 && !isAsciiDigit(text.charCodeAt(at))) return false;
  return text.startsWith('20') || text.startsWith('19');
}

/** The ranges of `DIGIT` beyond ASCII. */
function isOtherDigit(code: number): boolean {
  if (code > 0xe59) return code >= 0xff10 && code <= 0xff19;
  return (
    code <= 0x669 ||
    (code >= 0x6f0 && code <= 0x6f9) ||
    (code >= 0x966 && code <= 0x96f) ||
    (code >= 0x9e6 && code <= 0x9ef) ||
    code >= 0xe50
  );
}

function isAsciiDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function lookLong(text: string): number {
  const tail = text.slice(-TAIL);
  return (
    (text.length > WINDOW || manyDigits.test(text) ? MAY_HOLD : 0) |
    (isOpenAt(text, text.length - 1, hasDigit(tail)) ? ENDS_OPEN : 0)
  );
}

/** Whether the text is worth asking about. */
export function looksLikeNumber(text: string): boolean {
  return manyDigits.test(text) && !PLAIN.test(text);
}

/** Whether a number may have begun before this text. Dates and amounts stand for themselves. */
export function startsOpen(text: string): boolean {
  const first = text.charCodeAt(0);
  if (!isDigitCode(first) && first !== PLUS && !isBetweenCode(first)) return false;
  return text.length > SHORT || !(isDay(text) || PLAIN.test(text));
}

function hasDigit(text: string): boolean {
  return anyDigit.test(text);
}

function isOpenAt(text: string, at: number, digits: boolean): boolean {
  const code = text.charCodeAt(at);
  return isDigitCode(code) || code === PLUS || (digits && isBetweenCode(code));
}

function isDigitCode(code: number): boolean {
  return isAsciiDigit(code) || (code >= OTHER_DIGITS && isOtherDigit(code));
}

function isBetweenCode(code: number): boolean {
  // Space and its kin, ( ) - . /, no-break space, hyphens and dashes, narrow no-break space.
  return (
    code === 0x20 ||
    (code >= 0x28 && code <= 0x29) ||
    (code >= 0x2d && code <= 0x2f) ||
    (code >= 0x09 && code <= 0x0d) ||
    code === 0xa0 ||
    (code >= 0x2010 && code <= 0x2015) ||
    code === 0x202f
  );
}

/** Cuts a long text at spaces or line ends into parts to ask about; a short one is one part. */
export function* windows(text: string): Generator<{ base: number; text: string }> {
  for (let base = 0; base < text.length;) {
    let end = Math.min(text.length, base + WINDOW);
    if (end < text.length) {
      const room = text.slice(end - 200, end);
      // At a line end, else before a word: never within a number.
      const cut = Math.max(room.lastIndexOf('\n'), room.search(/\s\p{L}(?!.*\s\p{L})/u));
      if (cut > 0) end = end - 200 + cut;
    }
    yield { base, text: text.slice(base, end) };
    base = end;
  }
}
