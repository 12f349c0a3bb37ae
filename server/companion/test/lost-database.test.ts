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

  it('is told to whoever asks whether we are ready, and to callers in a sentence; and it is over when it is over', async () => {
    const ready = async () => {
      const response = await fetch(`${desk.url}/readyz`);
      return { http: response.status, ...((await response.json()) as object) };
    };
    expect(await ready()).toEqual({ http: 200, status: 'ok' });
    hole.refusing = true;
    hole.cut();
    expect(await ready()).toMatchObject({ http: 503, error: 'database_unreachable' });
    expect(await tell(desk.url, 'leave_message', MESSAGE)).toMatchObject({
      http: 500,
      status: 'error',
      message: expect.stringMatching(/^I'm sorry, something went wrong on our side/),
    });
    // A question promises nothing, so it can be asked.
    expect(await tell(desk.url, 'leave_message', { message: 'Call me' })).toMatchObject({
      http: 200,
      status: 'error',
      message: 'May I have your name for the message?',
    });
    expect((await fetch(`${desk.url}/healthz`)).status).toBe(200);
    hole.refusing = false;
    expect((await tell(desk.url, 'leave_message', MESSAGE)).status).toBe('saved');
    expect(await ready()).toEqual({ http: 200, status: 'ok' });
    // Connected, but silent.
    hole.dead = true;
    hole.swallow();
    expect(await ready()).toMatchObject({ http: 503, error: 'database_unreachable' });
    hole.dead = false;
    hole.cut();
    await expect.poll(async () => (await ready()).http, { timeout: 20_000 }).toBe(200);
  }, 60_000);
});
