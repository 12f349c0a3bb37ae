/** What hangs outside holds up nobody else, and what is left is found. */
import { expect, it, vi } from 'vitest';
import { until } from '../../../test/support/facts.ts';
import { ConnectorFault, type CrmSink } from '../connectors/connector.ts';
import type { CustomTool } from '../tools/custom.ts';
import { callOf, digestOf, itemsOf, openDesk, post, tell, TENANT_ID, tenantWith } from './support/desk.ts';
import { onBothStores } from './support/stores.ts';

const MESSAGE = { caller_name: 'Sample', caller_phone: '+13055550102' };
const OTHER_KEY = 'csk_test_not-a-secret-1111111111';
const OTHER_ID = '00000000-0000-4000-8000-0000000000bb';

/** Waits for an answer that does not come. */
const hang = (signal: AbortSignal) =>
  new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new ConnectorFault('again', 'There was no answer.'))),
  );

/** One that counts what it was told. */
function countingSink(): CrmSink & { told: number } {
  const sink = {
    told: 0,
    deliver: () => {
      sink.told += 1;
      return Promise.resolve();
    },
  };
  return sink;
}

const tellsCrm = (sink: CrmSink) => ({ crm: new Map([['*', sink]]) });

onBothStores((freshPlace) => {
  it("a tenant's CRM that hangs holds up no other tenant's, nor its own text messages", async () => {
    let hanging = 0;
    const dead: CrmSink = {
      deliver: (_, signal) => {
        hanging += 1;
        return hang(signal);
      },
    };
    let sent = 0;
    const sms = {
      send: () => {
        sent += 1;
        return sent === 1 ? Promise.reject(new ConnectorFault('again', 'Not now.')) : Promise.resolve();
      },
    };
    const alive = countingSink();
    const desk = await openDesk(await freshPlace(), {
      tenants: [
        tenantWith({ connectors: { ...tellsCrm(dead), sms } }),
        tenantWith({ id: OTHER_ID, keyDigests: [digestOf(OTHER_KEY)], connectors: tellsCrm(alive) }),
      ],
      laterTryMs: 60_000,
    });
    const messages = Array.from({ length: 60 }, (_, index) => ({ ...MESSAGE, message: `Message ${index}` }));
    await Promise.all(messages.map((message) => tell(desk.url, 'leave_message', message)));
    await until(() => hanging >= 8, { message: 'the CRM was told nothing' });
    await post(desk.url, callOf('leave_message', { ...MESSAGE, message: 'Hello' }, 'other', OTHER_ID), {
      authorization: `Bearer ${OTHER_KEY}`,
    });
    await until(() => alive.told === 1, { message: "the other tenant's CRM was told nothing" });
    await tell(desk.url, 'send_sms', { to_phone: '+13055550100', message: 'Hello' });
    await until(() => sent === 2, { message: 'the text message was not tried again' });
    expect(hanging).toBe(8);
    await desk.stop();
  });

  it('while a CRM hangs, calls are taken without a look at what waits for it', async () => {
    let hanging = 0;
    const dead: CrmSink = {
      deliver: (_, signal) => {
        hanging += 1;
        return hang(signal);
      },
    };
    const desk = await openDesk(await freshPlace(), {
      tenants: [tenantWith({ connectors: tellsCrm(dead) })],
      laterTryMs: 60_000,
    });
    const tellAll = (name: string) =>
      Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          tell(desk.url, 'leave_message', { ...MESSAGE, message: `${name} ${index}` }),
        ),
      );
    await tellAll('Before');
    await until(() => hanging === 8, { message: 'the CRM was told nothing' });
    const leases = vi.spyOn(desk.toolCalls.store, 'leaseJobs');
    await tellAll('After');
    expect(leases).not.toHaveBeenCalled();
    expect(await desk.toolCalls.store.countJobs()).toBe(60);
    await desk.stop();
  });

  it('whoever is done makes room for the next, until all is done', async () => {
    const sink = countingSink();
    const desk = await openDesk(await freshPlace(), {
      tenants: [tenantWith({ connectors: tellsCrm(sink) })],
    });
    const messages = Array.from({ length: 100 }, (_, index) => ({ ...MESSAGE, message: `Message ${index}` }));
    await Promise.all(messages.map((message) => tell(desk.url, 'leave_message', message)));
    await until(async () => (await desk.toolCalls.store.countJobs()) === 0, { message: 'something is left' });
    expect(sink.told).toBe(100);
    await desk.stop();
  });

  it('callers who wait for an answer from outside hold up nothing in the background', async () => {
    const released = Promise.withResolvers<void>();
    let waiting = 0;
    const sms = {
      send: async () => {
        waiting += 1;
        await released.promise;
        waiting -= 1;
      },
    };
    const sink = countingSink();
    const desk = await openDesk(await freshPlace(), {
      tenants: [tenantWith({ connectors: { sms, crm: new Map([['leave_message', sink]]) } })],
      budgetMs: 60_000,
      tryMs: 60_000,
    });
    const texts = Array.from({ length: 40 }, (_, index) => ({
      to_phone: '+13055550100',
      message: `Text ${index}`,
    }));
    const answers = Promise.all(texts.map((text) => tell(desk.url, 'send_sms', text)));
    await until(() => waiting === 40, { message: 'not all of them are tried at once' });
    await tell(desk.url, 'leave_message', { ...MESSAGE, message: 'Hello' });
    await until(() => sink.told === 1, { message: 'the CRM was told nothing' });
    expect(waiting).toBe(40);
    released.resolve();
    for (const { status } of await answers) expect(status).toBe('sent');
    await desk.stop();
  });

  it('what another instance has left is found by one that had nothing to do', async () => {
    const sink = countingSink();
    const desk = await openDesk(await freshPlace(), {
      tenants: [tenantWith({ connectors: { crm: new Map([['create_lead', sink]]) } })],
    });
    const { store } = desk.toolCalls;
    await tell(desk.url, 'leave_message', { ...MESSAGE, message: 'Hello' });
    const [item] = (await store.readChanges(TENANT_ID, 0, 1)).items;
    if (!item) throw new Error('nothing was kept');
    const left = { ...item, id: crypto.randomUUID(), tool: 'create_lead' };
    const job = { id: crypto.randomUUID(), tenant: TENANT_ID, item: left.id, tool: left.tool, kind: 'crm' };
    const now = Date.now();
    await store.write({
      do: 'accept',
      tenant: TENANT_ID,
      key: 'of another instance',
      at: now,
      since: now,
      item: left,
      jobs: () => [{ ...job, payload: 'null', answerKey: null, tries: 1, clear: 0, due: now }],
    });
    await until(() => sink.told === 1, { message: 'it was not found' });
    await desk.stop();
  });

  it('is not back before the other side has said it may be', async () => {
    const sms = {
      send: () => Promise.reject(new ConnectorFault('again', 'Too many.', { afterMs: 60_000 })),
    };
    const desk = await openDesk(await freshPlace(), { tenants: [tenantWith({ connectors: { sms } })] });
    const { store } = desk.toolCalls;
    const startedAt = Date.now();
    // Chance has its part in every pause; none of them may be too short.
    for (const message of ['One', 'Two', 'Three', 'Four', 'Five', 'Six'])
      await tell(desk.url, 'send_sms', { to_phone: '+13055550100', message });
    expect(await store.countJobs()).toBe(6);
    const [lane] = await store.lanes();
    expect(lane?.due).toBeGreaterThanOrEqual(startedAt + 60_000);
    await desk.stop();
  });

  it('a tool that does not care that we stop is not waited for, and done by the next life', async () => {
    const place = await freshPlace();
    const calls: string[] = [];
    const careless: CustomTool = ({ key }) => {
      calls.push(key);
      return new Promise(() => undefined);
    };
    // It may take a minute, which is longer than this test has.
    const first = await openDesk(place, { tools: { book_table: careless }, budgetMs: 200 });
    expect((await tell(first.url, 'book_table', { guests: 4 })).status).toBe('failed');
    await first.stop();
    const works: CustomTool = ({ key }) => {
      calls.push(key);
      return Promise.resolve({ status: 'booked', message: 'It is booked.' });
    };
    const second = await openDesk(place, { tools: { book_table: works } });
    await until(async () => (await itemsOf(second))[0]?.outcome.status === 'booked', {
      message: 'it was not done',
    });
    expect(calls).toHaveLength(2);
    expect(new Set(calls).size).toBe(1);
    await second.stop();
  });
});
