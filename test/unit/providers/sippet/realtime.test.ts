/** The channel against the sandbox: every way in which it can go, and what the desk knows afterwards. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FaultError } from '../../../../lib/mirror/fault.ts';
import { mintAt, type Token } from '../../../../lib/providers/mint.ts';
import { openSocket } from '../../../../lib/providers/sippet/socket.ts';
import { startSandbox, type Sandbox } from '../../../../server/sandbox/sandbox.ts';
import { until } from '../../../support/facts.ts';
import { operatorOne, sippetAt, type TestSippet } from '../../../support/sippet.ts';
import { testDesk } from '../../../support/test-desk.ts';

let sandbox: Sandbox;
let sippet: TestSippet;
let desk: Awaited<ReturnType<typeof testDesk>>;

beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(async () => {
  desk?.enter(undefined);
  sippet?.provider.stop();
  await sandbox.stop();
});

async function open(options: Parameters<typeof sippetAt>[1] = {}): Promise<void> {
  sippet = sippetAt(sandbox, options);
  desk = await testDesk();
  desk.enter(sippet.provider);
  await sippet.live();
}

/** A token that nobody can renew. */
const pasted = () => ({
  tokens: { first: sandbox.sippet.mint('operator', operatorOne), keep: () => Promise.resolve() },
});
const states = () => sippet.events.flatMap((event) => (event.type === 'sign-in' ? [event.state] : []));

const queue = () => desk.desk.slices.queue.value;
/** What the server has, as the desk should have it. */
const truth = () =>
  sandbox.sippet.store.queueEntries
    .filter((entry) => entry.status === 'waiting')
    .map((entry) => entry.id)
    .toSorted();
const shown = () =>
  queue()
    .entries.filter((entry) => entry.status === 'waiting')
    .map((entry) => entry.id)
    .toSorted();
const right = (message = 'the queue is not what the server has') =>
  until(() => queue().state === 'ready' && shown().join() === truth().join(), {
    message: () =>
      `${message}: ${shown().length} shown, ${truth().length} there; ${sippet.logged.join('\n')}`,
  });
const reads = (action: string) => sippet.asked.filter((one) => one.action === action).length;

