// Shapes of what has digits and is no telephone number: dates, times, accounts, addresses of machines, amounts.

/** One such shape. */
export interface Shape {
  pattern: RegExp;
  /** A second look where the shape alone is too broad. */
  holds?: (match: string, before: string) => boolean;
  /** Telephone numbers are written like that, too: where something says «telephone», it is one. */
  unlessPhone?: boolean;
  /** What every such match holds: a text without it need not be searched. */
  needs?: string;
}

/** What begins with letters of its own: VAT ids, parcels, postcodes, lines of code. One pattern, for the speed. */
const LED_BY_LETTERS = [
  String.raw`(?:ATU|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI|GB) (?!0)\d{8,12}(?!\d| \d)`,
  String.raw`BE ?[01]?\d{3}\.\d{3}\.\d{3}(?![\d.])`,
  String.raw`GB ?\d{3} \d{4} \d{2}(?: \d{3})?(?! ?\d)`,
  String.raw`CHE-?\d{3}\.\d{3}\.\d{3}(?![\d.])`,
  String.raw`PL ?\d{3}-\d{3}-\d{2}-\d{2}(?![\d-])`,
  String.raw`[A-Z]{2} ?\d{3} ?\d{3} ?\d{3} ?[A-Z]{2}(?!\w)`,
  String.raw`1Z(?: ?[0-9A-Z]{2,4}){4,6}(?!\w)`,
  String.raw`(?:CEP|Cep):? ?\d{5}-\d{3}(?!\d)`,
  String.raw`(?:IN|VALUES) ?\([\d', -]{1,400}\)`,
  String.raw`localhost:\d{2,5}(?!\d)`,
  String.raw`arXiv:\d{4}\.\d{4,5}(?!\d)`,
  String.raw`HTTP\/\d(?:\.\d)?" \d{3} \d{1,12}(?!\d)`,
];

// Every quantifier is either bounded or runs over a class that what follows cannot be in, and long classes start
// only where a lookbehind says that no longer match began earlier: linear on any text.
const HOUR = String.raw`\d{1,2}(?:[:.h]\d{2})?`;
const SPAN_OF_HOURS = `${HOUR} ?- ?${HOUR}`;
/** «(9-12 / 13-17)», «9-17 Uhr» */
const HOURS = new RegExp(
  `\\( ?${SPAN_OF_HOURS}(?: ?[/,;&+] ?${SPAN_OF_HOURS})? ?(?:h|hrs|[uU]hr|ч\\.?|год\\.?)? ?\\)(?! ?[-\\d])|(?<![-\\d+./])${SPAN_OF_HOURS}(?: ?[/,;&+] ?${SPAN_OF_HOURS})? ?(?:h|hrs|[uU]hr)(?![a-z])`,
  'g',
);

