/** The system's notifications of what calls for the operator: each comes once, and goes when somebody has the item. */
import type { ReadonlySignal } from '@preact/signals-core';
import type { InboxEntry, Person } from '../../mirror/inbox.ts';
import type { Host } from '../../host/host.ts';
import { inTurn } from '../in-turn.ts';
import { isFresh } from './entries.ts';

export interface NoticesDeps {
  host: Pick<Host, 'showItem' | 'hideItem' | 'showWaiting' | 'hideWaiting' | 'log'>;
  /** The operator does not want to be disturbed. What comes meanwhile is shown when that ends. */
  quiet: ReadonlySignal<boolean>;
}

/** No more than this many are shown by themselves at once; more are told in one. */
const most = 3;
/** Of what was there before we ever asked, only this is news, in ms. */
const recent = 300_000;

/** A colleague gave it to this operator. */
const isGiven = ({ assignedTo, assignedBy }: InboxEntry, me: Person | undefined): boolean =>
  me !== undefined && assignedTo?.id === me.id && assignedBy !== undefined && assignedBy.id !== me.id;

/** Among what was told: several were told in one. */
const several = 'several';

/** An item that woke up, or was handed over, calls again. */
const keyOf = (entry: InboxEntry, me: Person | undefined): string =>
  [entry.id, entry.snoozedUntil, isGiven(entry, me) && 'given'].filter(Boolean).join(' ');

export function createNotices(deps: NoticesDeps, saved: readonly string[]) {
  const { host, quiet } = deps;
  /** What was told, also by an engine before this one, and still calls for somebody. */
  let announced = new Set(saved);
  // In order, so that a notice is never shown after it was taken away.
  const then = inTurn((error) => host.log(`notice: ${String(error)}`));

  function show(entry: InboxEntry, me: Person | undefined): void {
    const { id, kind, urgent, name, number, numberAsGiven, text } = entry;
    const who = name ?? number ?? numberAsGiven;
    const given = isGiven(entry, me) ? entry.assignedBy : undefined;
    const by = given && (given.name ?? given.id);
    void then(() => host.showItem({ item: id, kind, who, text, urgent, by }));
  }

  /** One notice that says how many there are; a correction of it says how many there still are. */
  function showSeveral(calling: readonly InboxEntry[], isNews: boolean): void {
    const count = calling.length;
    const urgent = calling.filter((entry) => entry.urgent).length;
    if (count === 0) void then(() => host.hideWaiting());
    else void then(() => host.showWaiting({ count, urgent, news: isNews }));
  }

  return {
    announced: (): string[] => [...announced],
    /** Looks at what calls for somebody now; true when `announced` has changed. `first`: nothing was known before. */
    look(entries: readonly InboxEntry[], now: number, me: Person | undefined, first: boolean): boolean {
      const calling = entries.filter(
        (entry) => isFresh(entry, now, me) && (entry.urgent || isGiven(entry, me)),
      );
      const keys = new Map(calling.map((entry) => [keyOf(entry, me), entry]));
      const inOne = announced.has(several);
      const over = [...announced].filter((key) => key !== several && !keys.has(key));
      const ids = new Set(calling.map(({ id }) => id));
      for (const key of over) {
        const [id = ''] = key.split(' ');
        if (!ids.has(id)) void then(() => host.hideItem(id));
      }
      const untold = [...keys].filter(([key]) => !announced.has(key));
      const old = untold.filter(([, entry]) => first && now - Date.parse(entry.at) >= recent);
      const told = quiet.peek() ? old : untold;
      announced = new Set([...keys.keys()].filter((key) => announced.has(key)));
      for (const [key] of told) announced.add(key);
      const news = told.filter((one) => !old.includes(one)).map(([, entry]) => entry);
      if (news.length > most) showSeveral(calling, true);
      else {
        for (const entry of news.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) show(entry, me);
        if (inOne && over.length > 0) showSeveral(calling, false);
      }
      if (calling.length > 0 && (inOne || news.length > most)) announced.add(several);
      return over.length > 0 || told.length > 0;
    },
  };
}
