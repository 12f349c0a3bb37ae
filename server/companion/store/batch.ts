import type { InboxItem, Item } from '../inbox/item.ts';
import { type Database, places, type Transaction, tuples, Unreachable, type Value } from './database.ts';
import { itemOf, readItems, takeRevisions, writeItems } from './items.ts';
import type { Acceptance, Job, Operation, Reply, Result, Settlement } from './operations.ts';

/** So many are written at once at most. */
const MAX_BATCH = 100;

/**
 * Writes operations in transactions, all those together that come while one is under way: a flush to the disk then
 * serves many calls. The order of locks is the same everywhere: answers, jobs, tenants, items.
 */
export function batchWriter(database: Database, told: (size: number) => void) {
  interface Waiting {
    operation: Operation;
    resolve: (result: Result) => void;
    reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let underway = false;

  async function flush(): Promise<void> {
    underway = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH);
      waiting = waiting.slice(MAX_BATCH);
      told(batch.length);
      await commit(batch);
      // A turn for those who have come in the meantime.
      await new Promise((resolve) => setImmediate(resolve));
    }
    underway = false;
  }

  async function commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await database.transaction((sql) =>
        write(
          sql,
          batch.map(({ operation }) => operation),
        ),
      );
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] ?? { first: false });
    } catch (error) {
      if (batch.length === 1 || error instanceof Unreachable) {
        // Those who wait would only wait longer, and longest of all those who come next.
        const refused = error instanceof Unreachable ? [...batch, ...waiting.splice(0)] : batch;
        for (const { reject } of refused) reject(error);
        return;
      }
      // One of them may be to blame; the others must not suffer for it.
      const half = Math.ceil(batch.length / 2);
      await commit(batch.slice(0, half));
      await commit(batch.slice(half));
    }
  }

  return (operation: Operation): Promise<Result> =>
    new Promise((resolve, reject) => {
      waiting.push({ operation, resolve, reject });
      if (!underway) {
        underway = true;
        setImmediate(() => void flush());
      }
    });
}

async function write(sql: Transaction, operations: readonly Operation[]): Promise<Result[]> {
  const results: Result[] = operations.map(() => ({ first: false }));
  const acceptances = operations.filter((operation) => operation.do === 'accept');
  const settlements = operations.filter((operation) => operation.do === 'settle');
  const fresh = await claimKeys(sql, acceptances);
  const { mine, replied } = await endJobs(sql, settlements);
  const kept = operations.filter((operation) =>
    operation.do === 'accept' ? fresh.has(operation) : mine.has(operation),
  );
  const jobs: Job[] = [];
  const replies: { key: string; claim: string; reply: Reply }[] = [];
  for (const tenant of [...new Set(kept.map((operation) => operation.tenant))].toSorted()) {
    const own = kept.filter((operation) => operation.tenant === tenant);
    let rev = await takeRevisions(sql, tenant, own.length);
    const known = await readKnown(sql, tenant, own);
    const handedOn = new Set<string>();
    for (const operation of own) {
      const before =
        operation.do === 'settle'
          ? known.byId.get(operation.job.item)
          : (known.byMergeKey.get(operation.mergeKey ?? '') ??
            known.byMergeKey.get(operation.completes ?? ''));
      const changed = after(operation, before?.item, replied);
      // The item may have been removed by the retention.
      if (changed === undefined) continue;
      const item = { ...changed, rev: rev++ };
      const mergeKey = mergeKeyOf(operation);
      const same = before?.item.id === item.id;
      const completed = same && operation.do === 'accept' ? operation.completes : undefined;
      const isCompleted = completed !== undefined && known.byMergeKey.get(completed) === before;
      const entry: Entry = { item, newKey: same && !isCompleted ? before.newKey : mergeKey };
      if (isCompleted) {
        known.byMergeKey.delete(completed);
        handedOn.add(completed);
      }
      known.byId.set(item.id, entry);
      if (mergeKey !== undefined) known.byMergeKey.set(mergeKey, entry);
      if (before && !same) {
        delete before.newKey;
        if (mergeKey !== undefined) handedOn.add(mergeKey);
      }
      known.changed.add(item.id);
      results[operations.indexOf(operation)] = { first: true, item };
      if (operation.do === 'accept') {
        jobs.push(...operation.jobs(item));
        const reply = operation.mergeKey === undefined ? undefined : operation.reply?.(item);
        if (reply !== undefined) replies.push({ key: operation.key, claim: operation.item.id, reply });
      }
    }
    await freeKeys(sql, tenant, [...handedOn]);
    await writeItems(
      sql,
      tenant,
      [...known.changed].flatMap((id) => known.byId.get(id) ?? []),
    );
  }
  await addJobs(sql, jobs);
  await setReplies(sql, replies);
  return results;
}

const mergeKeyOf = (operation: Operation): string | undefined =>
  operation.do === 'accept' ? operation.mergeKey : undefined;

const mergeKeysOf = (operation: Operation): string[] =>
  operation.do === 'accept'
    ? [operation.mergeKey, operation.completes].filter((key) => key !== undefined)
    : [];

const after = (
  operation: Operation,
  before: Item | undefined,
  replied: ReadonlySet<string>,
): Item | undefined => {
  if (operation.do === 'settle') return before && operation.change(before, replied.has(operation.job.item));
  return (before && operation.merge?.(before, operation.item)) ?? operation.item;
};

