/** The engine's own database: the vault's key, the call history, and notes of calls. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { WrapUp } from '../mirror/desk.ts';
import type { TracePoint } from '../mirror/quality.ts';
import type { HistoryEntry } from '../mirror/slices.ts';

/** As it is stored: with the chart, which is read one at a time. */
export interface StoredEntry extends HistoryEntry {
  trace?: TracePoint[];
}

/** Notes of a call until the service has them, and afterwards for the history. */
export interface StoredWrapUp extends Omit<WrapUp, 'state' | 'fault'> {
  callUuid?: string;
  account: string;
  state: WrapUp['state'] | 'delivered';
}

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey };
  history: { key: string; value: StoredEntry; indexes: { startedAt: number } };
  wrapUps: { key: string; value: StoredWrapUp };
}

export type Database = IDBPDatabase<Schema>;

/** Opens it, creating or upgrading as needed. */
export function openDatabase(): Promise<Database> {
  return openDB<Schema>('ringside', 2, {
    upgrade(db, before) {
      db.createObjectStore('wrapUps', { keyPath: 'call' });
      if (before >= 1) return;
      db.createObjectStore('keys');
      db.createObjectStore('history', { keyPath: 'id' }).createIndex('startedAt', 'startedAt');
    },
  });
}