describe('the desk is right after', () => {
  test.each([1001, 1006, 1012, 1000])(
    'the socket was closed with %i, and something happened meanwhile',
    async (code) => {
      await open();
      sandbox.sippet.bringCaller({});
      await right();
      sandbox.setFaults({ sippet: { dropEvents: true } });
      sandbox.sippet.bringCaller({ persona: 'tone' });
      sandbox.setFaults({});
      sandbox.sippet.disconnect(code);
      await right();
      expect(truth()).toHaveLength(2);
      await sippet.live();
    },
  );

  test('the channel crashed', async () => {
    await open();
    sandbox.setFaults({ sippet: { dropEvents: true } });
    sandbox.sippet.bringCaller({});
    sandbox.setFaults({});
    sandbox.sippet.crashChannels();
    await right();
    expect(truth()).toHaveLength(1);
  });

  test('the socket was refused three times and the join twice: each time with a new session token', async () => {
    await open();
    sandbox.setFaults({ sippet: { refuseSocket: { times: 3 } } });
    sandbox.sippet.disconnect(1006);
    await until(() => desk.desk.slices.desk.value.live === 'lost', { message: 'not told as lost' });
    sandbox.sippet.bringCaller({});
    await right();
    await sippet.live();
    sandbox.setFaults({ sippet: { refuseJoin: { times: 2 } } });
    sandbox.sippet.disconnect(1012);
    await until(() => desk.desk.slices.desk.value.live === 'lost', { message: 'not told as lost' });
    await sippet.live();
    expect(sandbox.sippet.sockets()).toHaveLength(1);
  }, 20_000);

  test('every event came three times and in reverse', async () => {
    await open();
    sandbox.setFaults({ sippet: { repeatEvents: 3, reverseEvents: 7 } });
    for (const persona of ['echo', 'tone', 'busy', 'early']) sandbox.sippet.bringCaller({ persona });
    const [first] = sandbox.sippet.calls();
    sandbox.sippet.hangUp(first?.call.callUuid ?? '');
    sandbox.setFaults({});
    await right();
    expect(truth()).toHaveLength(3);
  });

  test.each([[true], [false]])(
    'words came three times and in reverse, listened to: %s',
    async (listening) => {
      await open();
      const { callUuid } = sandbox.sippet.startAiCall({ pace: 'manual' }).call;
      const { aiCalls } = desk.desk.slices;
      await until(() => aiCalls.value.length === 1, { message: 'no AI call' });
      if (listening) await desk.desk.mustHave('talks').listen(callUuid, true);
      sandbox.setFaults({ sippet: { repeatEvents: 3, reverseEvents: 40 } });
      for (const [role, text] of [
        ['caller', 'my parcel is not here'],
        ['assistant', 'which number is on it'],
        ['caller', 'two five five'],
      ] as const) {
        sandbox.sippet.say(callUuid, role, text);
        // Two things said in the same millisecond have no order.
        const now = Date.now();
        await until(() => Date.now() > now, { message: 'time stands still' });
      }
      sandbox.setFaults({});
      const said = () => sandbox.sippet.store.transcripts.filter((one) => one.callUuid === callUuid);
      await until(
        () => {
          const lines = aiCalls.value[0]?.lines ?? [];
          return (
            lines.map(({ text }) => text).join('|') ===
            said()
              .map(({ content }) => content)
              .join('|')
          );
        },
        { message: () => JSON.stringify([aiCalls.value[0]?.lines, said()]) },
      );
      expect(aiCalls.value[0]?.lines.every(({ final }) => final)).toBe(true);
    },
  );

  test('the last word of a line never came: it is read where somebody listens', async () => {
    await open();
    const { callUuid } = sandbox.sippet.startAiCall({ pace: 'manual' }).call;
    const { aiCalls } = desk.desk.slices;
    await until(() => aiCalls.value.length === 1, { message: 'no AI call' });
    await desk.desk.mustHave('talks').listen(callUuid, true);
    sandbox.setFaults({ sippet: { dropEvents: true } });
    sandbox.sippet.say(callUuid, 'caller', 'nobody was told this');
    sandbox.setFaults({});
    sandbox.sippet.say(callUuid, 'assistant', 'but this');
    await until(() => aiCalls.value[0]?.lines.length === 2, {
      message: () => JSON.stringify(aiCalls.value[0]?.lines),
    });
  });

  test('10 000 queue events came at once: a handful of reads', async () => {
    await open();
    await right();
    const before = reads('list_call_queue_entries');
    const started = performance.now();
    sandbox.sippet.burst(10_000);
    await right();
    const took = performance.now() - started;
    await until(() => sippet.events.filter((event) => event.type === 'queue').length >= 10_000, {
      message: 'not all events came',
    });
    await right();
    const asked = reads('list_call_queue_entries') - before;
    console.log(`10 000 events: right after ${Math.round(took)} ms, ${asked} list requests`);
    expect(asked).toBeLessThan(30);
  });

  test('the service answered late, with pages of HTML, and 429', async () => {
    await open();
    sandbox.setFaults({ sippet: { rpc: { status: 502, html: true, times: 2 } } });
    sandbox.sippet.bringCaller({});
    await right();
    sandbox.setFaults({ sippet: { rpc: { status: 429, retryAfter: 1, times: 1 } } });
    sandbox.sippet.bringCaller({ persona: 'tone' });
    await right();
    sandbox.setFaults({ sippet: { delayMs: 300 } });
    sandbox.sippet.bringCaller({ persona: 'busy' });
    await right();
  });
});

test('an answer that never comes is asked for again', async () => {
  await open();
  sandbox.setFaults({ sippet: { rpc: { hang: true, times: 1, actions: ['list_call_queue_entries'] } } });
  sandbox.sippet.bringCaller({});
  await until(() => queue().entries.length === 1, { timeout: 25_000, message: 'the queue hangs' });
  await right();
});

