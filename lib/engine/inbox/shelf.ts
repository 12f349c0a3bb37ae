/** Where one account's Inbox is kept: items and cursor together, so that neither is ever ahead of the other. */
import type { InboxItem } from '../../mirror/inbox.ts';
import type { Database, StoredChange, StoredInbox } from '../database.ts';

/** How many items are kept; those still to be done first, then the newest. The company server keeps, and finds, all. */
const kept = 3000;
/** Pruned only when this many are too many, so that it is seldom. */
const slack = 300;

export type Shelf = ReturnType<typeof createShelf>;

export function createShelf(db: Database, account: string, log: (line: string) => void) {
  /** Writes in order. */
  let last: Promise<unknown> = Promise.resolve();

  function write(work: () => Promise<unknown>): Promise<unknown> {
    last = last.then(work).catch((error: unknown) => log(`inbox not kept: ${String(error)}`));
    return last;
  }

  return {
    async load(): Promise<{ inbox?: StoredInbox; items: InboxItem[]; changes: StoredChange[] }> {
      const [inbox, items, changes] = await Promise.all([
        db.get('inboxes', account),
        db.getAllFromIndex('inboxItems', 'account', account),
        db.getAllFromIndex('inboxChanges', 'account', account),
      ]);
      return {
        inbox,
        items: items.map(({ item }) => item),
        changes: changes.toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0)),
      };
    },
    /** In one transaction. */
    put(inbox: StoredInbox, items: readonly InboxItem[] = [], gone: readonly string[] = []): void {
      void write(async () => {
        const work = db.transaction(['inboxes', 'inboxItems'], 'readwrite');
        const store = work.objectStore('inboxItems');
        await Promise.all([
          ...items.map((item) => store.put({ account, id: item.id, item })),
          ...gone.map((id) => store.delete([account, id])),
          work.objectStore('inboxes').put(inbox),
          work.done,
        ]);
      });
    },
    /** Resolves when it is safe; rejects when it could not be kept. */
    async add(change: StoredChange): Promise<StoredChange> {
      return { ...change, seq: await db.add('inboxChanges', change) };
    },
    change: (change: StoredChange) => void write(() => db.put('inboxChanges', change)),
    drop: (changes: readonly StoredChange[]) =>
      void write(async () => {
        for (const { seq } of changes) if (seq !== undefined) await db.delete('inboxChanges', seq);
      }),
    /** Everything that was asked for so far is written. */
    settled: () => last,
  };
}

/** Forgets an account's Inbox, with the changes that were never delivered. */
export async function forgetInbox(db: Database, account: string): Promise<void> {
  const items = await db.getAllKeysFromIndex('inboxItems', 'account', account);
  const changes = await db.getAllKeysFromIndex('inboxChanges', 'account', account);
  const work = db.transaction(['inboxes', 'inboxItems', 'inboxChanges'], 'readwrite');
  await Promise.all([
    work.objectStore('inboxes').delete(account),
    ...items.map((key) => work.objectStore('inboxItems').delete(key)),
    ...changes.map((key) => work.objectStore('inboxChanges').delete(key)),
    work.done,
  ]);
}

/** What is too much, by id: what was done longest ago first. */
export function surplusOf(items: ReadonlyMap<string, InboxItem>): string[] {
  if (items.size <= kept + slack) return [];
  const rank = (item: InboxItem) => (item.state === 'done' ? 0 : 1);
  return [...items.values()]
    .toSorted((a, b) => rank(a) - rank(b) || Date.parse(a.at) - Date.parse(b.at))
    .slice(0, items.size - kept)
    .map(({ id }) => id);
}
