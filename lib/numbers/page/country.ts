// Which country a page, or what stands beside a number, says it is in.
import type { Columns } from './columns.ts';

const NEARBY = 'address,.vcard,[itemscope],dl,li';
const MARKED = '[itemprop="addressCountry" i],.country-name,[autocomplete="country-name" i]';
const CELL = '[role="cell" i],[role="gridcell" i]';
const LONGEST_NAME = 60;
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

/** The country that stands beside an element: in its row under «Country», or marked up in its address. */
export function countryBeside(element: Element, columns: Columns): string | undefined {
  const cell = element.closest('td') ?? element.closest(CELL);
  if (cell) return countryCalled(columns.countryIn(cell));
  const marked = element.closest(NEARBY)?.querySelector(MARKED);
  return marked
    ? countryCalled(marked.getAttribute('content') ?? marked.getAttribute('title') ?? marked.textContent)
    : undefined;
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
