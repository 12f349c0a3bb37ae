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
  // Which are gone is not asked: a planner might take an index for that which fits nearly all.
  const rows = await sql.query<ItemRow>(
    `SELECT id, rev, data, gone_at FROM items WHERE tenant = $1 AND id IN (${places(ids.length, 2)})`,
    [tenant, ...ids],
  );
  return new Map(rows.filter((row) => row.gone_at === null).map((row) => [row.id, itemOf(row)]));
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
const SEARCH_TURN = 1000;

/** Where a search goes on: everything older than this. */
export interface SearchPlace {
  at: number;
  id: string;
}

/** Items with all of these words, newest first. `next` is where the following ones are. */
export async function searchItems(
  sql: Sql,
  tenant: string,
  text: string,
  { before, limit }: { before: SearchPlace | undefined; limit: number },
): Promise<{ items: InboxItem[]; next?: SearchPlace }> {
  const words = folded(text).split(' ').filter(Boolean);
  const found: InboxItem[] = [];
  let place = before ?? { at: Number.MAX_SAFE_INTEGER, id: '' };
  for (;;) {
    const rows = await sql.query<ItemRow & { at: number; words: string }>(
      `SELECT id, at, rev, words, data FROM items WHERE tenant = $1 AND gone_at IS NULL
       AND (at < $2 OR (at = $2 AND id < $3)) ORDER BY at DESC, id DESC LIMIT $4`,
      [tenant, place.at, place.id, SEARCH_TURN],
    );
    for (const row of rows) {
      if (!words.every((word) => row.words.includes(word))) continue;
      if (found.length === limit) return { items: found, next: place };
      found.push(itemOf(row));
      place = { at: row.at, id: row.id };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < SEARCH_TURN) return { items: found };
    if (found.length < limit) place = { at: last.at, id: last.id };
    await new Promise((resolve) => setImmediate(resolve));
  }
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
