/** Whether the phone and the server say the same of every call. */
import type { Call } from '../../lib/call/call.ts';
import { until } from '../support/facts.ts';
import type { Shift } from './actions.ts';

/** Longer than a far end takes to notice a lost connection, and the phone to give up a call (30 s). */
const patience = 50_000;

const overThere = new Set(['answered', 'early', 'ringing', 'calling']);

/** What differs now; empty when nothing does. */
async function difference({ desk, phone }: Shift): Promise<string> {
  const line = await phone.slice('line');
  if (line?.state !== 'ready') return `the line is ${line?.state}`;
  const ours = (await phone.slice('calls')).filter((call) => call.phase !== 'closed');
  const theirs = desk.sandbox.calls().filter((call) => overThere.has(call.state));
  if (desk.sandbox.registrations().filter((one) => one.user === '1001').length !== 1)
    return 'not registered once';
  const here = ours.map(told).toSorted().join(', ');
  const there = theirs
    .map(({ direction, state, heldByOperator, heldByCaller }) =>
      [
        direction,
        state === 'answered' ? 'live' : 'setting up',
        heldByOperator && 'held',
        heldByCaller && 'held by them',
      ]
        .filter(Boolean)
        .join(' '),
    )
    .toSorted()
    .join(', ');
  return here === there ? '' : `here: ${here || 'none'}; there: ${there || 'none'}`;
}

function told({ direction, phase, hold }: Call): string {
  const up = phase === 'live' || phase === 'recovering';
  return [
    direction === 'incoming' ? 'in' : 'out',
    up ? 'live' : 'setting up',
    up && hold.ours === 'on' && 'held',
    up && hold.theirs && 'held by them',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Waits until both say the same; tells how long that took. */
export async function agree(shift: Shift): Promise<string> {
  const began = Date.now();
  let last = '';
  await until(
    async () => {
      const now = await difference(shift);
      last ||= now;
      return !now;
    },
    {
      timeout: patience,
      every: 100,
      message: async () => `phone and server differ: at first ${last}; now ${await difference(shift)}`,
    },
  );
  return `agreed after ${Date.now() - began} ms${last && ` (at first ${last})`}`;
}

/** Plugs everything in, ends all calls and waits until both are idle. */
export async function goIdle(shift: Shift): Promise<void> {
  const { phone, desk, plugs } = shift;
  desk.sandbox.setFaults({});
  for (const label of (await plugs.labels()).gone) await plugs.plug(label);
  await plugs.makeDefault(undefined);
  await phone.until('line', (line) => line?.state === 'ready', 'the line does not come back', 60_000);
  desk.sandbox.reset();
  await phone.until(
    'calls',
    (calls) => calls.every((call) => call.phase === 'closed'),
    'calls are left over',
    patience,
  );
  for (const call of await phone.slice('calls')) await phone.do('dismiss', { call: call.id });
}
