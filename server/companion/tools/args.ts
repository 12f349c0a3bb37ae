import { cleanLine, cleanText, cut } from '../receiver/clean.ts';
import { MAX_TEXT } from '../inbox/item.ts';

const MAX_FIELDS = 100;
const MAX_FIELD_NAME = 64;

/**
 * The arguments of a tool call as a model writes them: keys in `snake_case` or `camelCase`, text, numbers or booleans
 * where text is meant, and more than was asked for. What was read is remembered; `rest` is everything else.
 */
export interface Args {
  /** The first of these that says something, as clean text; undefined when none does. */
  text(...names: string[]): string | undefined;
  /** Likewise, on one line. */
  line(...names: string[]): string | undefined;
  /** Whether the first of these says yes; undefined when none is there. */
  flag(...names: string[]): boolean | undefined;
  /** Likewise, without its being read: it stays in `rest`. */
  peek(...names: string[]): string | undefined;
  /** What nobody has read, by name; long texts in parts. */
  rest(): Record<string, string>;
}

export function argsOf(given: Readonly<Record<string, unknown>>): Args {
  const texts = new Map<string, string>();
  const more: [name: string, text: string][] = [];
  for (const [name, value] of Object.entries(given)) {
    const text = cleanText(said(value));
    const known = snake(name);
    if (text === '' || texts.get(known) === text) continue;
    // A name that is cut, one that is there in another spelling, and too many of them go with what they say.
    if (texts.has(known) || texts.size >= MAX_FIELDS || known.length > MAX_FIELD_NAME)
      more.push([name, text]);
    else texts.set(known, text);
  }
  const read = new Set<string>();
  const find = (names: readonly string[]) => names.find((one) => texts.has(one));
  const text = (...names: string[]): string | undefined => {
    const name = find(names);
    if (name === undefined) return undefined;
    read.add(name);
    return texts.get(name);
  };
  const lineOf = (found: string | undefined) => (found === undefined ? undefined : cleanLine(found));
  return {
    text,
    line: (...names) => lineOf(text(...names)),
    peek: (...names) => {
      const name = find(names);
      return name === undefined ? undefined : lineOf(texts.get(name));
    },
    flag: (...names) => {
      const found = text(...names);
      return found === undefined ? undefined : !NO.test(found);
    },
    rest: () => {
      const rest: Record<string, string> = {};
      for (const [name, value] of texts) if (!read.has(name)) addText(rest, name, value);
      if (more.length > 0)
        addText(rest, 'more', more.map(([name, text]) => `${cleanLine(name)}: ${text}`).join('\n'));
      return rest;
    },
  };
}

const NO = /^(no|not|non|false|falso|off|0|n|none|normal|low)\b/i;

/** `null` and the like say nothing. */
function said(value: unknown): string {
  if (typeof value === 'string') return /^\s*(null|undefined|none|n\/a)\s*$/i.test(value) ? '' : value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

const snake = (name: string): string =>
  cleanLine(name)
    .replace(/(?<=[a-z\d])(?=[A-Z])/g, '_')
    .replace(/[\s-]+/g, '_')
    .toLowerCase();

/**
 * Adds a text to fields under its name, without a word of either being lost: what is longer than an item's text goes on
 * under `name_2`, `name_3`, …, and so does what comes to a name that is taken. `first` is where it begins.
 */
export function addText(fields: Record<string, string>, name: string, text: string, first = 1): void {
  let number = first;
  for (let start = 0; start < text.length;) {
    const place = number === 1 ? name : `${name}_${number}`;
    number += 1;
    if (Object.hasOwn(fields, place)) continue;
    const piece = cut(text.slice(start), MAX_TEXT);
    fields[place] = piece;
    start += piece.length;
  }
}