/** Takes merge keys from the items that have them, for other items to have. */
async function freeKeys(sql: Transaction, tenant: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql.query(
    `UPDATE items SET merge_key = NULL WHERE tenant = $1 AND merge_key IN (${places(keys.length, 2)})`,
    [tenant, ...keys],
  );
}

/** Those whose request is new. */
async function claimKeys(sql: Transaction, all: readonly Acceptance[]): Promise<Set<Operation>> {
  const fresh = new Set<Operation>();
  if (all.length === 0) return fresh;
  const sorted = all.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const { text, values } = tuples(
    sorted.map((one): Value[] => {
      const reply = one.mergeKey === undefined ? one.reply?.(one.item) : undefined;
      return [one.key, one.at, one.item.id, reply?.status ?? null, reply?.body ?? null];
    }),
  );
  const since = Math.min(...all.map((one) => one.since));
  const rows = await sql.query<{ item: string }>(
    `INSERT INTO answers (key, at, item, status, body) VALUES ${text} ON CONFLICT (key) DO UPDATE
     SET at = excluded.at, item = excluded.item, status = excluded.status, body = excluded.body
     WHERE answers.at < $${values.length + 1} RETURNING item`,
    [...values, since],
  );
  const claimed = new Set(rows.map(({ item }) => item));
  for (const one of all) if (claimed.has(one.item.id)) fresh.add(one);
  return fresh;
}

/** `mine`: those whose job was still there; `replied`: the items whose first reply is among theirs. */
async function endJobs(
  sql: Transaction,
  all: readonly Settlement[],
): Promise<{ mine: Set<Operation>; replied: Set<string> }> {
  const replies = all.flatMap(({ job, reply }) =>
    job.answerKey !== null && reply !== undefined ? [{ key: job.answerKey, claim: job.item, reply }] : [],
  );
  const replied = await setReplies(sql, replies);
  const over = all.filter(({ againAt }) => againAt === undefined);
  const there = new Set<string>();
  if (over.length > 0) {
    const rows = await sql.query<{ id: string }>(
      `DELETE FROM jobs WHERE id IN (${places(over.length)}) RETURNING id`,
      over.map(({ job }) => job.id),
    );
    for (const { id } of rows) there.add(id);
  }
  for (const { job, againAt, clear } of all) {
    if (againAt === undefined) continue;
    const rows = await sql.query<{ id: string }>(
      'UPDATE jobs SET due = $1, clear = $2 WHERE id = $3 AND tries = $4 RETURNING id',
      [againAt, clear ? job.tries : job.clear, job.id, job.tries],
    );
    for (const { id } of rows) there.add(id);
  }
  return { mine: new Set(all.filter(({ job }) => there.has(job.id))), replied };
}

/** Sets each reply that has none yet, and gives back the claims of those. `claim` is the item with which the request was kept. */
async function setReplies(
  sql: Transaction,
  replies: readonly { key: string; claim: string; reply: Reply }[],
): Promise<Set<string>> {
  if (replies.length === 0) return new Set();
  const sorted = replies.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const { text, values } = tuples(
    // Where the request is forgotten by now (at = 0), it stays so.
    sorted.map(({ key, claim, reply }): Value[] => [key, 0, claim, reply.status, reply.body]),
  );
  const rows = await sql.query<{ item: string }>(
    `INSERT INTO answers (key, at, item, status, body) VALUES ${text} ON CONFLICT (key) DO UPDATE
     SET status = excluded.status, body = excluded.body
     WHERE answers.item = excluded.item AND answers.body IS NULL RETURNING item`,
    values,
  );
  return new Set(rows.map(({ item }) => item));
}

async function addJobs(sql: Transaction, jobs: readonly Job[]): Promise<void> {
  if (jobs.length === 0) return;
  const { text, values } = tuples(
    jobs.map((job): Value[] => [
      job.id,
      job.tenant,
      job.item,
      job.tool,
      job.kind,
      job.payload,
      job.answerKey,
      job.tries,
      job.clear,
      job.due,
    ]),
  );
  await sql.query(
    `INSERT INTO jobs (id, tenant, item, tool, kind, payload, answer_key, tries, clear, due) VALUES ${text}`,
    values,
  );
}

interface Entry {
  item: InboxItem;
  /** The merge key of an item that is written for the first time, or has another one from now on. */
  newKey?: string | undefined;
}

/** The items that these operations are about, as they are. */
async function readKnown(sql: Transaction, tenant: string, operations: readonly Operation[]) {
  const ids = operations.flatMap((operation) => (operation.do === 'settle' ? [operation.job.item] : []));
  const byId = new Map<string, Entry>();
  const byMergeKey = new Map<string, Entry>();
  for (const [id, item] of await readItems(sql, tenant, [...new Set(ids)])) byId.set(id, { item });
  const keys = operations.flatMap(mergeKeysOf);
  if (keys.length > 0) {
    const unique = [...new Set(keys)];
    const rows = await sql.query<{ id: string; rev: number; data: string; merge_key: string }>(
      // What is gone has none. A second condition might lead a planner to an index that fits nearly all.
      `SELECT id, rev, data, merge_key FROM items WHERE tenant = $1 AND merge_key IN (${places(unique.length, 2)})`,
      [tenant, ...unique],
    );
    for (const row of rows) {
      const entry = { item: itemOf(row) };
      byMergeKey.set(row.merge_key, entry);
      byId.set(row.id, entry);
    }
  }
  return { byId, byMergeKey, changed: new Set<string>() };
}
