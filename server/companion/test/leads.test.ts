/** Which leads of one call are one item, and which are not. */
import { afterEach, expect, it, vi } from 'vitest';
import { SAME_MS } from '../receiver/receiver.ts';
import { type Desk, itemsOf, openDesk, TENANT_ID, tell } from './support/desk.ts';
import { onBothStores } from './support/stores.ts';

const LEAD = { first_name: 'Sample', phone: '+13055550101' };
/** As the platform's documentation has it in every example. */
const CALL = 'test-123';

afterEach(() => vi.useRealTimers());

const lead = async (desk: Desk, notes: string) =>
  (await tell(desk.url, 'create_lead', { ...LEAD, notes }, CALL))['lead_id'];

onBothStores((freshPlace) => {
  it('one that comes after the other is done is an item of its own, and is completed from then on', async () => {
    const desk = await openDesk(await freshPlace());
    const first = await lead(desk, 'Wants a quote');
    expect(await lead(desk, 'For a boat')).toBe(first);
    const now = new Date();
    const done = {
      id: crypto.randomUUID(),
      item: String(first),
      kind: 'done',
      at: now.toISOString(),
    } as const;
    const by = { id: 'one@crm.example' };
    await desk.toolCalls.store.act(TENANT_ID, [done], { by, now, people: [by] });

    const second = await lead(desk, 'Has called again');
    expect(second).not.toBe(first);
    expect(await lead(desk, 'About a car')).toBe(second);
    expect(await itemsOf(desk)).toMatchObject([
      { id: first, state: 'done', text: 'Wants a quote\n\nFor a boat' },
      { id: second, state: 'open', text: 'Has called again\n\nAbout a car' },
    ]);
    await desk.stop();
  });

  it('one that comes much later is an item of its own', async () => {
    const desk = await openDesk(await freshPlace());
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const first = await lead(desk, 'Wants a quote');
    vi.setSystemTime(Date.now() + SAME_MS);
    expect(await lead(desk, 'For a boat')).toBe(first);
    vi.setSystemTime(Date.now() + 1);
    const second = await lead(desk, 'Has called again');
    expect(second).not.toBe(first);
    expect(await itemsOf(desk)).toMatchObject([{ id: first }, { id: second, text: 'Has called again' }]);
    await desk.stop();
  });

  it('one that corrects what was said before keeps that as well', async () => {
    const desk = await openDesk(await freshPlace());
    await tell(
      desk.url,
      'create_lead',
      { ...LEAD, email: 'smaple@crm.example', notes: 'x'.repeat(9000) },
      CALL,
    );
    await tell(
      desk.url,
      'create_lead',
      { ...LEAD, email: 'sample@crm.example', notes: 'y'.repeat(9000) },
      CALL,
    );
    const [item] = await itemsOf(desk);
    expect(item?.fields).toMatchObject({ email: 'sample@crm.example', email_2: 'smaple@crm.example' });
    expect(`${item?.text}${item?.fields['text_2']}`).toBe(`${'x'.repeat(9000)}\n\n${'y'.repeat(9000)}`);
    await desk.stop();
  });

  it('those that come at once are still one', async () => {
    const desk = await openDesk(await freshPlace());
    const ids = await Promise.all(['one', 'two', 'three', 'four'].map((notes) => lead(desk, notes)));
    expect(new Set(ids).size).toBe(1);
    expect(await itemsOf(desk)).toHaveLength(1);
    await desk.stop();
  });
});