test('5 000 contacts are read in pages, and each is found as it is typed', async () => {
  sandbox.sippet.fillContacts(5000);
  await open();
  const book = () => desk.desk.mustHave('contacts').search('', 0, 10);
  await until(() => book().state === 'ready', { message: () => JSON.stringify(book().fault) });
  expect(book().known).toBe(sandbox.sippet.store.contacts.length);
  expect(reads('list_contacts')).toBe(Math.ceil(book().known / 100));
  for (const { fullName, phoneE164 } of sandbox.sippet.store.contacts.slice(-3)) {
    const found = desk.desk.mustHave('contacts').search(fullName, 0, 50).contacts;
    expect(found.map((one) => one.name)).toContain(fullName);
    expect(desk.desk.named({ number: phoneE164 ?? '' }).name).toBe(fullName);
  }
});

test('our own status is known by the SIP user that is lent later', async () => {
  sandbox.sippet.setPresence(operatorOne, 'busy');
  await open();
  const { presence } = desk.desk.slices;
  await desk.desk.mustHave('presence').refresh();
  await sippet.provider.lines?.();
  await until(() => presence.value.own?.value === 'busy', {
    message: () => JSON.stringify(presence.value),
  });
  expect(presence.value.colleagues.map(({ name }) => name)).not.toContain(presence.value.ownName);
});

test('entries that are done with are not asked for; a service that cannot tell them apart gives all', async () => {
  sandbox.sippet.setVariants({ closedEntries: 'listed' });
  const gone = Array.from({ length: 3 }, () => sandbox.sippet.bringCaller({}));
  for (const { call } of gone) sandbox.sippet.hangUp(call.callUuid);
  sandbox.sippet.bringCaller({});
  const got: number[] = [];
  const counting: typeof fetch = async (url, init) => {
    const response = await fetch(url, init);
    if (typeof init?.body === 'string' && init.body.includes('list_call_queue_entries')) {
      const body = (await response.clone().json()) as { data?: unknown[] | { results: unknown[] } };
      const rows = Array.isArray(body.data) ? body.data : body.data?.results;
      if (rows) got.push(rows.length);
    }
    return response;
  };
  await open({ fetch: counting });
  await right();
  expect(got.at(-1)).toBe(1);
  desk.enter(undefined);
  sandbox.setFaults({
    sippet: { rpcError: { type: 'invalid_query', actions: ['list_call_queue_entries'], times: 1 } },
  });
  await open({ fetch: counting });
  await right();
  expect(got.at(-1)).toBe(4);
  await desk.desk.mustHave('queue').refresh();
  expect(got.at(-1)).toBe(4);
});

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
    sandbox.sippet.setVariants(variants);
    await open(kind === 'a pasted token' ? pasted() : {});
    expect((await sippet.provider.lines?.())?.password).toContain('sandbox-issued');
    sandbox.sippet.bringCaller({});
    const gone = sandbox.sippet.bringCaller({ persona: 'tone' });
    await right();
    sandbox.sippet.hangUp(gone.call.callUuid);
    await right();
    const ai = sandbox.sippet.startAiCall({ pace: 'manual' });
    const slices = desk.desk.slices;
    await until(() => slices.aiCalls.value.length === 1, { message: 'no AI call' });
    sandbox.sippet.stepAi(ai.call.callUuid, 2);
    await until(() => slices.aiCalls.value[0]?.lines.filter((line) => line.final).length === 2, {
      message: () => `no lines: ${JSON.stringify(slices.aiCalls.value)}`,
    });
    const said = sandbox.sippet.store.transcripts.filter((one) => one.callUuid === ai.call.callUuid);
    expect(slices.aiCalls.value[0]?.lines.map((line) => line.text)).toEqual(said.map((one) => one.content));
    expect(slices.aiCalls.value[0]?.lines.map((line) => line.who)).toEqual(['caller', 'ai']);
    await sippet.provider.ai?.codec(ai.call.callUuid).then((codec) => expect(codec).toBe('PCMU'));
    let known = 0;
    await sippet.provider.contacts?.all((rows) => (known += rows.length));
    expect(known).toBe(sandbox.sippet.store.contacts.length);
    sandbox.sippet.setPresence('two@sandbox.ringside.test', 'busy');
    await until(
      () =>
        slices.presence.value.colleagues.find((one) => one.name === 'Operator Two')?.status.kind === 'busy',
      { message: 'the colleague is not busy' },
    );
    expect(states()).not.toContain('needed');
    await sippet.provider.signOut();
  });

  test('an operator token that the socket takes under neither name is told as lost, not as a crash', async () => {
    sandbox.sippet.setVariants({ bearerSession: 'refuse', bearerSocket: 'refuse' });
    sippet = sippetAt(sandbox);
    desk = await testDesk();
    desk.enter(sippet.provider);
    await until(() => desk.desk.slices.desk.value.live === 'lost', { message: 'not lost' });
    // Lists work without it.
    sandbox.sippet.bringCaller({});
    void desk.desk.mustHave('queue').refresh();
    await right();
  });
});

