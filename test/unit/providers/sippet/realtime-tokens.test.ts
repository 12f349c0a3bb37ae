/** Every variant of the service, and the life of its tokens, over its channel. */
import { describe, expect, test, vi } from 'vitest';
import { FaultError } from '../../../../lib/mirror/fault.ts';
import { mintAt, type Token } from '../../../../lib/providers/mint.ts';
import { until } from '../../../support/facts.ts';
import { realtimeDesk } from '../../../support/realtime-desk.ts';
import { operatorOne } from '../../../support/sippet.ts';

const at = realtimeDesk();

describe('every variant', () => {
  const variants = [
    [{}],
    [{ mapKeys: 'camel', eventKeys: 'camel' }],
    [{ eventWrap: 'data', eventRefs: 'push' }],
    [{ eventKeys: 'camel', eventWrap: 'data' }],
    [{ lists: 'array' }],
    [{ lists: 'offset' }],
    [{ lists: 'keyset' }],
    [{ defaultPage: 'keyset' }],
    [{ unauthorized: 'forbidden' }],
    [{ rpcPath: '/rpc' }],
    [{ bearerSession: 'refuse' }],
    [{ bearerSession: '401' }],
    [{ codec: 'string', mapResults: 'nothing' }],
    [{ sipNames: 'short', mapKeys: 'camel' }],
    [{ closedEntries: 'listed' }],
    [{ handBack: 'park', sipUsers: 'fresh', callUuidHeader: 'X-Call-UUID', conversations: 'none' }],
  ] as const;
  const both = variants.flatMap(([one]) => [
    [one, 'a minted token'] as const,
    [one, 'a pasted token'] as const,
  ]);
  test.each(both)('%j, with %s', async (variants, kind) => {
    at.sandbox.sippet.setVariants(variants);
    await at.open(kind === 'a pasted token' ? at.pasted() : {});
    expect((await at.sippet.provider.lines?.())?.password).toContain('sandbox-issued');
    at.sandbox.sippet.bringCaller({});
    const gone = at.sandbox.sippet.bringCaller({ persona: 'tone' });
    await at.right();
    at.sandbox.sippet.hangUp(gone.call.callUuid);
    await at.right();
    const ai = at.sandbox.sippet.startAiCall({ pace: 'manual' });
    const slices = at.desk.desk.slices;
    await until(() => slices.aiCalls.value.length === 1, { message: 'no AI call' });
    at.sandbox.sippet.stepAi(ai.call.callUuid, 2);
    await until(() => slices.aiCalls.value[0]?.lines.filter((line) => line.final).length === 2, {
      message: () => `no lines: ${JSON.stringify(slices.aiCalls.value)}`,
    });
    const said = at.sandbox.sippet.store.transcripts.filter((one) => one.callUuid === ai.call.callUuid);
    expect(slices.aiCalls.value[0]?.lines.map((line) => line.text)).toEqual(said.map((one) => one.content));
    expect(slices.aiCalls.value[0]?.lines.map((line) => line.who)).toEqual(['caller', 'ai']);
    await at.sippet.provider.ai?.codec(ai.call.callUuid).then((codec) => expect(codec).toBe('PCMU'));
    let known = 0;
    await at.sippet.provider.contacts?.all((rows) => (known += rows.length));
    expect(known).toBe(at.sandbox.sippet.store.contacts.length);
    at.sandbox.sippet.setPresence('two@sandbox.ringside.test', 'busy');
    await until(
      () =>
        slices.presence.value.colleagues.find((one) => one.name === 'Operator Two')?.status.kind === 'busy',
      { message: 'the colleague is not busy' },
    );
    expect(at.states()).not.toContain('needed');
    await at.sippet.provider.signOut();
  });

  test('an operator token that the socket takes under neither name is told as lost, not as a crash', async () => {
    at.sandbox.sippet.setVariants({ bearerSession: 'refuse', bearerSocket: 'refuse' });
    await at.enter();
    await until(() => at.desk.desk.slices.desk.value.live === 'lost', { message: 'not lost' });
    // Lists work without it.
    at.sandbox.sippet.bringCaller({});
    void at.desk.desk.mustHave('queue').refresh();
    await at.right();
  });
});

describe('what the company’s own server gives out (protocol sheet §1.3)', () => {
  /** The operator's own browser: signed in at the company. */
  async function company(): Promise<() => Promise<Token>> {
    const signedIn = await fetch(`${at.sandbox.companionUrl}/sign-in?as=one`);
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const browser: typeof fetch = (url, init) => {
      const headers = new Headers(init?.headers);
      headers.set('cookie', cookie);
      headers.set('origin', at.sandbox.httpUrl);
      return fetch(url, { ...init, headers });
    };
    return () => mintAt(`${at.sandbox.companionUrl}/realtime-session`, browser);
  }

  test('opens a socket that takes nothing else, and again after a gap', async () => {
    at.sandbox.sippet.setVariants({ bearerSession: 'refuse', bearerSocket: 'refuse' });
    await at.open({ company: await company() });
    at.sandbox.sippet.disconnect(1006);
    await until(() => at.desk.desk.slices.desk.value.live === 'lost', { message: 'not told as lost' });
    at.sandbox.sippet.bringCaller({});
    await at.right();
    await at.sippet.live();
  });

  test('is not missed where there is none, or where nobody is signed in', async () => {
    await at.open({ company: () => mintAt(`${at.sandbox.companionUrl}/realtime-session`, fetch) });
    at.desk.enter(undefined);
    await at.open({ company: () => mintAt(`${at.sandbox.httpUrl}/no-such-page`, fetch) });
    expect(at.states()).not.toContain('needed');
  });
});

