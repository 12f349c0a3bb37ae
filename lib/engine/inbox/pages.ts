/** What `readInbox` answers: a view's rows from what is kept here, a search's from the company server where it is in reach. */
import type { Fault } from '../../mirror/fault.ts';
import type { InboxEntry, InboxItem, InboxPage, InboxView } from '../../mirror/inbox.ts';
import { faultOf } from '../desk/fault-of.ts';
import { inOrder, isIn, matches } from './entries.ts';
import type { createSearch } from './search.ts';

export interface PagesDeps {
  entries: () => InboxEntry[];
  entry: (item: InboxItem) => InboxEntry;
  search: Pick<ReturnType<typeof createSearch>, 'page'>;
  /** Undefined while the company server is in reach. */
  away: () => { fault?: Fault } | undefined;
}

export function createPages({ entries, entry, search, away }: PagesDeps) {
  const cut = (rows: readonly InboxEntry[], offset: number, limit: number) => ({
    rows: rows.slice(offset, offset + limit),
    total: rows.length,
  });

  return async (view: InboxView, query: string, offset: number, limit: number): Promise<InboxPage> => {
    if (query === '') {
      const now = Date.now();
      const there = entries().filter((one) => isIn(view, one, now));
      return cut(inOrder(view, there), offset, limit);
    }
    let why = away();
    if (!why) {
      try {
        const found = await search.page(query, offset, limit);
        return { rows: found.items.map(entry), total: found.total, searched: 'all' };
      } catch (error) {
        why = { fault: faultOf(error) };
      }
    }
    const here = entries()
      .filter((one) => matches(one, query))
      .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
    return { ...cut(here, offset, limit), searched: 'kept', fault: why.fault };
  };
}
