import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Database, Sql, Transaction, Value } from './database.ts';

/** More statements than this are not kept prepared. */
const MAX_PREPARED = 400;

/**
 * A SQLite file in this directory, in WAL mode, flushed to the disk at every commit. Transactions come one after the
 * other on one connection; what is asked outside of them is read on another one, which sees only what is committed.
 * For one process.
 */
export function openSqlite(directory: string): Database {
  const file = join(directory, 'ringside.db');
  const writer = new DatabaseSync(file);
  writer.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000');
  const reader = new DatabaseSync(file);
  reader.exec('PRAGMA query_only = 1; PRAGMA busy_timeout = 5000');
  const [ask, askInside] = [asker(reader), asker(writer)];
  const listeners = new Set<(topic: string) => void>();
  let turn: Promise<unknown> = Promise.resolve();

  async function run<T>(work: (sql: Transaction) => Promise<T>): Promise<T> {
    const topics = new Set<string>();
    writer.exec('BEGIN IMMEDIATE');
    try {
      const result = await work({
        ...askInside,
        announce: (topic) => {
          topics.add(topic);
          return Promise.resolve();
        },
      });
      writer.exec('COMMIT');
      for (const topic of topics) for (const hear of listeners) hear(topic);
      return result;
    } catch (error) {
      if (writer.isTransaction) writer.exec('ROLLBACK');
      throw error;
    }
  }

  return {
    kind: 'sqlite',
    ...ask,
    transaction: (work) => {
      const mine = turn.then(() => run(work));
      turn = mine.catch(() => undefined);
      return mine;
    },
    listen: (hear) => {
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
    close: async () => {
      await turn;
      reader.close();
      writer.close();
    },
  };
}

function asker(database: DatabaseSync): Sql {
  const prepared = new Map<string, StatementSync>();
  return {
    query: async <Row extends object>(text: string, values: readonly Value[] = []) => {
      let statement = prepared.get(text);
      if (statement === undefined) {
        if (prepared.size >= MAX_PREPARED) prepared.clear();
        statement = database.prepare(text);
        prepared.set(text, statement);
      }
      // `$1` is a name to SQLite.
      const named = Object.fromEntries(values.map((value, index) => [`${index + 1}`, value]));
      return statement.all(named) as Row[];
    },
  };
}
