import { type Database, places } from './database.ts';
import { takeRevisions } from './items.ts';

const DAY = 86_400_000;
/** How long it is remembered that an item was removed, and that an action was done. */
const MARKS_MS = 30 * DAY;
const AT_ONCE = 500;

/**
 * Removes items that were done `days` ago or longer, replies from before `repliesBefore`, and what is only remembered
 * for those who return. What nobody has done yet is kept. Gives back how many items were removed.
 */
export async function sweep(
  database: Database,
  { now, days, repliesBefore }: { now: number; days: number; repliesBefore: number },
): Promise<number> {
  const forget = (table: 'answers' | 'actions', before: number) =>
    database.transaction((sql) => sql.query(`DELETE FROM ${table} WHERE at < $1`, [before]), {
      patient: true,
    });
  await forget('answers', repliesBefore);
  await forget('actions', now - MARKS_MS);
  const tenants = await database.query<{ id: string }>('SELECT id FROM tenants');
  let removed = 0;
  for (const { id: tenant } of tenants) {
    for (let count = AT_ONCE; count === AT_ONCE; removed += count)
      count = await removeDone(database, tenant, { now, before: now - days * DAY });
    await forgetRemoved(database, tenant, now - MARKS_MS);
  }
  return removed;
}

/** Leaves a mark without content, so that those who have the item learn that it is gone. */
function removeDone(
  database: Database,
  tenant: string,
  { now, before }: { now: number; before: number },
): Promise<number> {
  return database.transaction(async (sql) => {
    const rows = await sql.query<{ id: string }>(
      `SELECT id FROM items WHERE tenant = $1 AND gone_at IS NULL AND done_at < $2 ORDER BY done_at LIMIT ${AT_ONCE}`,
      [tenant, before],
    );
    if (rows.length === 0) return 0;
    let rev = await takeRevisions(sql, tenant, rows.length);
    let removed = 0;
    for (const { id } of rows) {
      // Until the revisions were ours, somebody may have reopened it.
      const gone = await sql.query(
        `UPDATE items SET rev = $1, gone_at = $2, done_at = NULL, merge_key = NULL, words = '', data = '{}'
         WHERE id = $3 AND gone_at IS NULL AND done_at < $4 RETURNING id`,
        [rev++, now, id, before],
      );
      removed += gone.length;
    }
    return removed;
  });
}

/** Takes the marks away; who was last here before them has to begin anew (`horizon`). */
async function forgetRemoved(database: Database, tenant: string, before: number): Promise<void> {
  await database.transaction(async (sql) => {
    const rows = await sql.query<{ id: string; rev: number }>(
      'SELECT id, rev FROM items WHERE tenant = $1 AND gone_at < $2 ORDER BY rev LIMIT 1000',
      [tenant, before],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    await sql.query('UPDATE tenants SET horizon = $1 WHERE id = $2', [last.rev, tenant]);
    await sql.query(
      `DELETE FROM items WHERE id IN (${places(rows.length)})`,
      rows.map(({ id }) => id),
    );
  });
}