describe('what the company’s own server gives out (protocol sheet §1.3)', () => {
  /** The operator's own browser: signed in at the company. */
  async function company(): Promise<() => Promise<Token>> {
    const signedIn = await fetch(`${sandbox.companionUrl}/sign-in?as=one`);
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const browser: typeof fetch = (url, init) => {
      const headers = new Headers(init?.headers);
      headers.set('cookie', cookie);
      headers.set('origin', sandbox.httpUrl);
      return fetch(url, { ...init, headers });
    };
    return () => mintAt(`${sandbox.companionUrl}/realtime-session`, browser);
  }

  test('opens a socket that takes nothing else, and again after a gap', async () => {
    sandbox.sippet.setVariants({ bearerSession: 'refuse', bearerSocket: 'refuse' });
    await open({ company: await company() });
    sandbox.sippet.disconnect(1006);
    await until(() => desk.desk.slices.desk.value.live === 'lost', { message: 'not told as lost' });
    sandbox.sippet.bringCaller({});
    await right();
    await sippet.live();
  });

  test('is not missed where there is none, or where nobody is signed in', async () => {
    await open({ company: () => mintAt(`${sandbox.companionUrl}/realtime-session`, fetch) });
    desk.enter(undefined);
    await open({ company: () => mintAt(`${sandbox.httpUrl}/no-such-page`, fetch) });
    expect(states()).not.toContain('needed');
  });
});

test('a session token that is refused once is asked for again later', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  sandbox.sippet.setVariants({ bearerSession: 'refuse' });
  await open();
  sandbox.sippet.setVariants({ bearerSocket: 'refuse' });
  vi.setSystemTime(Date.now() + 120_000);
  sandbox.sippet.disconnect(1006);
  await until(() => desk.desk.slices.desk.value.live === 'lost', { message: 'not told as lost' });
  await sippet.live();
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
      sandbox.setFaults({ sippet: faults });
      const noBetter = {
        mint: () => Promise.reject(new FaultError('sign-in-needed')),
        keep: () => Promise.resolve(),
      };
      for (const more of [pasted(), { tokens: { ...pasted().tokens, ...noBetter } }]) {
        await open(more);
        const caller = sandbox.sippet.bringCaller({});
        await right();
        await until(() => desk.desk.slices.callerIds.value.state === 'failed', { message: 'caller IDs' });
        expect(desk.desk.slices.callerIds.value.fault?.code).toBe('service-forbidden');
        expect(states()).toEqual(['signed-in']);
        sandbox.sippet.hangUp(caller.call.callUuid);
        desk.enter(undefined);
      }
    },
  );

  test.each([['401'], ['forbidden']] as const)(
    'is not what an ended token is (%s): needed, told once',
    async (unauthorized) => {
      sandbox.sippet.setVariants({ unauthorized });
      await open(pasted());
      sandbox.sippet.endTokens();
      void desk.desk.mustHave('queue').refresh();
      desk.desk.mustHave('talks').poke();
      await until(() => states().at(-1) === 'needed', { message: () => states().join() });
      expect(states()).toEqual(['signed-in', 'needed']);
    },
  );
});

