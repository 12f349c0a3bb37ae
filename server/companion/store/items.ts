import type { InboxItem, Item } from '../inbox/item.ts';
import { type Database, places, type Sql, type Transaction, tuples, type Value } from './database.ts';

interface ItemRow {
  id: string;
  rev: number;
  data: string;
  gone_at: number | null;
}

/** What changed: items as they are now, and the ids of those that were removed. */
export interface Changes {
  items: InboxItem[];
  gone: string[];
  /** The revision up to which this is everything. */
  rev: number;
  /** There is more. */
  more: boolean;
}

/** What the tenant's revisions look like; `horizon` is the last one whose removals are no longer known. */
export interface Revisions {
  epoch: string;
  rev: number;
  horizon: number;
}

export const itemOf = ({ data, rev }: Pick<ItemRow, 'data' | 'rev'>): InboxItem => ({
  ...(JSON.parse(data) as Item),
  rev,
});

/**
 * The next `count` revisions of the tenant, as the first of them. From here to the commit nobody else changes an item of
 * this tenant.
 */
export async function takeRevisions(sql: Transaction, tenant: string, count: number): Promise<number> {
  const rows = await sql.query<{ rev: number }>(
    `INSERT INTO tenants (id, epoch, rev, horizon) VALUES ($1, $2, $3, 0)
     ON CONFLICT (id) DO UPDATE SET rev = tenants.rev + excluded.rev RETURNING rev`,
    [tenant, crypto.randomUUID().slice(0, 8), count],
  );
  await sql.announce(tenant);
  return (rows[0]?.rev ?? count) - count + 1;
}

