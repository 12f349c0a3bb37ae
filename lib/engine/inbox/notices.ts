/** The system's notifications of urgent items: each comes once, and goes when somebody has the item. */
import type { InboxEntry, Person } from '../../mirror/inbox.ts';
import type { Host } from '../../host/host.ts';
import { isFresh } from './entries.ts';

export interface NoticesDeps {
  host: Pick<Host, 'showItem' | 'hideItem' | 'log'>;
  /** The operator does not want to be disturbed. */
  quiet(): boolean;
}

/** No more than this many are shown at once; the badge counts the rest. */
const most = 3;
/** Of what was there before we ever asked, only this is news, in ms. */
const recent = 300_000;

/** An item that woke up calls again. */
const keyOf = ({ id, snoozedUntil }: InboxEntry): string => (snoozedUntil ? `${id} ${snoozedUntil}` : id);

export function createNotices(deps: NoticesDeps, saved: readonly string[]) {
  /** What was told, also by an engine before this one, and still calls for somebody. */
  let announced = new Set(saved);
  // In order, so that a notice is never shown after it was taken away.
  let last: Promise<void> = Promise.resolve();
  const then = (work: () => Promise<void>) => {
    last = last.then(work).catch((error: unknown) => deps.host.log(`notice: ${String(error)}`));
  };

  return {
    announced: (): string[] => [...announced],
    /** Looks at what calls for somebody now; true when `announced` has changed. `first`: nothing was known before. */
    look(entries: readonly InboxEntry[], now: number, me: Person | undefined, first: boolean): boolean {
      const calling = entries.filter((entry) => entry.urgent && isFresh(entry, now, me));
      const keys = new Map(calling.map((entry) => [keyOf(entry), entry]));
      const over = [...announced].filter((key) => !keys.has(key));
      for (const key of over) {
        const [id = ''] = key.split(' ');
        if (!calling.some((entry) => entry.id === id)) then(() => deps.host.hideItem(id));
      }
      const fresh = [...keys].filter(([key]) => !announced.has(key));
      announced = new Set(keys.keys());
      const news = fresh
        .map(([, entry]) => entry)
        .filter((entry) => !first || now - Date.parse(entry.at) < recent)
        .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
        .slice(0, most);
      if (!deps.quiet())
        for (const { id, kind, name, number, numberAsGiven, text } of news.toReversed())
          then(() => deps.host.showItem({ item: id, kind, who: name ?? number ?? numberAsGiven, text }));
      return over.length > 0 || fresh.length > 0;
    },
  };
}
