/** The engine's own database: the vault's key, the call history, notes of calls, and the Inbox. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { WrapUp } from '../mirror/desk.ts';
import type { InboxItem, Person, RefusedChange } from '../mirror/inbox.ts';
import type { TracePoint } from '../mirror/quality.ts';
import type { HistoryEntry } from '../mirror/slices.ts';
import type { InboxAction } from '../providers/companion/shapes.ts';

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

/** An item of an account's Inbox. */
export interface StoredItem {
  account: string;
  id: string;
  item: InboxItem;
}

/** A change the company server does not have yet, or did not take: whose it is, and where it belongs. */
export interface StoredChange {
  /** Their order. Given by the database. */
  seq?: number;
  account: string;
  /** The company server's address. */
  place: string;
  tenant: string;
  /** The operator's id. */
  operator: string;
  action: InboxAction;
  refused?: Pick<RefusedChange, 'code' | 'by'>;
}

/** How far an account's Inbox is known. */
export interface StoredInbox {
  account: string;
  place: string;
  tenant?: string;
  me?: Person;
  /** Absent until everything was sent once. */
  cursor?: string;
  people: Person[];
  /** Urgent items that were notified and still call for somebody. */
  announced: string[];
}

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey };
  history: { key: string; value: StoredEntry; indexes: { startedAt: number } };
  wrapUps: { key: string; value: StoredWrapUp };
  inboxes: { key: string; value: StoredInbox };
  inboxItems: { key: [string, string]; value: StoredItem; indexes: { account: string } };
  inboxChanges: { key: number; value: StoredChange; indexes: { account: string } };
}

export type Database = IDBPDatabase<Schema>;

/** Opens it, creating or upgrading as needed. */
export function openDatabase(): Promise<Database> {
  return openDB<Schema>('ringside', 3, {
    upgrade(db, before) {
      db.createObjectStore('inboxes', { keyPath: 'account' });
      db.createObjectStore('inboxItems', { keyPath: ['account', 'id'] }).createIndex('account', 'account');
      db.createObjectStore('inboxChanges', { keyPath: 'seq', autoIncrement: true }).createIndex(
        'account',
        'account',
      );
      if (before >= 2) return;
      db.createObjectStore('wrapUps', { keyPath: 'call' });
      if (before >= 1) return;
      db.createObjectStore('keys');
      db.createObjectStore('history', { keyPath: 'id' }).createIndex('startedAt', 'startedAt');
    },
  });
}
