import type { Row } from '../resources.ts';
import { valueOf } from '../resources.ts';
import type { Variants } from '../switches.ts';
import { fail } from './errors.ts';
import { isMap } from './filter.ts';

/** Protocol sheet §8 #15. */
const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

interface PageRequest {
  limit: number;
  offset: number;
  after: string | undefined;
  before: string | undefined;
  count: boolean;
  kind: 'offset' | 'keyset';
}

/** The rows as the request's `page` and the switches want them (protocol sheet §2.3). `show` makes a row of a result. */
export function paginate(
  rows: readonly Row[],
  page: unknown,
  variants: Variants,
  show: (row: Row) => object,
): unknown {
  if ((page === undefined || page === null) && (variants.lists === 'auto' || variants.lists === 'array')) {
    return rows.map(show);
  }
  const request = readPage(page ?? {}, variants);
  const start = startOf(rows, request);
  const shown = rows.slice(start.from, start.to);
  if (variants.lists === 'array') return shown.map(show);
  const kind = variants.lists === 'auto' ? request.kind : variants.lists;
  const results = shown.map(show);
  const hasMore = request.before === undefined ? start.to < rows.length : start.from > 0;
  const count = request.count ? rows.length : null;
  if (kind === 'offset') {
    return { results, hasMore, limit: request.limit, offset: start.from, count, type: 'offset' };
  }
  const [first, last] = [shown[0], shown.at(-1)];
  return {
    results,
    hasMore,
    limit: request.limit,
    after: request.after ?? null,
    before: request.before ?? null,
    previousPage: first === undefined ? null : cursorOf(first),
    nextPage: last === undefined ? null : cursorOf(last),
    count,
    type: 'keyset',
  };
}

function readPage(page: unknown, variants: Variants): PageRequest {
  if (!isMap(page)) fail('invalid_pagination', { vars: { received: JSON.stringify(page) } });
  const whole = (name: string, least: number): number | undefined => {
    const value = page[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least) {
      fail('invalid_page', { message: '%{value} is not a valid %{name}', vars: { name, value } });
    }
    return value;
  };
  const cursor = (name: string): string | undefined => {
    const value = page[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? value : fail('invalid_keyset', { vars: { value } });
  };
  const [offset, after, before] = [whole('offset', 0), cursor('after'), cursor('before')];
  const byKeyset = after !== undefined || before !== undefined;
  return {
    limit: Math.min(whole('limit', 1) ?? DEFAULT_LIMIT, MAX_LIMIT),
    offset: offset ?? 0,
    after,
    before,
    count: page['count'] === true,
    kind: byKeyset ? 'keyset' : offset === undefined ? variants.defaultPage : 'offset',
  };
}

function startOf(rows: readonly Row[], request: PageRequest): { from: number; to: number } {
  if (request.before !== undefined) {
    const to = indexOf(rows, request.before);
    return { from: Math.max(0, to - request.limit), to };
  }
  const from = request.after === undefined ? request.offset : indexOf(rows, request.after) + 1;
  return { from, to: Math.min(rows.length, from + request.limit) };
}

function cursorOf(row: Row): string {
  return Buffer.from(String(valueOf(row, 'id'))).toString('base64url');
}

function indexOf(rows: readonly Row[], cursor: string): number {
  const id = Buffer.from(cursor, 'base64url').toString();
  const index = rows.findIndex((row) => valueOf(row, 'id') === id);
  return index < 0 ? fail('invalid_keyset', { vars: { value: cursor } }) : index;
}
