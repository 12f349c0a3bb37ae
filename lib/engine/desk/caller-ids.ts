/** Which of our numbers those we call see; chosen per account. */
import { signal } from '@preact/signals-core';
import * as v from 'valibot';
import type { Store } from '../../host/host.ts';
import { emptyDesk, type CallerIdsSlice } from '../../mirror/desk.ts';
import { FaultError } from '../../mirror/fault.ts';
import { formatNumber } from '../../numbers/parse.ts';
import type { Provider } from '../../providers/provider.ts';
import { stored } from '../stored.ts';
import { faultOf } from './fault-of.ts';
import { createReread } from './reread.ts';

export interface CallerIdsDeps {
  port: NonNullable<Provider['numbers']>;
  account: string;
  store: Store;
  region(): string;
  log(line: string): void;
}

export function createCallerIds(deps: CallerIdsDeps) {
  const slice = signal<CallerIdsSlice>(emptyDesk.callerIds);
  const file = stored({
    store: deps.store,
    key: 'callerIds',
    version: 1,
    schema: v.record(v.string(), v.string()),
    fallback: {},
    log: (line) => deps.log(line),
  });

  const reread = createReread(async () => {
    try {
      const [rows, chosen] = await Promise.all([deps.port.list(), file.load()]);
      const wanted = chosen[deps.account];
      const numbers = rows.map(({ id, number, label }) => ({
        id,
        number,
        label,
        display: formatNumber(number, deps.region()),
      }));
      // A number that was taken away is not shown to anybody any more.
      const there = numbers.some((one) => one.id === wanted);
      slice.value = { state: 'ready', numbers, chosen: (there && wanted) || null };
    } catch (error) {
      slice.value = { ...slice.peek(), state: 'failed', fault: faultOf(error) };
    }
  });

  return {
    slice,
    poke: () => reread.poke(),
    stop: () => reread.stop(),
    /** Whether a chosen number can be used; read once more where the list could not be. */
    async ready(): Promise<boolean> {
      if (slice.peek().state === 'ready') return true;
      if ((await file.load())[deps.account] === undefined) return true;
      await reread.fresh();
      return slice.peek().state === 'ready';
    },
    /** The number in use; undefined leaves it to the service. */
    chosen: (): string | undefined => {
      const { numbers, chosen } = slice.peek();
      return numbers.find((one) => one.id === chosen)?.number;
    },
    /** Whether a number is one of our own. */
    all: (): string[] => slice.peek().numbers.map((one) => one.number),
    async choose(id: string | null): Promise<void> {
      if (id !== null && !slice.peek().numbers.some((one) => one.id === id))
        throw new FaultError('bad-input', { said: 'no such number' });
      const { [deps.account]: _before, ...others } = await file.load();
      await file.save(id === null ? others : { ...others, [deps.account]: id });
      slice.value = { ...slice.peek(), chosen: id };
    },
  };
}
