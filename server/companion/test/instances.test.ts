/** What holds between instances, and from one life of a process to the next. */
import pg from 'pg';
import { expect, it } from 'vitest';
import { until } from '../../../test/support/facts.ts';
import type { CrmSink } from '../connectors/connector.ts';
import { ConnectorFault } from '../connectors/connector.ts';
import type { CustomTool } from '../tools/custom.ts';
import { callOf, itemsOf, openDesk, post, tell, tenantWith, tokenOf } from './support/desk.ts';
import { readLive } from './support/sse.ts';
import { onBothStores } from './support/stores.ts';

const MESSAGE = { caller_name: 'Sample', caller_phone: '+13055550102', message: 'Call me' };

onBothStores((freshPlace, kind) => {
  it('a message that could not be sent is sent by the next life of the process', async () => {
    const place = await freshPlace();
    const sent: string[] = [];
    let works = false;
    const sms = {
      send: ({ key }: { key: string }) => {
        if (!works) return Promise.reject(new ConnectorFault('again', 'Not now.'));
        sent.push(key);
        return Promise.resolve();
      },
    };
    const options = { tenants: [tenantWith({ connectors: { sms } })], firstPauseMs: 300 };
    const first = await openDesk(place, options);
    expect((await tell(first.url, 'send_sms', { to_phone: '+13055550100', message: 'Hello' })).status).toBe(
      'failed',
    );
    await first.stop();
    works = true;
    const second = await openDesk(place, options);
    await until(() => sent.length === 1, { message: 'it was not sent' });
    await until(async () => (await itemsOf(second))[0]?.outcome.state === 'done', {
      message: 'that was not kept',
    });
    await second.stop();
  });

  it('gives up after so many tries, and says why', async () => {
    const sms = { send: () => Promise.reject(new ConnectorFault('again', 'The service is down.')) };
    const desk = await openDesk(await freshPlace(), {
      tenants: [tenantWith({ connectors: { sms } })],
      firstPauseMs: 1,
    });
    await tell(desk.url, 'send_sms', { to_phone: '+13055550100', message: 'Hello' });
    await until(async () => (await itemsOf(desk))[0]?.outcome.state === 'failed', {
      message: 'it does not give up',
    });
    expect((await itemsOf(desk))[0]?.outcome.problem).toBe(
      'The text message was not sent. The service is down.',
    );
    expect(await desk.toolCalls.store.countJobs()).toBe(0);
    await desk.stop();
  });

  it('the CRM is told of each call once it is done, under one id however often it is tried', async () => {
    const told: { id: string; type: string; data: unknown }[] = [];
    const sink: CrmSink = {
      deliver: (event) => {
        told.push(event);
        return told.length < 3 ? Promise.reject(new ConnectorFault('again', 'Not now.')) : Promise.resolve();
      },
    };
    const desk = await openDesk(await freshPlace(), {
      tenants: [tenantWith({ connectors: { crm: new Map([['*', sink]]) } })],
    });
    await tell(desk.url, 'leave_message', MESSAGE);
    await until(async () => (await desk.toolCalls.store.countJobs()) === 0, {
      message: 'it was not delivered',
    });
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
    expect(told.at(-1)).toMatchObject({
      type: 'tool_call.leave_message',
      data: { text: 'Call me', outcome: { state: 'done', status: 'saved' } },
    });
    expect((await itemsOf(desk))[0]?.outcome).toMatchObject({ state: 'done', status: 'saved' });
    await desk.stop();
  });

  it('a reply is remembered over a restart, and forgotten in time', async () => {
    const place = await freshPlace();
    const first = await openDesk(place);
    const call = callOf('create_lead', { first_name: 'Sample', phone: '+13055550100' });
    const lead = (await post(first.url, call))['lead_id'];
    await first.stop();
    const second = await openDesk(place);
    expect((await post(second.url, call))['lead_id']).toBe(lead);
    await second.toolCalls.store.sweep({ now: Date.now(), days: 90, repliesBefore: Date.now() + 1000 });
    const other = { ...call, call_id: 'another' };
    expect((await post(second.url, other))['lead_id']).not.toBe(lead);
    await second.stop();
  });

  it('several instances do one request once, and tell all operators', async () => {
    const place = await freshPlace();
    let runs = 0;
    const slow: CustomTool = async () => {
      runs += 1;
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { status: 'booked', message: 'It is booked.', booking: `${runs}` };
    };
    const options = { tools: { book_table: slow } };
    const one = await openDesk(place, options);
    // A SQLite file is for one process.
    const two = one.toolCalls.store.kind === 'postgres' ? await openDesk(place, options) : one;
    const reader = await readLive(two.url, await tokenOf(two.url, 'operator@crm.example'));
    const call = callOf('book_table', { guests: 4 });
    const answers = await Promise.all([post(one.url, call), post(two.url, call), post(two.url, call)]);
    for (const answer of answers)
      expect(answer).toMatchObject({ http: 200, status: 'booked', message: 'It is booked.', booking: '1' });
    expect(runs).toBe(1);
    await tell(one.url, 'leave_message', MESSAGE);
    await until(() => [...reader.items.values()].some(({ text }) => text === 'Call me'), {
      message: 'the operator was told nothing',
    });
    reader.close();
    await Promise.all([...new Set([one, two])].map((desk) => desk.stop()));
  });

  const lostConnections = async () => {
    const place = await freshPlace();
    const desk = await openDesk(place);
    const reader = await readLive(desk.url, await tokenOf(desk.url, 'operator@crm.example'));
    await tell(desk.url, 'leave_message', MESSAGE);
    const other = new pg.Client({ connectionString: place.databaseUrl });
    await other.connect();
    const { rowCount } = await other.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    expect(rowCount).toBeGreaterThan(1);
    await other.end();
    await until(
      async () => (await tell(desk.url, 'leave_message', { ...MESSAGE, message: 'After' })).http === 200,
      {
        message: 'calls are not answered any more',
      },
    );
    await until(() => [...reader.items.values()].some(({ text }) => text === 'After'), {
      message: 'the operator hears nothing any more',
    });
    reader.close();
    await desk.stop();
  };
  if (kind === 'postgres')
    it('lost connections are replaced, and operators hear what comes then', lostConnections);

  it('a migrated database is opened again, and one of a newer version is not', async () => {
    const place = await freshPlace();
    const desk = await openDesk(place);
    await tell(desk.url, 'leave_message', MESSAGE);
    await desk.stop();
    const again = await openDesk(place);
    expect(await itemsOf(again)).toHaveLength(1);
    expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
    await again.stop();
  });
});
