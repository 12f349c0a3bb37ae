import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Phone } from '../../lib/mirror/phone.ts';
import type { Surface } from '../phone/mend.ts';
import { askedOf, firstTab, tabsFor, type TabName } from './tabs.ts';

/** Which tabs there are, which is shown, and whether the operator has turned to one; `place` keeps the choice where the panel does not outlive it. */
export function useTab(
  phone: Phone,
  surface: Surface,
  place?: Signal<TabName | null>,
): { tabs: TabName[]; tab: TabName; show: (tab: TabName) => void; turned: boolean } {
  const turned = useRef(false);
  const own = useSignal<TabName | null>(null);
  const chosen = place === undefined ? own : place;
  const { ports } = phone.desk.value;
  const { account } = phone.session.value;
  const calls = phone.calls.value;
  const inbox = phone.inbox.value;
  const tabs = tabsFor(ports, inbox.state !== 'off');
  // Who pressed a notification of the Inbox wants to see it, whatever else there is.
  const first = askedOf(surface, inbox) === undefined ? firstTab(surface, ports, calls) : 'inbox';
  const known = phone.link.value === 'live' && account !== null;
  const wanted = chosen.value ?? first;

  // What the first whole picture made of it stays: a call that comes later must not turn the page under a hand.
  useEffect(() => {
    if (known && chosen.peek() === null) chosen.value = first;
  }, [known, first, chosen]);

  return {
    tabs,
    tab: tabs.includes(wanted) ? wanted : 'phone',
    show(tab) {
      turned.current = true;
      chosen.value = tab;
    },
    // Whoever walks the tabs has the keyboard there: what they come to must not take it.
    turned: turned.current,
  };
}