describe('tokens in the middle of it', () => {
  test('ended by the service: renewed once, nothing lost', async () => {
    await open();
    sandbox.sippet.endTokens();
    sandbox.sippet.bringCaller({});
    sandbox.sippet.disconnect(1001);
    await right();
    expect(sippet.mints()).toBe(2);
  });

  test('ended and no other to be had: needed, told once, and a handful of requests', async () => {
    let dead = false;
    await open({
      mint() {
        if (dead) return Promise.reject(new Error('nobody there'));
        return Promise.resolve(sandbox.sippet.mint('operator', operatorOne));
      },
    });
    dead = true;
    sandbox.sippet.endTokens();
    const before = sippet.asked.length;
    for (let times = 0; times < 20; times++) {
      void desk.desk.mustHave('queue').refresh();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await until(() => queue().state === 'failed', { message: 'the failure is not shown' });
    expect(desk.desk.slices.desk.value.signIn.state).toBe('retrying');
    expect(sippet.mints()).toBeLessThan(5);
    expect(sippet.asked.length - before).toBeLessThan(15);
    dead = false;
    await desk.desk.signInAgain();
    sandbox.sippet.bringCaller({});
    await right();
  });
});

test('nothing that is secret is logged or shown', async () => {
  await open();
  const access = await sippet.provider.lines?.();
  sandbox.sippet.disconnect(1006);
  sandbox.setFaults({ sippet: { rpc: { status: 500, times: 3 }, refuseSocket: { times: 1 } } });
  await desk.desk.mustHave('queue').refresh();
  await right();
  const all = JSON.stringify([
    sippet.logged,
    desk.logged,
    Object.values(desk.desk.slices).map((slice) => slice.value),
    [...desk.local.all],
  ]);
  for (const { token } of sandbox.sippet.tokens()) expect(all).not.toContain(token);
  expect(all).not.toContain(access?.password);
});

test('a page that is hidden, as an offscreen document may be, keeps its channel', async () => {
  vi.stubGlobal('window', {
    addEventListener: () => undefined,
    document: { visibilityState: 'hidden', addEventListener: () => undefined },
  });
  vi.resetModules();
  const hidden = await import('../../../../lib/providers/sippet/socket.ts');
  expect(hidden.openSocket).not.toBe(openSocket);
  const states: string[] = [];
  const socket = hidden.openSocket({
    origin: sandbox.httpUrl,
    topic: 'events',
    params: () => Promise.resolve({ session_token: sandbox.sippet.mint('session', operatorOne).token }),
    onEvent: () => undefined,
    onState: (state) => states.push(state),
    log: () => undefined,
  });
  const live = (times: number) =>
    until(() => states.filter((state) => state === 'live').length === times, {
      message: () => states.join(),
    });
  await live(1);
  sandbox.sippet.disconnect(1006);
  await live(2);
  sandbox.sippet.disconnect(1012);
  await live(3);
  socket.stop();
  vi.unstubAllGlobals();
});

test('a server that lets us in and drops us is asked less and less often, not four times a second', async () => {
  const attempts: number[] = [];
  const socket = openSocket({
    origin: sandbox.httpUrl,
    topic: 'events',
    params(attempt) {
      attempts.push(attempt);
      return Promise.resolve({ session_token: sandbox.sippet.mint('session', operatorOne).token });
    },
    onEvent: () => undefined,
    onState: (state) => state === 'live' && sandbox.sippet.disconnect(1012),
    log: () => undefined,
  });
  await until(() => attempts.length === 4, { message: () => attempts.join() });
  socket.stop();
  expect(attempts).toEqual([0, 1, 2, 3]);
});

test('a server that hears nothing any more is left', async () => {
  await open({ socket: { heartbeatIntervalMs: 100 } });
  sandbox.setFaults({ sippet: { deafSocket: true } });
  await until(() => desk.desk.slices.desk.value.live === 'lost', { message: 'not noticed' });
  sandbox.setFaults({});
  sandbox.sippet.bringCaller({});
  await right();
});
