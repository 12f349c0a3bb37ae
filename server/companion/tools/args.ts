import { cleanLine, cleanText } from '../receiver/clean.ts';
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
  for (const [name, value] of Object.entries(given)) {
    const text = cleanText(said(value));
    if (text !== '' && texts.size < MAX_FIELDS) texts.set(snake(name), text);
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
      for (const [name, value] of texts) if (!read.has(name)) Object.assign(rest, parts(name, value));
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
    .toLowerCase()
    .slice(0, MAX_FIELD_NAME)
    .toWellFormed();

/** A text under its name; what is longer than an item's text goes on under `name_2`, `name_3`, … */
export function parts(name: string, text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (let part = 0; part * MAX_TEXT < text.length; part += 1) {
    const piece = text.slice(part * MAX_TEXT, (part + 1) * MAX_TEXT).toWellFormed();
    found[part === 0 ? name : `${name}_${part + 1}`] = piece;
  }
  return found;
}