/** All of them, in the order in which they are looked for. */
export const SHAPES: readonly Shape[] = [
  // Addresses of pages, files and people.
  { pattern: /(?<![a-z])(?:https?|wss?|ftps?|file|git|ssh):\/\/\S{1,2000}/gi, needs: '://' },
  { pattern: /(?<![\w.])www\.\S{1,2000}/gi },
  { pattern: /(?<![\w.+%-])[\w.+%-]{1,120}@[\w.-]{1,250}(?::\d{1,5})?/g, needs: '@' },
  {
    pattern:
      /(?<![\w.-])(?!tel\.|mob\.|fax\.)[a-z][\w-]{0,62}(?:\.[a-z][\w-]{0,62}){1,6}(?::\d{1,5})?[/?]\S{0,2000}/gi,
  },
  {
    pattern:
      /(?<![\w.-])(?!tel\b|mob\b|fax\b)[a-z][\w-]{0,62}(?:\.(?!tel:|fax:)[\w-]{1,63}){1,6}:\d{1,5}(?!\d)/gi,
  },
  { pattern: /(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/gi },
  { pattern: /(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}(?![\w:])/gi, needs: ':' },
  { pattern: /(?<![\d.])10\.\d{4,9}\/\S{1,200}/g, needs: '/' },
  { pattern: /\[ {0,8}\d{1,12}\.\d{6}\]/g, needs: '[' },
  // Bank accounts, cards, persons, companies, books.
  { pattern: /(?<![\w+])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)/g },
  { pattern: /(?<![\w+])(?:FR|MC)\d{2} \d{5} \d{5} [A-Z0-9]{11} \d{2}(?!\w)/g },
  { pattern: /(?<![\d+-])[1-9]\d{3}([ -])\d{4}\1\d{4}\1\d{1,7}(?![\d-])/g },
  { pattern: /(?<![\d+-])3[47]\d{2}([ -])\d{6}\1\d{5}(?![\d-])/g },
  { pattern: /(?<![\d+.-])\d{3}-\d{2}-\d{4}(?![\d-])/g },
  { pattern: /(?<![\d+.])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\d-])/g, needs: '.' },
  { pattern: /(?<![\d+.])\d{2}\.\d{3}\.\d{3}\/\d{4}-\d{2}(?![\d-])/g, needs: '/' },
  { pattern: /(?<![\d+.-])\d{1,2}\.\d{3}\.\d{3}-[\dkK](?![\w-])/g, needs: '.' },
  { pattern: /(?<![\d+-])97[89][ -]?(?:\d[ -]?){9}\d(?![\d-])/g },
  { pattern: /(?<![\d+-])\d{1,5}([ -])\d{1,7}\1\d{1,7}\1[\dX](?![\w-])/g, holds: isBook },
  { pattern: new RegExp(`(?<!\\w)(?:${LED_BY_LETTERS.join('|')})`, 'g') },
  { pattern: /(?<![\d+])\d{15,16}(?!\d)/g, holds: isCard, unlessPhone: true },
  { pattern: /[*\u2022\u25cfxX]{4}(?:[ -]?[*\u2022\u25cfxX]{4})*(?:[ -]?\d{4}){1,3}(?!\d)/g },
  { pattern: /(?<![\d+/])(?:\d{2}|[1-9]\d{2})\/\d{3,4}\/\d{4,5}(?![\d/])/g, unlessPhone: true },
  // Parcels, tyres, postcodes, pages, lines of code.
  { pattern: /(?<![a-z])(?:[pP]{1,2}|[sS]|[sS]tr|стр|[pP][aá]g)\. ?\d{1,3} ?- ?\d{1,3}(?![\d-])/g },
  { pattern: /(?<!\d)\d{3}\/\d{2,3} ?Z?R ?\d{2}(?!\d)/g },
  { pattern: /(?<![\d-]|\d )\d{5}-\d{3}(?= [A-Z\u00c0-\u00de])/g },
  // Dates and times.
  { pattern: /(?<![\d/])24\/7(?![\d/-]| \d)/g, needs: '24/7' },
  { pattern: HOURS },
  { pattern: /(?<![\d+]|\d[./-])(?:19|20)\d{2}-\d{2}-\d{2}\/(?:19|20)\d{2}-\d{2}-\d{2}(?![./-]?\d)/g },
  {
    pattern: /(?<![\d+]|\d[./-])(?:19|20)\d{2}([./-]) ?(\d{1,2})\1 ?(\d{1,2})\.?(?![./-]?\d)/g,
    holds: isDate,
  },
  {
    pattern: /(?<![\d+]|\d[./-]|\d\) ?)\d{1,2}([./-]) ?\d{1,2}\1 ?(?:(?:19|20)\d{2}|\d{2})(?![./-]?\d)/g,
    holds: isDate,
  },
  { pattern: /(?<![\d+(./-]|\d )\d{1,2} \d{1,2} (?:19|20)\d{2}(?![\d./-]| \d)/g, holds: isDate },
  { pattern: /(?<![\d+]|\d[./-])(?:0?[1-9]|1[0-2])[./](?:19|20)\d{2}(?![./-]?\d)/g },
  { pattern: /(?<![\d+]|\d[./-])(?:19|20)\d{2} ?[-/] ?(?:19|20)\d{2}(?![./-]?\d)/g },
  {
    pattern:
      /(?<![\d:+])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?![\d:])(?: ?[+-]\d{2}:?\d{2}(?!\d))?/g,
  },
  { pattern: /(?<![\d+])(?:[01]\d|2[0-3])[.h][0-5]\d ?- ?(?:[01]\d|2[0-4])[.h][0-5]\d(?!\d|[./-]\d)/g },
  // Machines.
  {
    pattern: /(?<![\d+.])\d{1,3}(?:\.\d{1,3}){3}(?:(?::|\/)\d{1,5})?(?![\d]|\.\d)/g,
    holds: isAddress,
    needs: '.',
    unlessPhone: true,
  },
  { pattern: /(?<![\d+.])\d{1,4}(?:\.\d{1,8}){4,8}(?![\d]|\.\d)/g, holds: isVersion, needs: '.' },
  {
    pattern:
      /(?<![\d+.])(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}(?:(?::|\/)\d{1,5})?(?![\d]|\.\d)/g,
    holds: isAddress,
    needs: '.',
  },
  {
    pattern: /(?<![\d+.])\d{1,4}(?:\.\d{1,4}){2}-(?!ext)[a-z]{1,10}[.-]?\d[\w.-]{0,40}/g,
  },
  // Sums: «21563 - 1823 = 19740», «19740 = 21563 - 1823».
  {
    pattern:
      /(?<![\d+.,]|\d )\d{1,12} ?[-+*/x\u00d7\u00f7] ?\d{1,12} ?= ?-?\d{1,12}(?!\d)|(?<![\d+.,]|\d )\d{1,12} ?= ?-?\d{1,12} ?[-+*/x\u00d7\u00f7] ?\d{1,12}(?!\d|[./-]\d| \d)/g,
    needs: '=',
  },
  // Prices by the minute: «(0,19/min)», «0.19 €/min».
  {
    pattern:
      /(?<![\d.,+/-])\d{1,4}[.,]\d{1,4} ?(?:(?:\p{Sc}|cts?|cents?|eur|euros?|usd|gbp|chf|kr|zł|gr|kč|ft|lei|tl|kn|руб|коп|р|грн|лв|ден|kuruş)\.? ?\/ ?\p{L}|\/ ?(?:mins?|minut\p{L}{0,3}|mn|perc|dk|dak|мин|хв|λεπτό|phút|menit|daqiiqa|sec|sek|h|hr|hour|std|call|appel|anruf|llamada|chamada|sms|分|분|นาที|דקה|دقيقة|دقیقه|मिनट)(?!\p{L}))/giu,
    needs: '/',
  },
  // Decimals and coordinates; a whole part with a leading zero is a dialling code instead.
  {
    pattern:
      /(?<![\d+.])-?\d{1,3}\.\d{3,15}[,;] {0,2}-?\d{1,3}\.\d{3,15}(?![\d.])|(?<![\d+.])-?\d{1,3}\.\d{5,15} {1,2}-?\d{1,3}\.\d{5,15}(?![\d.])/g,
    holds: isPlace,
    needs: '.',
    unlessPhone: true,
  },
  {
    pattern:
      /(?<![\d+.,/)-]|[\d)] )-?(?:0|[1-9]\d{0,2})[.,]\d{4,18}(?![\d]|[.,/-]\d| \d)(?:[eE][+-]?\d{1,3})?/g,
    holds: isDecimal,
    unlessPhone: true,
  },
  {
    pattern: /(?<![\d+.,(-])\d{1,3}([.,])\d{1,3}(?: {1,3}[-+\u00b1]?\d{1,3}\1\d{1,3}){2,20}(?![\d]|[.,-]\d)/g,
    unlessPhone: true,
  },
  {
    pattern: /(?<![\d+.,/)-]|[\d)] )\d{4,12}[.,]\d{2}(?: ?- ?\d{4,12}[.,]\d{2})?(?!\d|[.,/-]\d| \d)/g,
    unlessPhone: true,
  },
  { pattern: /(?<![\d+.,])\d{1,3}(?:[.,' ]\d{3}){1,5}[.,]\d{2}(?![\d.,]|[-/ ]\d)/g, holds: isAmount },
  { pattern: /(?<![\d+.,])\d{1,3}(?:,\d{3}){1,5}(?![\d,])/g, needs: ',' },
];

function isDate(match: string, before: string): boolean {
  // «+375 152 01-01-98»
  if (/\+\d[\d ()-]{2,10}$/.test(before) && !/\d{4}/.test(match)) return false;
  const [a = 0, b = 0, c = 0] = match.split(/[^\d]+/).map(Number);
  const [day, month] = a > 99 ? [c, b] : [a, b];
  return day > 0 && month > 0 && ((month <= 12 && day <= 31) || (day <= 12 && month <= 31));
}

function isBook(match: string): boolean {
  const signs = match.replace(/[ -]/g, '');
  if (signs.length !== 10) return false;
  let sum = 0;
  for (const [at, sign] of signs.split('').entries()) sum += (10 - at) * (sign === 'X' ? 10 : Number(sign));
  return sum % 11 === 0;
}

function isAddress(match: string, before: string): boolean {
  const octets = match.split(/[:/]/)[0]?.split('.') ?? [];
  if (octets.some((octet) => Number(octet) > 255 || /^0\d/.test(octet))) return false;
  // Four pairs with points are how some countries write eight digits.
  const pairs = octets.every((octet) => octet.length === 2) && !/[:/]/.test(match);
  return !pairs || /\bip\b/i.test(before);
}

function isVersion(match: string): boolean {
  const parts = match.split('.');
  // Five pairs with points are how some countries write ten digits.
  return !parts.every((part) => part.length === 2) && parts.filter((part) => part.length === 1).length >= 2;
}

/** Latitude and longitude. */
function isPlace(match: string): boolean {
  const [a = 0, b = 0] = match.split(/[,; ] */).map(Number);
  return Math.abs(a) <= 90 && Math.abs(b) <= 180;
}

/** Luhn's check of payment cards. */
function isCard(match: string): boolean {
  if (!/^[3-6]/.test(match)) return false;
  let sum = 0;
  for (const [at, digit] of Array.from(match).toReversed().entries()) {
    const weighed = Number(digit) * (at % 2 === 0 ? 1 : 2);
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

function isDecimal(match: string): boolean {
  const [whole = '', rest = ''] = match.replace('-', '').split(/[.,]/);
  // 201.5550123 is a dialling code and its number, as some write it; no place on earth lies at 200 degrees.
  return !/^[2-9]\d\d$/.test(whole) || rest.length < 7 || match.startsWith('-');
}

function isAmount(match: string): boolean {
  const separators = new Set(match.slice(0, -3).replace(/\d/g, ''));
  return separators.size === 1 && !separators.has(match.at(-3) ?? '');
}
