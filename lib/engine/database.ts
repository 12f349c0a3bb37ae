/** The engine's own database: the vault's key and the call history. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { HistoryEntry } from '../mirror/slices.ts';

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey };
  history: { key: string; value: HistoryEntry; indexes: { startedAt: number } };
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
