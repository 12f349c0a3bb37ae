/** What a batch of operations comes to when the database cannot be had. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { batchWriter } from '../store/batch.ts';
import { openPostgres } from '../store/postgres.ts';
import type { Settlement } from '../store/operations.ts';
import { openDesk, TENANT_ID, tell } from './support/desk.ts';
import { NEVER_AGAIN, onBothStores } from './support/stores.ts';

const settlement = (): Settlement => ({
  do: 'settle',
  tenant: TENANT_ID,
  job: {
    id: crypto.randomUUID(),
    tenant: TENANT_ID,
    item: 'none',
    tool: 'any',
    kind: 'crm',
    payload: 'null',
    answerKey: null,
    tries: 1,
    clear: 0,
    due: 0,
  },
  change: (item) => item,
});

it('while the database cannot be reached, all that waits is refused with one try', NEVER_AGAIN, async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const database = openPostgres(`postgresql://ringside@127.0.0.1:${port}/none`, () => undefined);
  const sizes: number[] = [];
  const write = batchWriter(database, (size) => sizes.push(size));
  const results = await Promise.allSettled(Array.from({ length: 250 }, () => write(settlement())));
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['rejected']));
  expect(sizes).toEqual([100]);
  expect(connections).toBe(1);
  await database.close();
  server.close();
  await once(server, 'close');
});

onBothStores((freshPlace) => {
  it('one operation that is to blame spoils no other one of its batch', async () => {
    const desk = await openDesk(await freshPlace());
    const { store } = desk.toolCalls;
    const message = { caller_name: 'Sample', caller_phone: '+13055550102', message: 'Call me' };
    await tell(desk.url, 'leave_message', message);
    const [item] = (await store.readChanges(TENANT_ID, 0, 1)).items;
    if (!item) throw new Error('nothing was kept');
    const at = Date.now();
    const accept = (key: string, wrong = false) =>
      store.write({
        do: 'accept',
        tenant: TENANT_ID,
        key,
        at,
        since: at,
        item: { ...item, id: crypto.randomUUID() },
        jobs: () => {
          if (wrong) throw new TypeError('a bug');
          return [];
        },
      });
    const results = await Promise.allSettled([accept('one'), accept('two', true), accept('three')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await desk.stop();
  });
});
