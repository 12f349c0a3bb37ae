/** What callers hear while connections to the database swallow everything, and while there is none. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlackHole, startBlackHole } from './support/black-hole.ts';
import { callOf, type Desk, itemsOf, openDesk, post, tell } from './support/desk.ts';
import { type Cluster, hasPostgres, startPostgres } from './support/postgres.ts';
import { freshDirectory, NEVER_AGAIN } from './support/stores.ts';

const MESSAGE = { caller_name: 'Sample', caller_phone: '+13055550102', message: 'Call me' };

describe.skipIf(!hasPostgres)('a connection that swallows everything', NEVER_AGAIN, () => {
  let cluster: Cluster;
  let hole: BlackHole;
  let desk: Desk;
  beforeAll(async () => {
    cluster = await startPostgres();
    hole = await startBlackHole(await cluster.freshUrl());
    desk = await openDesk({ databaseUrl: hole.url, directory: freshDirectory() });
  });
  afterAll(async () => {
    await hole.stop();
    await desk.stop();
    await cluster.stop();
  });

  const callsOf = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      callOf('leave_message', { ...MESSAGE, message: `Message ${index}` }),
    );

  it('is given up, with all that are idle, and those who wait are answered on a new one', async () => {
    await Promise.all(callsOf(20).map((call) => post(desk.url, call)));
    // Several of them are there, and all are lost.
    await Promise.all(Array.from({ length: 5 }, () => desk.toolCalls.store.check()));
    hole.swallow();
    const answers = await Promise.all(callsOf(20).map((call) => post(desk.url, call)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['saved']));
    expect((await tell(desk.url, 'leave_message', MESSAGE)).status).toBe('saved');
  });

  it.each(['before', 'after'] as const)('%s a commit does no harm: it is kept, and once', async (side) => {
    const before = (await itemsOf(desk)).length;
    hole.swallowAt('COMMIT', side);
    const answers = await Promise.all(callsOf(5).map((call) => post(desk.url, call)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['saved']));
    expect(await itemsOf(desk)).toHaveLength(before + 5);
  });
});
