/** Which parts of the desk there are, and on which one the panel opens. Pure. */
import type { Call } from '../../lib/call/call.ts';
import type { PortName } from '../../lib/mirror/desk.ts';
import type { InboxSlice } from '../../lib/mirror/inbox.ts';
import type { Surface } from '../phone/mend.ts';

export type TabName = 'phone' | 'queue' | 'inbox' | 'contacts' | 'history';

/** What makes a tab stand there; the phone always does, the Inbox where the account has a company server. */
const needs: Readonly<Record<Exclude<TabName, 'phone' | 'inbox'>, readonly PortName[]>> = {
  queue: ['queue', 'ai'],
  contacts: ['contacts'],
  history: ['history'],
};

/** The tabs an account has, in their order. One alone is no tab bar. */
export function tabsFor(ports: readonly PortName[], hasInbox = false): TabName[] {
  const there = (['queue', 'inbox', 'contacts', 'history'] as const).filter((tab) =>
    tab === 'inbox' ? hasInbox : needs[tab].some((port) => ports.includes(port)),
  );
  return ['phone', ...there];
}

/** Where a fresh panel begins: in the popup with those who wait, unless the operator is in a call. */
export function firstTab(surface: Surface, ports: readonly PortName[], calls: readonly Call[]): TabName {
  const busy = calls.some((call) => call.phase !== 'closed');
  return surface === 'popup' && ports.includes('queue') && !busy ? 'queue' : 'phone';
}

/** A notification's press opens the popup; one that is older than this opened another, in ms. */
const justNow = 15_000;

/** What a notification asked for, one item or the list, where this is the popup it opened. */
export const askedOf = (
  surface: Surface,
  { asked }: InboxSlice,
  now = Date.now(),
): { item?: string } | undefined =>
  surface === 'popup' && asked !== undefined && now - asked.at < justNow ? asked : undefined;

/** Where a key leads from the tab at `at`; undefined where it leads nowhere. */
export function stepTo(key: string, at: number, count: number, rtl: boolean): number | undefined {
  const onward = rtl ? 'ArrowLeft' : 'ArrowRight';
  const backward = rtl ? 'ArrowRight' : 'ArrowLeft';
  switch (key) {
    case onward:
      return (at + 1) % count;
    case backward:
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
