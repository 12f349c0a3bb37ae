import { randomBytes } from 'node:crypto';
import type { Action } from '../inbox/act.ts';
import type { InboxItem, Person } from '../inbox/item.ts';
import { type ActionResult, doActions } from './actions.ts';
import { batchWriter } from './batch.ts';
import type { Job, Operation, Reply, Result } from './operations.ts';
import {
  type Changes,
  readChanges,
  readDone,
  readItems,
  readOpen,
  revisionsOf,
  type Revisions,
  type Search,
  searchItems,
  type SearchPlace,
} from './items.ts';
import { countJobs, type Lane, type Lease, leaseJobs, readLanes } from './jobs.ts';
import { keepMeta, migrate } from './migrate.ts';
import { readPeople, rememberPerson } from './people.ts';
import { openPostgres } from './postgres.ts';
import { sweep } from './retention.ts';
import { openSqlite } from './sqlite.ts';

export interface StoreOptions {
  /** PostgreSQL; without it a SQLite file in `directory`. */
  databaseUrl?: string | undefined;
  directory: string;
  /** Told of lost connections; there is nothing secret in it. */
  log: (message: string) => void;
  /** Told how many operations one transaction has written. */
  written?: (size: number) => void;
}

/** What is kept durably: items of the Inbox, first replies, jobs, actions, people. */
export interface Store {
  readonly kind: 'sqlite' | 'postgres';
  /** Resolves once it is on the disk. Operations that come together share a transaction. */
  write(operation: Operation): Promise<Result>;
  /** The first reply to a request: undefined if it is not known, `reply` absent while there is none yet. */
  readReply(key: string): Promise<{ reply?: Reply } | undefined>;
  /** Gives the first reply if there is none yet, and gives back the one that counts. */
  reply(key: string, reply: Reply): Promise<Reply>;
  /** What there is to be done, by kind and tenant. */
  lanes(): Promise<Lane[]>;
  leaseJobs(now: number, leases: readonly Lease[]): Promise<Job[]>;
  countJobs(): Promise<number>;
  readItem(tenant: string, id: string): Promise<InboxItem | undefined>;
  readChanges(tenant: string, after: number, limit: number): Promise<Changes>;
  /** What nobody has done yet, in order of its revisions; and what was done last, newest first. */
  readOpen(tenant: string, after: number, limit: number): Promise<InboxItem[]>;
  readDone(tenant: string, limit: number): Promise<InboxItem[]>;
  revisions(tenant: string): Promise<Revisions>;
  search(tenant: string, text: string, search: Search): Promise<{ items: InboxItem[]; next?: SearchPlace }>;
  act(
    tenant: string,
    actions: readonly Action[],
    options: { by: Person; now: Date; people: readonly Person[] },
  ): Promise<ActionResult[]>;
  people(tenant: string): Promise<Person[]>;
  rememberPerson(tenant: string, person: Person): Promise<void>;
  /** Told whose items changed, on any instance; undefined: perhaps anybody's. */
  listen(hear: (tenant: string | undefined) => void): () => void;
  sweep(options: { now: number; days: number; repliesBefore: number }): Promise<number>;
  /** A secret that was made once and stays the same, on all instances. */
  secret(name: string): Promise<Uint8Array>;
  /** Rejects when the database cannot be asked. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the database and brings its schema up to date. Rejects when it cannot be reached or is of a newer version. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl, directory, log, written = () => undefined } = options;
  const database = databaseUrl === undefined ? openSqlite(directory) : openPostgres(databaseUrl, log);
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  const readReply: Store['readReply'] = async (key) => {
    const rows = await database.query<{ status: number | null; body: string | null }>(
      'SELECT status, body FROM answers WHERE key = $1',
      [key],
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    return row.status === null || row.body === null ? {} : { reply: { status: row.status, body: row.body } };
  };
  return {
    kind: database.kind,
    write: batchWriter(database, written),
    readReply,
    reply: async (key, reply) => {
      await database.transaction((sql) =>
        sql.query('UPDATE answers SET status = $1, body = $2 WHERE key = $3 AND body IS NULL', [
          reply.status,
          reply.body,
          key,
        ]),
      );
      return (await readReply(key))?.reply ?? reply;
    },
    lanes: () => readLanes(database),
    leaseJobs: (now, leases) => database.transaction((sql) => leaseJobs(sql, now, leases)),
    countJobs: () => countJobs(database),
    readItem: async (tenant, id) => (await readItems(database, tenant, [id])).get(id),
    readChanges: (tenant, after, limit) => readChanges(database, tenant, after, limit),
    readOpen: (tenant, after, limit) => readOpen(database, tenant, after, limit),
    readDone: (tenant, limit) => readDone(database, tenant, limit),
    revisions: (tenant) => revisionsOf(database, tenant),
    search: (tenant, text, where) => searchItems(database, tenant, text, where),
    act: (tenant, actions, who) => doActions(database, tenant, actions, who),
    people: (tenant) => readPeople(database, tenant),
    rememberPerson: (tenant, person) => rememberPerson(database, tenant, person),
    listen: (hear) => database.listen(hear),
    sweep: (what) => sweep(database, what),
    secret: async (name) =>
      Buffer.from(await keepMeta(database, `secret:${name}`, randomBytes(32).toString('base64')), 'base64'),
    check: async () => {
      await database.query('SELECT 1 AS one');
    },
    close: () => database.close(),
  };
}
