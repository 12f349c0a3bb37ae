/** The engine's own database: the vault's key and the call history. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { TracePoint } from '../mirror/quality.ts';
import type { HistoryEntry } from '../mirror/slices.ts';

/** As it is stored: with the chart, which is read one at a time. */
export interface StoredEntry extends HistoryEntry {
  trace?: TracePoint[];
}

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey };
  history: { key: string; value: StoredEntry; indexes: { startedAt: number } };
}

export type Database = IDBPDatabase<Schema>;

/** Opens it, creating or upgrading as needed. */
export function openDatabase(): Promise<Database> {
  return openDB<Schema>('ringside', 1, {
    upgrade(db) {
      db.createObjectStore('keys');
      db.createObjectStore('history', { keyPath: 'id' }).createIndex('startedAt', 'startedAt');
    },
  });
}
