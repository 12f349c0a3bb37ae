/** What the retention removes, and what it must not. */
import pg from 'pg';
import { expect, it } from 'vitest';
import { until } from '../../../test/support/facts.ts';
import type { Action } from '../inbox/act.ts';
import { itemsOf, openDesk, tell, TENANT_ID } from './support/desk.ts';
import { onBothStores } from './support/stores.ts';

const MESSAGE = { caller_name: 'Sample', caller_phone: '+13055550102', message: 'Call me' };
const DAY = 86_400_000;
const by = { id: 'one@crm.example' };

onBothStores((freshPlace, kind) => {
  /** A companion with one message that is done, and how to do more with it. */
  async function deskWithDone() {
    const place = await freshPlace();
    const desk = await openDesk(place);
    await tell(desk.url, 'leave_message', MESSAGE);
    const [item] = await itemsOf(desk);
    if (!item) throw new Error('nothing was kept');
    const act = (what: Action['kind']) => {
      const now = new Date();
      const action = { id: crypto.randomUUID(), item: item.id, kind: what, at: now.toISOString() };
      return desk.toolCalls.store.act(TENANT_ID, [action], { by, now, people: [by] });
    };
    await act('done');
    const sweep = () =>
      desk.toolCalls.store.sweep({ now: Date.now() + 91 * DAY, days: 90, repliesBefore: Date.now() });
    return { place, desk, act, sweep };
  }

  it('what was done long ago is removed, what was reopened is not', async () => {
    const { desk, act, sweep } = await deskWithDone();
    await act('reopen');
    expect(await sweep()).toBe(0);
    await act('done');
    expect(await sweep()).toBe(1);
    expect(await itemsOf(desk)).toEqual([]);
    await desk.stop();
  });

  const reopenedMeanwhile = async () => {
    const { place, desk, act, sweep } = await deskWithDone();
    const other = new pg.Client({ connectionString: place.databaseUrl });
    await other.connect();
    const waiting = async (count: number) => {
      const { rows } = await other.query<{ count: number }>(
        `SELECT COUNT(*)::int AS count FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rows[0]?.count === count;
    };
    // Both want the tenant's revisions, and get them in this order.
    await other.query('BEGIN');
    await other.query('SELECT rev FROM ringside.tenants WHERE id = $1 FOR UPDATE', [TENANT_ID]);
    const reopened = act('reopen');
    await until(() => waiting(1), { message: 'nobody reopens it' });
    const swept = sweep();
    await until(() => waiting(2), { message: 'nobody removes it' });
    await other.query('COMMIT');
    expect(await reopened).toMatchObject([{ ok: true }]);
    expect(await swept).toBe(0);
    expect(await itemsOf(desk)).toMatchObject([{ state: 'open', text: 'Call me' }]);
    await other.end();
    await desk.stop();
  };
  if (kind === 'postgres')
    it('what is reopened while it is being removed stays, with all that is in it', reopenedMeanwhile);
});
