/** A search through much that is kept. */
import { expect, it, vi } from 'vitest';
import { until } from '../../../test/support/facts.ts';
import { itemsOf, openDesk, tell, TENANT_ID, tokenOf } from './support/desk.ts';
import { onBothStores } from './support/stores.ts';

const COUNT = 4500;

onBothStores((freshPlace) => {
  it('finds what is old, page by page, and ends when nobody waits for it', async () => {
    const desk = await openDesk(await freshPlace());
    const { store } = desk.toolCalls;
    await tell(desk.url, 'leave_message', {
      caller_name: 'Sample',
      caller_phone: '+13055550102',
      message: 'x',
    });
    const [first] = await itemsOf(desk);
    if (!first) throw new Error('nothing was kept');
    const at = Date.now();
    const keep = (index: number) => {
      const text = `${index % 45 === 0 ? 'Façade' : 'Roof'} no. ${index}`;
      // Many at the same moment: the place between two pages is not told by time alone.
      const when = new Date(at - Math.floor(index / 100) * 1000).toISOString();
      const item = { ...first, id: crypto.randomUUID(), at: when, text };
      const key = `${index}`;
      return store.write({ do: 'accept', tenant: TENANT_ID, key, at, since: at, item, jobs: () => [] });
    };
    await Promise.all(Array.from({ length: COUNT }, (_, index) => keep(index)));

    const token = await tokenOf(desk.url, 'operator@crm.example');
    const ask = async (query: string, signal?: AbortSignal) => {
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(`${desk.url}/inbox/search?${query}`, { headers, signal: signal ?? null });
      return (await response.json()) as { items: { text: string }[]; before?: string };
    };
    const texts: string[] = [];
    for (let before: string | undefined = ''; before !== undefined;) {
      const page = await ask(`q=FACADE%20no${before === '' ? '' : `&before=${before}`}`);
      texts.push(...page.items.map(({ text }) => text));
      ({ before } = page);
    }
    expect(texts).toHaveLength(COUNT / 45);
    expect(new Set(texts).size).toBe(COUNT / 45);
    const numbers = texts.map((text) => Math.floor(Number(text.slice(11)) / 100));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect((await ask(`q=${encodeURIComponent(`roof ${COUNT - 1}`)}`)).items).toHaveLength(1);
    expect((await ask('q=%25')).items).toHaveLength(50);

    const search = vi.spyOn(store, 'search');
    const patience = new AbortController();
    const asked = ask('q=nothing', patience.signal).catch(() => 'given up');
    await until(() => search.mock.calls.length > 0, { message: 'nobody searches' });
    const signal = search.mock.calls[0]?.[2].signal;
    patience.abort();
    await asked;
    // It may have been answered before it was given up.
    await Promise.race([
      search.mock.results[0]?.value,
      until(() => signal?.aborted, { message: 'it goes on' }),
    ]);
    const none = { before: undefined, limit: 50, signal: AbortSignal.abort() };
    expect(await store.search(TENANT_ID, 'roof', none)).toEqual({ items: [] });
    await desk.stop();
  });
});
