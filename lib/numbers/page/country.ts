// Which country a page, or what stands beside a number, says it is in.
import type { Columns } from './columns.ts';

const NEARBY = 'address,.vcard,[itemscope],dl,li';
const MARKED = '[itemprop="addressCountry" i],.country-name,[autocomplete="country-name" i]';
const CELL = '[role="cell" i],[role="gridcell" i]';
const LONGEST_NAME = 60;
/** What is read as one address with its number. */
const BLOCK = 'address,p,li,dd,td,div,section';
const LONGEST_ADDRESS = 400;
/** «D-10115 Berlin»: the plates that stand before post codes. */
const POST_CODE = /(?:^|[\s,;|])(A|B|CH|CZ|D|DK|E|F|FIN|H|I|L|N|NL|P|PL|S|SK)-\d{4,5} \p{Lu}\p{L}/u;
const PLATES: Readonly<Record<string, string>> = {
  A: 'AT',
  B: 'BE',
  D: 'DE',
  E: 'ES',
  F: 'FR',
  FIN: 'FI',
  H: 'HU',
  I: 'IT',
  L: 'LU',
  N: 'NO',
  P: 'PT',
  S: 'SE',
};
/** People and states are called like that, too. */
const NO_COUNTRIES = new Set(['chad', 'georgia', 'jersey', 'jordan']);
const SHORTEST_NAME = 4;
const LINES = new Set(['BR', 'DIV', 'P', 'LI', 'DD', 'DT', 'TD', 'H1', 'H2', 'H3', 'H4']);
const OTHER_NAMES: Readonly<Record<string, string>> = {
  usa: 'US',
  'u.s.': 'US',
  'u.s.a.': 'US',
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  brd: 'DE',
  holland: 'NL',
  'czech republic': 'CZ',
  turkey: 'TR',
  uae: 'AE',
};

let names: Map<string, string> | undefined;

/** Names of countries in English, in the page's language and in the browser's: made when a page first names one. */
function countryNames(): Map<string, string> {
  if (names) return names;
  const made = new Map(Object.entries(OTHER_NAMES));
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const languages = new Set(['en', languageOf(document), navigator.language]);
  const speakers = [...languages].flatMap((language) => {
    try {
      return [new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })];
    } catch {
      return []; // A page may name a language that there is not.
    }
  });
  for (const first of letters)
    for (const second of letters) {
      const code = first + second;
      for (const speaker of speakers) {
        const name = speaker.of(code);
        if (name !== undefined && code !== 'ZZ') {
          made.set(name.toLowerCase(), code);
          made.set(code.toLowerCase(), code);
        }
      }
    }
  names = made;
  return made;
}

function languageOf(root: Document): string {
  return root.documentElement.lang || 'en';
}

/** A country by its name or its two letters. */
function countryCalled(text: string | undefined): string | undefined {
  const name = text?.trim().toLowerCase();
  return name && name.length <= LONGEST_NAME ? countryNames().get(name) : undefined;
}

/** The country that stands beside an element: in its row under «Country», or in its address, marked up or plain. */
export function countryBeside(element: Element, columns: Columns): string | undefined {
  const cell = element.closest('td') ?? element.closest(CELL);
  const marked = cell ? undefined : element.closest(NEARBY)?.querySelector(MARKED);
  const told = cell
    ? columns.countryIn(cell)
    : (marked?.getAttribute('content') ?? marked?.getAttribute('title') ?? marked?.textContent);
  return countryCalled(told) ?? countryInAddress(element.closest(BLOCK));
}

/** The country of an address in plain text: «Unter den Linden 1, 10117 Berlin, Germany», «D-10117 Berlin». */
function countryInAddress(block: Element | null): string | undefined {
  if (!block || block.textContent.length > LONGEST_ADDRESS) return undefined;
  const text = linesOf(block);
  const plate = POST_CODE.exec(text)?.[1];
  if (plate !== undefined) return PLATES[plate] ?? plate;
  // A name counts where it ends a line or stands between commas, as in an address: not within a sentence.
  const parts = text.split(/[,;|\n\u00b7\u2022]|\. |\.$/).map((part) => part.trim());
  const named = parts.filter((part) => isCountryName(part) && countryCalled(part) !== undefined);
  const countries = new Set(named.map(countryCalled));
  return countries.size === 1 ? [...countries][0] : undefined;
}

/** The text of a block; where a line ends for the eye, one ends here. */
function linesOf(block: Element): string {
  const walker = block.ownerDocument.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let text = '';
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node instanceof Element) text += LINES.has(node.tagName) ? '\n' : '';
    else text += node.nodeValue ?? '';
  return text;
}

function isCountryName(part: string): boolean {
  return (
    (part.length >= SHORTEST_NAME || /^(?:USA|UK|UAE|BRD)$/.test(part)) &&
    /^\p{Lu}/u.test(part) &&
    !NO_COUNTRIES.has(part.toLowerCase())
  );
}

/**
 * The country that the page's language names (`de-AT`). «en-US» is what software says when nobody was asked, and
 * a language alone (`de`) is spoken in many countries: neither says anything.
 */
export function countryOfPage(root: Document): string | undefined {
  const language = languageOf(root);
  const region = /^[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})(?:-|$)/i.exec(language)?.[1]?.toUpperCase();
  return /^en-US\b/i.test(language) ? undefined : region;
}
