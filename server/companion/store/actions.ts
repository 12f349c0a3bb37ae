import { type Action, act } from '../inbox/act.ts';
import type { InboxItem, Person } from '../inbox/item.ts';
import type { Database, Transaction } from './database.ts';
import { readItems, takeRevisions, writeItems } from './items.ts';

/** What an operator's action came to. */
export type ActionResult =
  | { id: string; ok: true; item: InboxItem }
  | {
      id: string;
      ok: false;
      code: 'taken' | 'not_found' | 'invalid';
      message?: string;
      by?: Person;
      item?: InboxItem;
    };

/** What is remembered of it: the item is not, it may have gone on since. */
type Remembered =
  { ok: true } | { ok: false; code: 'taken' | 'not_found' | 'invalid'; message?: string; by?: Person };

/**
 * Does an operator's actions in their order, all in one transaction. One that was done before changes nothing and gets
 * its first answer, with the item as it is now.
 */
export async function doActions(
  database: Database,
  tenant: string,
  actions: readonly Action[],
  { by, now, people }: { by: Person; now: Date; people: readonly Person[] },
): Promise<ActionResult[]> {
  const findPerson = (id: string) => people.find((person) => person.id === id);
  return database.transaction(async (sql) => {
    let rev = await takeRevisions(sql, tenant, actions.length);
    const items = await readItems(sql, tenant, [...new Set(actions.map(({ item }) => item))]);
    const results: ActionResult[] = [];
    const changed = new Set<string>();
    for (const action of actions) {
      const before = items.get(action.item);
      const known = await recall(sql, tenant, action.id);
      const verdict =
        before && known === undefined ? act(before, action, by, { now, findPerson }) : undefined;
      if (verdict !== undefined && 'item' in verdict && verdict.item !== before) {
        items.set(action.item, { ...verdict.item, rev: rev++ });
        changed.add(action.item);
      }
      const outcome: Remembered =
        known ??
        (verdict === undefined
          ? { ok: false, code: 'not_found' }
          : 'item' in verdict
            ? { ok: true }
            : { ok: false, ...verdict });
      if (known === undefined) await remember(sql, tenant, action.id, outcome, now);
      results.push(resultOf(action.id, outcome, items.get(action.item)));
    }
    await writeItems(
      sql,
      tenant,
      [...changed].flatMap((id) => {
        const item = items.get(id);
        return item ? [{ item }] : [];
      }),
    );
    return results;
  });
}

function resultOf(id: string, outcome: Remembered, item: InboxItem | undefined): ActionResult {
  if (outcome.ok && item !== undefined) return { id, ok: true, item };
  const refused = outcome.ok ? { ok: false as const, code: 'not_found' as const } : outcome;
  return { id, ...refused, ...(item && { item }) };
}

async function recall(sql: Transaction, tenant: string, id: string): Promise<Remembered | undefined> {
  const rows = await sql.query<{ result: string }>(
    'SELECT result FROM actions WHERE tenant = $1 AND id = $2',
    [tenant, id],
  );
  return rows[0] && (JSON.parse(rows[0].result) as Remembered);
}

async function remember(sql: Transaction, tenant: string, id: string, outcome: Remembered, now: Date) {
  await sql.query('INSERT INTO actions (tenant, id, at, result) VALUES ($1, $2, $3, $4)', [
    tenant,
    id,
    now.getTime(),
    JSON.stringify(outcome),
  ]);
}
