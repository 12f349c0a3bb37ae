/** A search at the company server, page by page: asked once while it is looked through, with newer items put in place. */
import type { InboxItem } from '../../mirror/inbox.ts';

export interface SearchDeps {
  ask(query: string, before?: string): Promise<{ items: InboxItem[]; before?: string }>;
  /** The newest there is of an item. */
  known(item: InboxItem): InboxItem;
}

/** How long an answer is good for: what is found hardly changes while one scrolls, in ms. */
const fresh = 20_000;

export function createSearch(deps: SearchDeps) {
  let now: { query: string; at: number; items: InboxItem[]; before?: string; end: boolean } | undefined;

  return {
    async page(query: string, offset: number, limit: number): Promise<{ items: InboxItem[]; total: number }> {
      const good = now?.query === query && (offset > 0 || Date.now() - now.at < fresh);
      const mine = now && good ? now : { query, at: Date.now(), items: [], before: undefined, end: false };
      while (!mine.end && mine.items.length < offset + limit) {
        const { items, before } = await deps.ask(query, mine.before);
        const there = new Set(mine.items.map(({ id }) => id));
        mine.items = [...mine.items, ...items.filter(({ id }) => !there.has(id))];
        mine.before = before;
        mine.end = before === undefined || items.length === 0;
      }
      now = mine;
      return {
        items: mine.items.slice(offset, offset + limit).map((item) => deps.known(item)),
        // There is one more for as long as nobody knows.
        total: mine.items.length + (mine.end ? 0 : 1),
      };
    },
    /** One that was found and is not kept. */
    find: (id: string): InboxItem | undefined => now?.items.find((item) => item.id === id),
    update(item: InboxItem): void {
      if (now) now.items = now.items.map((one) => (one.id === item.id ? item : one));
    },
  };
}