test('a session token that is refused once is asked for again later', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  at.sandbox.sippet.setVariants({ bearerSession: 'refuse' });
  await at.open();
  at.sandbox.sippet.setVariants({ bearerSocket: 'refuse' });
  vi.setSystemTime(Date.now() + 120_000);
  at.sandbox.sippet.disconnect(1006);
  await until(() => at.desk.desk.slices.desk.value.live === 'lost', { message: 'not told as lost' });
  await at.sippet.live();
  vi.useRealTimers();
});

describe('a lack of rights', () => {
  test.each([
    ['403', { rpc: { status: 403, actions: ['list_call_participants', 'list_phone_numbers'] } }],
    [
      'forbidden',
      { rpcError: { type: 'forbidden', actions: ['list_call_participants', 'list_phone_numbers'] } },
    ],
  ])(
    '%s is told where it belongs; nobody is signed out, and nobody asked to sign in',
    async (_name, faults) => {
      at.sandbox.setFaults({ sippet: faults });
      const noBetter = {
        mint: () => Promise.reject(new FaultError('sign-in-needed')),
        keep: () => Promise.resolve(),
      };
      for (const more of [at.pasted(), { tokens: { ...at.pasted().tokens, ...noBetter } }]) {
        await at.open(more);
        const caller = at.sandbox.sippet.bringCaller({});
        await at.right();
        await until(() => at.desk.desk.slices.callerIds.value.state === 'failed', { message: 'caller IDs' });
        expect(at.desk.desk.slices.callerIds.value.fault?.code).toBe('service-forbidden');
        expect(at.states()).toEqual(['signed-in']);
        at.sandbox.sippet.hangUp(caller.call.callUuid);
        at.desk.enter(undefined);
      }
    },
  );

  test.each([['401'], ['forbidden']] as const)(
    'is not what an ended token is (%s): needed, told once',
    async (unauthorized) => {
      at.sandbox.sippet.setVariants({ unauthorized });
      await at.open(at.pasted());
      at.sandbox.sippet.endTokens();
      void at.desk.desk.mustHave('queue').refresh();
      at.desk.desk.mustHave('talks').poke();
      await until(() => at.states().at(-1) === 'needed', { message: () => at.states().join() });
      expect(at.states()).toEqual(['signed-in', 'needed']);
    },
  );
});

describe('tokens in the middle of it', () => {
  test('ended by the service: renewed once, nothing lost', async () => {
    await at.open();
    at.sandbox.sippet.endTokens();
    at.sandbox.sippet.bringCaller({});
    at.sandbox.sippet.disconnect(1001);
    await at.right();
    expect(at.sippet.mints()).toBe(2);
  });

  test('ended and no other to be had: needed, told once, and a handful of requests', async () => {
    let dead = false;
    await at.open({
      mint() {
        if (dead) return Promise.reject(new Error('nobody there'));
        return Promise.resolve(at.sandbox.sippet.mint('operator', operatorOne));
      },
    });
    dead = true;
    at.sandbox.sippet.endTokens();
    const before = at.sippet.asked.length;
    for (let times = 0; times < 20; times++) {
      void at.desk.desk.mustHave('queue').refresh();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await until(() => at.queue().state === 'failed', { message: 'the failure is not shown' });
    expect(at.desk.desk.slices.desk.value.signIn.state).toBe('retrying');
    expect(at.sippet.mints()).toBeLessThan(5);
    expect(at.sippet.asked.length - before).toBeLessThan(15);
    dead = false;
    await at.desk.desk.signInAgain();
    at.sandbox.sippet.bringCaller({});
    await at.right();
  });
});

test('nothing that is secret is logged or shown', async () => {
  await at.open();
  const access = await at.sippet.provider.lines?.();
  at.sandbox.sippet.disconnect(1006);
  at.sandbox.setFaults({ sippet: { rpc: { status: 500, times: 3 }, refuseSocket: { times: 1 } } });
  await at.desk.desk.mustHave('queue').refresh();
  await at.right();
  const all = JSON.stringify([
    at.sippet.logged,
    at.desk.logged,
    Object.values(at.desk.desk.slices).map((slice) => slice.value),
    [...at.desk.local.all],
  ]);
  for (const { token } of at.sandbox.sippet.tokens()) expect(all).not.toContain(token);
  expect(all).not.toContain(access?.password);
});
