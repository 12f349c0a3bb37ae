import type { Database, Transaction } from './database.ts';

/**
 * The schema, one step for each version; a step that was released is never changed. Times are milliseconds since 1970.
 * `rev` counts the changes of a tenant: it is taken from its row in `tenants`, which stays locked until the commit, so
 * that revisions become visible in order and no reader skips one.
 */
const STEPS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE tenants (id TEXT PRIMARY KEY, epoch TEXT NOT NULL, rev BIGINT NOT NULL, horizon BIGINT NOT NULL)`,
    // The first reply to a request, by what makes it the same request; NULL while it is not given yet.
    `CREATE TABLE answers (key TEXT PRIMARY KEY, at BIGINT NOT NULL, item TEXT NOT NULL, status BIGINT, body TEXT)`,
    `CREATE INDEX answers_at ON answers (at)`,
    // A removed item stays as a mark without content (gone_at), so that a reader who returns learns of it.
    `CREATE TABLE items (id TEXT PRIMARY KEY, tenant TEXT NOT NULL, rev BIGINT NOT NULL, at BIGINT NOT NULL,
       merge_key TEXT, done_at BIGINT, gone_at BIGINT, words TEXT NOT NULL, data TEXT NOT NULL)`,
    `CREATE UNIQUE INDEX items_rev ON items (tenant, rev)`,
    `CREATE INDEX items_at ON items (tenant, at, id)`,
    `CREATE UNIQUE INDEX items_merge ON items (tenant, merge_key)`,
    `CREATE INDEX items_done ON items (tenant, done_at)`,
    `CREATE INDEX items_gone ON items (tenant, gone_at)`,
    // What is still to be done outside. Whoever works on one moves its due time ahead, which is the lease.
    `CREATE TABLE jobs (id TEXT PRIMARY KEY, tenant TEXT NOT NULL, item TEXT NOT NULL, tool TEXT NOT NULL,
       kind TEXT NOT NULL, payload TEXT NOT NULL, answer_key TEXT, tries BIGINT NOT NULL, due BIGINT NOT NULL)`,
    `CREATE INDEX jobs_due ON jobs (due)`,
    `CREATE TABLE actions (tenant TEXT NOT NULL, id TEXT NOT NULL, at BIGINT NOT NULL, result TEXT NOT NULL,
       PRIMARY KEY (tenant, id))`,
    `CREATE INDEX actions_at ON actions (at)`,
    `CREATE TABLE people (tenant TEXT NOT NULL, id TEXT NOT NULL, name TEXT, PRIMARY KEY (tenant, id))`,
  ],
  [
    // Of the tries of a job the first so many are known to have done nothing.
    `ALTER TABLE jobs ADD COLUMN clear BIGINT NOT NULL DEFAULT 0`,
    // What is due is looked for lane by lane: one kind of one tenant.
    `CREATE INDEX jobs_lane ON jobs (tenant, kind, due)`,
    `DROP INDEX jobs_due`,
    // Nearly nothing is gone: without figures a planner took this index for "not gone", and read everything.
    `DROP INDEX items_gone`,
    `CREATE INDEX items_gone ON items (tenant, gone_at) WHERE gone_at IS NOT NULL`,
    `DROP INDEX items_done`,
    `CREATE INDEX items_done ON items (tenant, done_at) WHERE done_at IS NOT NULL`,
    // What a phone begins with.
    `CREATE INDEX items_open ON items (tenant, rev) WHERE done_at IS NULL AND gone_at IS NULL`,
  ],
];

/** Brings the schema to this version. Throws for one that a newer version has made. */
export async function migrate(database: Database): Promise<void> {
  const bring = async (sql: Transaction): Promise<void> => {
    if (database.kind === 'postgres') {
      // Instances that start together take turns.
      await sql.query('SELECT pg_advisory_xact_lock(7464)');
      await sql.query('CREATE SCHEMA IF NOT EXISTS ringside');
    }
    await sql.query('CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)');
    const version = Number((await readMeta(sql, 'schema')) ?? 0);
    if (version > STEPS.length)
      throw new Error(
        `the database has schema ${version}, of a newer version than this one (${STEPS.length})`,
      );
    for (const step of STEPS.slice(version)) for (const statement of step) await sql.query(statement);
    await sql.query(
      `INSERT INTO meta (key, value) VALUES ('schema', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      [String(STEPS.length)],
    );
  };
  await database.transaction(bring, { patient: true });
}

async function readMeta(sql: Pick<Transaction, 'query'>, key: string): Promise<string | undefined> {
  return (await sql.query<{ value: string }>('SELECT value FROM meta WHERE key = $1', [key]))[0]?.value;
}

/** The value kept under this name; the one given if there was none, on whichever instance it was first. */
export async function keepMeta(database: Database, key: string, fresh: string): Promise<string> {
  return database.transaction(async (sql) => {
    await sql.query('INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING', [
      key,
      fresh,
    ]);
    return (await readMeta(sql, key)) ?? fresh;
  });
}
