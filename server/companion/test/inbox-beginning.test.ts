/** What a phone gets that connects for the first time after months. */
import { expect, it } from 'vitest';
import { until } from '../../../test/support/facts.ts';
import { DONE_AT_FIRST } from '../inbox/stream.ts';
import { type Desk, itemsOf, openDesk, tell, TENANT_ID, tokenOf } from './support/desk.ts';
import { onBothStores } from './support/stores.ts';
import { readLive } from './support/sse.ts';

const DONE = DONE_AT_FIRST + 100;
const OPEN = 450;

/** Items as they are after months: the older of those that are done have the lower numbers. */
async function fill({ toolCalls, url }: Desk): Promise<void> {
  await tell(url, 'leave_message', { caller_name: 'Sample', caller_phone: '+13055550102', message: 'open' });
  const [first] = await itemsOf({ toolCalls });
  if (!first) throw new Error('nothing was kept');
  const at = Date.now();
  const keep = (text: string, stateAt?: number) =>
    toolCalls.store.write({
      do: 'accept',
      tenant: TENANT_ID,
      key: text,
      at,
      since: at,
      item: {
        ...first,
        id: crypto.randomUUID(),
        text,
        ...(stateAt !== undefined && { state: 'done', stateAt: new Date(stateAt).toISOString() }),
      },
      jobs: () => [],
    });
  await Promise.all(Array.from({ length: DONE }, (_, index) => keep(`done ${index}`, at - DONE + index)));
  await Promise.all(Array.from({ length: OPEN - 1 }, (_, index) => keep(`open ${index}`)));
}

onBothStores((freshPlace) => {
  it('is all that is open and what was done last; the rest comes when it changes', async () => {
    const desk = await openDesk(await freshPlace());
    await fill(desk);
    const token = await tokenOf(desk.url, 'operator@crm.example');
    for (const after of [undefined, '00000000.1']) {
      const reader = await readLive(desk.url, token, after === undefined ? {} : { after });
      const texts = [...reader.items.values()].map(({ text = '' }) => text);
      expect(texts.filter((text) => text.startsWith('open'))).toHaveLength(OPEN);
      const done = texts.filter((text) => text.startsWith('done')).map((text) => Number(text.slice(5)));
      expect(done.toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: DONE_AT_FIRST }, (_, index) => index + DONE - DONE_AT_FIRST),
      );
      // Nobody goes on from the middle of it.
      expect(reader.events.filter(({ id }) => id !== undefined).map(({ name }) => name)).toEqual(['ready']);
      reader.close();
    }
    const reader = await readLive(desk.url, token);
    const old = (await itemsOf(desk)).find(({ text }) => text === 'done 0');
    const now = new Date();
    const action = {
      id: crypto.randomUUID(),
      item: old?.id ?? '',
      kind: 'reopen',
      at: now.toISOString(),
    } as const;
    const by = { id: 'operator@crm.example' };
    await desk.toolCalls.store.act(TENANT_ID, [action], { by, now, people: [by] });
    await until(() => reader.items.get(old?.id ?? '')?.state === 'open', { message: 'it did not come' });
    // From its cursor nothing is missed or sent again.
    const back = await readLive(desk.url, token, { after: reader.cursor() ?? '' });
    expect(back.events.map(({ name }) => name)).toEqual(['ready']);
    back.close();
    reader.close();
    await desk.stop();
  });
});
