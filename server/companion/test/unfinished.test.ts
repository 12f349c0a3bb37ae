/** What a caller said before hanging up over a question is there for a person to see. */
import { expect, it } from 'vitest';
import { until } from '../../../test/support/facts.ts';
import type { CrmSink } from '../connectors/connector.ts';
import { itemsOf, openDesk, TENANT_ID, tell, tenantWith } from './support/desk.ts';
import { onBothStores } from './support/stores.ts';

const CALL = 'test-123';
const ASK_NAME = 'May I have your name for the message?';
const ASK_PHONE = 'What number can we call you back on?';

onBothStores((freshPlace) => {
  it('a message without a name is kept, and completed by the next call', async () => {
    const told: unknown[] = [];
    const sink: CrmSink = {
      deliver: ({ data }) => {
        told.push(data);
        return Promise.resolve();
      },
    };
    const desk = await openDesk(await freshPlace(), {
      tenants: [tenantWith({ connectors: { crm: new Map([['*', sink]]) } })],
    });
    const ask = (args: object) => tell(desk.url, 'leave_message', args, CALL);
    const first = { message: 'My roof leaks', urgent: true };
    expect(await ask(first)).toMatchObject({ http: 200, status: 'error', message: ASK_NAME });
    const [item, ...others] = await itemsOf(desk);
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      kind: 'message',
      text: 'My roof leaks',
      urgent: true,
      needsReview: true,
      state: 'open',
      outcome: { state: 'failed', status: 'error', spoken: ASK_NAME },
    });
    // The same once more, and a bit more than that.
    expect((await ask(first)).message).toBe(ASK_NAME);
    expect((await ask({ message: 'My roof leaks', caller_name: 'Sample' })).message).toBe(ASK_PHONE);
    expect(await itemsOf(desk)).toMatchObject([{ id: item?.id, name: 'Sample', urgent: true }]);
    expect(await desk.toolCalls.store.countJobs()).toBe(0);

    const whole = { message: 'The roof leaks badly', caller_name: 'Sample', caller_phone: '+13055550102' };
    expect((await ask(whole)).status).toBe('saved');
    expect((await ask(whole)).status).toBe('saved');
    expect(await itemsOf(desk)).toMatchObject([
      {
        id: item?.id,
        text: 'The roof leaks badly',
        number: '+13055550102',
        urgent: true,
        needsReview: false,
        fields: { said_before: 'My roof leaks' },
        outcome: { state: 'done', status: 'saved' },
      },
    ]);
    await until(() => told.length === 1, { message: 'the CRM was told nothing' });
    expect(told).toMatchObject([{ id: item?.id, text: 'The roof leaks badly' }]);

    // What is complete is completed no more: another message is another one.
    expect((await ask({ ...whole, message: 'And the door squeaks' })).status).toBe('saved');
    expect((await ask({ message: 'One more' })).message).toBe(ASK_NAME);
    expect((await itemsOf(desk)).map(({ text }) => text)).toEqual([
      'The roof leaks badly',
      'And the door squeaks',
      'One more',
    ]);
    // Of another call it is not, either.
    expect((await tell(desk.url, 'leave_message', whole, 'another')).status).toBe('saved');
    expect(await itemsOf(desk)).toHaveLength(4);
    await desk.stop();
  });

  it('all that comes at once is still one', async () => {
    const desk = await openDesk(await freshPlace());
    const said = { message: 'My roof leaks' };
    const answers = await Promise.all(
      [said, { ...said, caller_name: 'Sample' }, { ...said, caller_phone: '+13055550102' }].map((args) =>
        tell(desk.url, 'leave_message', args, CALL),
      ),
    );
    expect(answers.map(({ message }) => message)).toEqual([ASK_NAME, ASK_PHONE, ASK_NAME]);
    expect(await itemsOf(desk)).toHaveLength(1);
    await desk.stop();
  });

  it('a lead is kept and completed, and goes on to be completed by its number', async () => {
    const desk = await openDesk(await freshPlace());
    const ask = (args: object) => tell(desk.url, 'create_lead', args, CALL);
    const phone = '+13055550101';
    expect((await ask({ phone, notes: 'Wants a quote' })).status).toBe('error');
    const made = await ask({ phone, notes: 'Wants a quote', first_name: 'Sample' });
    expect(made.status).toBe('created');
    const more = await ask({ phone, first_name: 'Sample', email: 'sample@crm.example' });
    expect(more['lead_id']).toBe(made['lead_id']);
    expect(await itemsOf(desk)).toMatchObject([
      { id: made['lead_id'], name: 'Sample', text: 'Wants a quote', fields: { email: 'sample@crm.example' } },
    ]);
    await desk.stop();
  });

  it('an appointment is kept as far as it is understood', async () => {
    const desk = await openDesk(await freshPlace());
    const when = { date: '2099-03-05', time: '14:30', phone: '+13055550103' };
    expect((await tell(desk.url, 'schedule_appointment', when, CALL)).status).toBe('error');
    expect(await itemsOf(desk)).toMatchObject([
      { number: '+13055550103', appointment: { date: '2099-03-05', time: '14:30' }, needsReview: true },
    ]);
    const whole = { ...when, caller_name: 'Sample', purpose: 'Review' };
    expect((await tell(desk.url, 'schedule_appointment', whole, CALL)).status).toBe('scheduled');
    expect(await itemsOf(desk)).toMatchObject([{ name: 'Sample', text: 'Review', needsReview: false }]);
    await desk.stop();
  });

  it('a name alone, and nothing at all, are nothing to keep', async () => {
    const desk = await openDesk(await freshPlace());
    await tell(desk.url, 'leave_message', { caller_name: 'Sample' }, CALL);
    await tell(desk.url, 'create_lead', { first_name: 'Sample', source: 'phone' }, CALL);
    await tell(desk.url, 'schedule_appointment', {}, CALL);
    expect(await itemsOf(desk)).toEqual([]);
    await desk.stop();
  });

  it('one that an operator is done with is not completed', async () => {
    const desk = await openDesk(await freshPlace());
    const said = { message: 'My roof leaks' };
    await tell(desk.url, 'leave_message', said, CALL);
    const [item] = await itemsOf(desk);
    const now = new Date();
    const action = {
      id: crypto.randomUUID(),
      item: item?.id ?? '',
      kind: 'done',
      at: now.toISOString(),
    } as const;
    const by = { id: 'one@crm.example' };
    await desk.toolCalls.store.act(TENANT_ID, [action], { by, now, people: [by] });
    const whole = { ...said, caller_name: 'Sample', caller_phone: '+13055550102' };
    await tell(desk.url, 'leave_message', whole, CALL);
    expect(await itemsOf(desk)).toMatchObject([
      { id: item?.id, state: 'done' },
      { state: 'open', name: 'Sample' },
    ]);
    await desk.stop();
  });
});