/** The items of this tenant with these ids that are still there. */
export async function readItems(
  sql: Sql,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, InboxItem>> {
  if (ids.length === 0) return new Map();
  // Whose they are and which are gone is not asked: a planner might take an index for that which fits nearly all.
  const rows = await sql.query<ItemRow & { tenant: string }>(
    `SELECT id, tenant, rev, data, gone_at FROM items WHERE id IN (${places(ids.length)})`,
    ids,
  );
  const own = rows.filter((row) => row.tenant === tenant && row.gone_at === null);
  return new Map(own.map((row) => [row.id, itemOf(row)]));
}

/** Writes items, new and changed, in one statement. The tenant's revisions must have been taken. */
export async function writeItems(
  sql: Transaction,
  tenant: string,
  items: readonly { item: InboxItem; newKey?: string | undefined }[],
): Promise<void> {
  if (items.length === 0) return;
  const { text, values } = tuples(
    items.map(({ item: { rev, ...item }, newKey }): Value[] => [
      item.id,
      tenant,
      rev,
      Date.parse(item.at),
      newKey ?? null,
      item.state === 'done' ? Date.parse(item.stateAt ?? item.at) : null,
      wordsOf(item),
      JSON.stringify(item),
    ]),
  );
  await sql.query(
    `INSERT INTO items (id, tenant, rev, at, merge_key, done_at, words, data) VALUES ${text}
     ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, done_at = excluded.done_at, words = excluded.words,
       data = excluded.data, merge_key = COALESCE(excluded.merge_key, items.merge_key)`,
    values,
  );
}

/** Everything that changed after this revision, at most `limit`. */
export async function readChanges(sql: Sql, tenant: string, after: number, limit: number): Promise<Changes> {
  const rows = await sql.query<ItemRow>(
    'SELECT id, rev, data, gone_at FROM items WHERE tenant = $1 AND rev > $2 ORDER BY rev LIMIT $3',
    [tenant, after, limit],
  );
  return {
    items: rows.filter((row) => row.gone_at === null).map(itemOf),
    gone: rows.filter((row) => row.gone_at !== null).map((row) => row.id),
    rev: rows.at(-1)?.rev ?? after,
    more: rows.length === limit,
  };
}

/** What nobody has done yet, in order of its revisions, at most `limit` after this one. */
export async function readOpen(sql: Sql, tenant: string, after: number, limit: number): Promise<InboxItem[]> {
  const rows = await sql.query<ItemRow>(
    `SELECT id, rev, data FROM items WHERE tenant = $1 AND done_at IS NULL AND gone_at IS NULL AND rev > $2
     ORDER BY rev LIMIT $3`,
    [tenant, after, limit],
  );
  return rows.map(itemOf);
}

/** What was done last, newest first. */
export async function readDone(sql: Sql, tenant: string, limit: number): Promise<InboxItem[]> {
  const rows = await sql.query<ItemRow>(
    `SELECT id, rev, data FROM items WHERE tenant = $1 AND done_at IS NOT NULL ORDER BY done_at DESC LIMIT $2`,
    [tenant, limit],
  );
  return rows.map(itemOf);
}

/** The tenant's revisions as they are. */
export async function revisionsOf(database: Database, tenant: string): Promise<Revisions> {
  const read = async (sql: Sql) =>
    (await sql.query<Revisions>('SELECT epoch, rev, horizon FROM tenants WHERE id = $1', [tenant]))[0];
  const known = await read(database);
  if (known) return known;
  return database.transaction(async (sql) => {
    await takeRevisions(sql, tenant, 0);
    const made = await read(sql);
    if (!made) throw new Error('what was written just now is not there');
    return made;
  });
}

/** How many items are looked at in one turn, so that a search holds nobody up. */
const SEARCH_TURN = 2000;

/** Where a search goes on: everything older than this. */
export interface SearchPlace {
  at: number;
  id: string;
}

export interface Search {
  before: SearchPlace | undefined;
  limit: number;
  /** Whoever asked is gone. */
  signal?: AbortSignal | undefined;
}

/** Items with all of these words, newest first. `next` is where the following ones are. */
export async function searchItems(
  sql: Sql,
  tenant: string,
  text: string,
  { before, limit, signal }: Search,
): Promise<{ items: InboxItem[]; next?: SearchPlace }> {
  // Only letters, digits and spaces are left of them: nothing that means something to LIKE.
  const words = folded(text).split(' ').filter(Boolean);
  const found: SearchPlace[] = [];
  let place: SearchPlace | undefined = before ?? { at: Number.MAX_SAFE_INTEGER, id: '' };
  while (place !== undefined && found.length <= limit && signal?.aborted !== true) {
    const end = await endOfTurn(sql, tenant, place);
    const range = `tenant = $1 AND gone_at IS NULL AND (at, id) < ($2, $3) AND (at, id) >= ($4, $5)`;
    const likes = words.map((_, index) => ` AND words LIKE $${index + 7}`).join('');
    const rows = await sql.query<SearchPlace>(
      `SELECT at, id FROM items WHERE ${range}${likes} ORDER BY at DESC, id DESC LIMIT $6`,
      [
        tenant,
        place.at,
        place.id,
        end?.at ?? Number.MIN_SAFE_INTEGER,
        end?.id ?? '',
        limit + 1 - found.length,
        ...words.map((word) => `%${word}%`),
      ],
    );
    found.push(...rows);
    place = end;
    await new Promise((resolve) => setImmediate(resolve));
  }
  const shown = found.slice(0, limit);
  const items = await readItems(
    sql,
    tenant,
    shown.map(({ id }) => id),
  );
  const next = found.length > limit ? shown.at(-1) : undefined;
  return { items: shown.flatMap(({ id }) => items.get(id) ?? []), ...(next && { next }) };
}

/** The last item of a turn that begins there; undefined when all that is left are fewer. */
async function endOfTurn(
  sql: Sql,
  tenant: string,
  { at, id }: SearchPlace,
): Promise<SearchPlace | undefined> {
  const rows = await sql.query<SearchPlace>(
    `SELECT at, id FROM items WHERE tenant = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT 1 OFFSET $4`,
    [tenant, at, id, SEARCH_TURN - 1],
  );
  return rows[0];
}

/** Lower case, without accents and punctuation; the digits of a number stay together. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    // "(305) 555-0100" is one number, but "2 messages" are two words.
    .replace(/(?<=\d)[\s().\-/]+(?=\d)/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function wordsOf(item: Item): string {
  const texts = [item.number, item.numberAsGiven, item.name, item.forPerson, item.preferredTime, item.text];
  const more = [...Object.values(item.fields), item.outcome.spoken, ...item.notes.map(({ text }) => text)];
  return folded([...texts, ...more].filter((text) => text !== undefined).join(' \n '));
}
