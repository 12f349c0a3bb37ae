/** The promise to callers, with the budgets as they are: a sentence within 7.5 s, whatever hangs. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import type { SmsSender } from '../connectors/connector.ts';
import { startBlackHole } from './support/black-hole.ts';
import { callOf, type Desk, openDesk, post, tenantWith } from './support/desk.ts';
import { type Mood, smsBy, startSmsApi } from './support/sms-api.ts';
import { onBothStores } from './support/stores.ts';

const PROMISED_MS = 7500;
const MOODS: readonly Mood[] = ['broken', 'busy', 'garbage', 'silent'];

/** Calls, and how long the answer took; what this machine itself stood still meanwhile is taken off. */
async function timed(desk: Desk, tool: string, args: object) {
  const lag = monitorEventLoopDelay({ resolution: 10 });
  lag.enable();
  const startedAt = performance.now();
  const answer = await post(desk.url, callOf(tool, args));
  const ms = performance.now() - startedAt;
  lag.disable();
  return { ...answer, ms: ms - lag.max / 1e6 };
}

onBothStores((freshPlace, kind) => {
  it('is kept by all that goes wrong outside, at once', async () => {
    const apis = await Promise.all(
      MOODS.map(async (mood) => {
        const api = await startSmsApi();
        api.mood = mood;
        return { mood, api };
      }),
    );
    // Which service it is stands in the text.
    const sms: SmsSender = {
      send: async (message, signal) => {
        const { api } = apis.find(({ mood }) => mood === message.text) ?? {};
        await smsBy(api?.url ?? '').send(message, signal);
      },
    };
    const hanging = () => new Promise<never>(() => undefined);
    const desk = await openDesk(await freshPlace(), {
      tenants: [
        tenantWith({
          connectors: { sms, policies: { find: hanging }, crm: new Map([['*', { deliver: hanging }]]) },
        }),
      ],
      tools: { book_table: hanging },
    });
    const answers = await Promise.all([
      ...MOODS.map((mood) => timed(desk, 'send_sms', { to_phone: '+13055550100', message: mood })),
      timed(desk, 'book_table', { guests: 4 }),
      timed(desk, 'check_policy_status', { policy_number: 'POL-0001' }),
      timed(desk, 'leave_message', { caller_name: 'Sample', caller_phone: '+13055550102', message: 'Hello' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([...Array<string>(6).fill('failed'), 'saved']);
    for (const { http, message, ms } of answers) {
      expect(http).toBe(200);
      expect(message).toMatch(/^\p{Lu}.*\.$/u);
      expect(ms).toBeLessThan(PROMISED_MS);
    }
    await Promise.all(apis.map(({ api }) => api.stop()));
    await desk.stop();
  }, 60_000);

  const hungDatabase = async () => {
    const place = await freshPlace();
    const hole = await startBlackHole(place.databaseUrl ?? '');
    const desk = await openDesk(
      { ...place, databaseUrl: hole.url },
      {
        tools: { book_table: () => new Promise<never>(() => undefined) },
      },
    );
    // One is in the middle of it when all connections die.
    const waiting = timed(desk, 'book_table', { guests: 4 });
    await expect.poll(() => desk.toolCalls.store.countJobs()).toBe(1);
    hole.dead = true;
    hole.swallow();
    const message = { caller_name: 'Sample', caller_phone: '+13055550102', message: 'Hello' };
    const answers = await Promise.all([
      waiting,
      timed(desk, 'leave_message', message),
      timed(desk, 'leave_message', { message: 'Only that' }),
      timed(desk, 'book_table', { guests: 5 }),
    ]);
    expect(answers.map(({ http }) => http)).toEqual([200, 500, 200, 500]);
    for (const { message: said, ms } of answers) {
      expect(said).toMatch(/^\p{Lu}.*[.?]$/u);
      expect(ms).toBeLessThan(PROMISED_MS);
    }
    await hole.stop();
    await desk.stop();
  };
  if (kind === 'postgres') it('is kept by a database that hangs', hungDatabase, 60_000);
});
