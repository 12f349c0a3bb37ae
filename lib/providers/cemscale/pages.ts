/** Lists that come page by page (`page`, `limit`, `total`: ASSUMED, protocol sheet §5.1), read to their end as the service itself shows it. */
import type { Listed } from '../provider.ts';
import { textOf, type Row } from '../row.ts';
import type { Client } from './client.ts';
import type { RouteId } from './routes.ts';

/** What is asked for at once; the service may give fewer. */
const wanted = 200;
/** No list is read further than this; whoever reads it is told. */
export const mostRows = 10_000;
/** A service that gives a row at a time is not asked for ever. */
const mostPages = 500;

const idOf = (row: Row): string => textOf(row, 'id') ?? JSON.stringify(row);

/**
 * All rows of a list, in the service's order. The end is the total where one is told, else an empty page, one with
 * nothing new in it (a service that knows no pages), or one that is shorter than the service's pages are.
 */
export async function allRows(
  client: Client,
  route: RouteId,
  name: string,
  query: Readonly<Record<string, string | undefined>> = {},
): Promise<Listed<Row>> {
  const rows = new Map<string, Row>();
  let full: number | undefined;
  for (let page = 1; page <= mostPages; page++) {
    const asked = { ...query, page: String(page), limit: String(wanted) };
    const answer = await client.list(route, name, { query: asked });
    const before = rows.size;
    for (const row of answer.rows) rows.set(idOf(row), row);
    if (rows.size > mostRows) break;
    const { total } = answer;
    if (rows.size === before || (total !== undefined && rows.size >= total))
      return { rows: [...rows.values()] };
    full ??= answer.limit ?? answer.rows.length;
    if (total === undefined && answer.rows.length < full) return { rows: [...rows.values()] };
  }
  return { rows: [...rows.values()].slice(0, mostRows), cut: true };
}
