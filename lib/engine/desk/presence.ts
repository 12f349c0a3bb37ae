/** Who of the team is there, and our own status. */
import { signal } from '@preact/signals-core';
import { emptyDesk, type PresenceSlice, type PresenceStatus } from '../../mirror/desk.ts';
import { FaultError } from '../../mirror/fault.ts';
import type { Provider } from '../../providers/provider.ts';
import { faultOf } from './fault-of.ts';
import { createReread } from './reread.ts';

export function createPresence(port: NonNullable<Provider['presence']>) {
  const slice = signal<PresenceSlice>({ ...emptyDesk.presence, choices: port.choices });
  const known = [...port.choices, ...(port.byItself ?? [])];
  /** Only the answer to the newest wish counts. */
  let wish = 0;

  const meant = (value: string): PresenceStatus => ({
    value,
    kind: known.find((status) => status.value === value)?.kind ?? 'unknown',
  });

  const reread = createReread(async () => {
    try {
      const rows = await port.list();
      const own = rows.find((row) => row.mine);
      slice.value = {
        ...slice.peek(),
        state: 'ready',
        fault: undefined,
        own: own ? meant(own.status) : slice.peek().own,
        ownName: own?.name || slice.peek().ownName,
        colleagues: rows
          .filter((row) => !row.mine)
          .map(({ status, mine: _mine, ...who }) => ({ ...who, status: meant(status) }))
          .toSorted((a, b) => a.name.localeCompare(b.name)),
      };
    } catch (error) {
      slice.value = { ...slice.peek(), state: 'failed', fault: faultOf(error) };
    }
  });

  return {
    slice,
    poke: () => reread.poke(),
    refresh: () => reread.fresh(),
    stop: () => reread.stop(),
    /** What the view shows changes when the service has said yes (DESIGN §2.5). */
    async set(status: string): Promise<void> {
      if (!port.choices.some((choice) => choice.value === status))
        throw new FaultError('bad-input', { said: 'no such status' });
      const mine = ++wish;
      slice.value = { ...slice.peek(), asked: status };
      try {
        await port.set(status);
        if (mine === wish) slice.value = { ...slice.peek(), own: meant(status) };
      } finally {
        if (mine === wish) slice.value = { ...slice.peek(), asked: undefined };
        reread.poke();
      }
    },
  };
}
