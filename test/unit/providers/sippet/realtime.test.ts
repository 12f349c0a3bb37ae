/** The channel against the sandbox: every way in which it can go, and what the desk knows afterwards. */
import { describe, expect, test, vi } from 'vitest';
import { openSocket } from '../../../../lib/providers/sippet/socket.ts';
import { until } from '../../../support/facts.ts';
import { realtimeDesk } from '../../../support/realtime-desk.ts';
import { own } from '../../../support/played-service.ts';
import { operatorOne } from '../../../support/sippet.ts';

const at = realtimeDesk();

describe('the desk is right after', () => {
  test.each([1001, 1006, 1012, 1000])(
    'the socket was closed with %i, and something happened meanwhile',
    async (code) => {
      await at.open();
      at.sandbox.sippet.bringCaller({});
      await at.right();
      at.sandbox.setFaults({ sippet: { dropEvents: true } });
      at.sandbox.sippet.bringCaller({ persona: 'tone' });
      at.sandbox.setFaults({});
      at.sandbox.sippet.disconnect(code);
      await at.right();
      expect(at.truth()).toHaveLength(2);
      await at.sippet.live();
    },
  );

  test('the channel crashed', async () => {
    await at.open();
    at.sandbox.setFaults({ sippet: { dropEvents: true } });
    at.sandbox.sippet.bringCaller({});
    at.sandbox.setFaults({});
    at.sandbox.sippet.crashChannels();
    await at.right();
    expect(at.truth()).toHaveLength(1);
  });

  test('the socket was refused three times and the join twice: each time with a new session token', async () => {
    await at.open();
    at.sandbox.setFaults({ sippet: { refuseSocket: { times: 3 } } });
    at.sandbox.sippet.disconnect(1006);
    await until(() => at.desk.desk.slices.desk.value.live === 'lost', { message: 'not told as lost' });
    at.sandbox.sippet.bringCaller({});
    await at.right();
    await at.sippet.live();
    at.sandbox.setFaults({ sippet: { refuseJoin: { times: 2 } } });
    at.sandbox.sippet.disconnect(1012);
    await until(() => at.desk.desk.slices.desk.value.live === 'lost', { message: 'not told as lost' });
    await at.sippet.live();
    expect(at.sandbox.sippet.sockets()).toHaveLength(1);
  }, 20_000);

  test('every event came three times and in reverse', async () => {
    await at.open();
    at.sandbox.setFaults({ sippet: { repeatEvents: 3, reverseEvents: 7 } });
    for (const persona of ['echo', 'tone', 'busy', 'early']) at.sandbox.sippet.bringCaller({ persona });
    const [first] = at.sandbox.sippet.calls();
    at.sandbox.sippet.hangUp(first?.call.callUuid ?? '');
    at.sandbox.setFaults({});
    await at.right();
    expect(at.truth()).toHaveLength(3);
  });

  test.each([[true], [false]])(
    'words came three times and in reverse, listened to: %s',
    async (listening) => {
      await at.open();
      const { callUuid } = at.sandbox.sippet.startAiCall({ pace: 'manual' }).call;
      const { aiCalls } = at.desk.desk.slices;
      await until(() => aiCalls.value.length === 1, { message: 'no AI call' });
      if (listening) await at.desk.desk.mustHave('talks').listen(callUuid, true, own);
      at.sandbox.setFaults({ sippet: { repeatEvents: 3, reverseEvents: 40 } });
      for (const [role, text] of [
        ['caller', 'my parcel is not here'],
        ['assistant', 'which number is on it'],
        ['caller', 'two five five'],
      ] as const) {
        at.sandbox.sippet.say(callUuid, role, text);
        // Two things said in the same millisecond have no order.
        const now = Date.now();
        await until(() => Date.now() > now, { message: 'time stands still' });
      }
      at.sandbox.setFaults({});
      const said = () => at.sandbox.sippet.store.transcripts.filter((one) => one.callUuid === callUuid);
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
    await at.open();
    const { callUuid } = at.sandbox.sippet.startAiCall({ pace: 'manual' }).call;
    const { aiCalls } = at.desk.desk.slices;
    await until(() => aiCalls.value.length === 1, { message: 'no AI call' });
    await at.desk.desk.mustHave('talks').listen(callUuid, true, own);
    at.sandbox.setFaults({ sippet: { dropEvents: true } });
    at.sandbox.sippet.say(callUuid, 'caller', 'nobody was told this');
    at.sandbox.setFaults({});
    at.sandbox.sippet.say(callUuid, 'assistant', 'but this');
    await until(() => aiCalls.value[0]?.lines.length === 2, {
      message: () => JSON.stringify(aiCalls.value[0]?.lines),
    });
  });

  test('10 000 queue events came at once: a handful of reads', async () => {
    await at.open();
    await at.right();
    const before = at.reads('list_call_queue_entries');
    const started = performance.now();
    at.sandbox.sippet.burst(10_000);
    await at.right();
    const took = performance.now() - started;
    await until(() => at.sippet.events.filter((event) => event.type === 'queue').length >= 10_000, {
      message: 'not all events came',
    });
    await at.right();
    const asked = at.reads('list_call_queue_entries') - before;
    console.log(`10 000 events: right after ${Math.round(took)} ms, ${asked} list requests`);
    expect(asked).toBeLessThan(30);
  });

  test('the service answered late, with pages of HTML, and 429', async () => {
    await at.open();
    at.sandbox.setFaults({ sippet: { rpc: { status: 502, html: true, times: 2 } } });
    at.sandbox.sippet.bringCaller({});
    await at.right();
    at.sandbox.setFaults({ sippet: { rpc: { status: 429, retryAfter: 1, times: 1 } } });
    at.sandbox.sippet.bringCaller({ persona: 'tone' });
    await at.right();
    at.sandbox.setFaults({ sippet: { delayMs: 300 } });
    at.sandbox.sippet.bringCaller({ persona: 'busy' });
    await at.right();
  });
});

test('an answer that never comes is asked for again', async () => {
  await at.open();
  at.sandbox.setFaults({ sippet: { rpc: { hang: true, times: 1, actions: ['list_call_queue_entries'] } } });
  at.sandbox.sippet.bringCaller({});
  await until(() => at.queue().entries.length === 1, { timeout: 25_000, message: 'the queue hangs' });
  await at.right();
});

test('5 000 contacts are read in pages, and each is found as it is typed', async () => {
  at.sandbox.sippet.fillContacts(5000);
  await at.open();
  const book = () => at.desk.desk.mustHave('contacts').search('', 0, 10);
  await until(() => book().state === 'ready', { message: () => JSON.stringify(book().fault) });
  expect(book().known).toBe(at.sandbox.sippet.store.contacts.length);
  expect(at.reads('list_contacts')).toBe(Math.ceil(book().known / 100));
  for (const { fullName, phoneE164 } of at.sandbox.sippet.store.contacts.slice(-3)) {
    const found = at.desk.desk.mustHave('contacts').search(fullName, 0, 50).contacts;
    expect(found.map((one) => one.name)).toContain(fullName);
    expect(at.desk.desk.named({ number: phoneE164 ?? '' }).name).toBe(fullName);
  }
});

test('our own status is known by the SIP user that is lent later', async () => {
  at.sandbox.sippet.setPresence(operatorOne, 'busy');
  await at.open();
  const { presence } = at.desk.desk.slices;
  await at.desk.desk.mustHave('presence').refresh();
  await at.sippet.provider.lines?.();
  await until(() => presence.value.own?.value === 'busy', {
    message: () => JSON.stringify(presence.value),
  });
  expect(presence.value.colleagues.map(({ name }) => name)).not.toContain(presence.value.ownName);
});

test('entries that are done with are not asked for; a service that cannot tell them apart gives all', async () => {
  at.sandbox.sippet.setVariants({ closedEntries: 'listed' });
  const gone = Array.from({ length: 3 }, () => at.sandbox.sippet.bringCaller({}));
  for (const { call } of gone) at.sandbox.sippet.hangUp(call.callUuid);
  at.sandbox.sippet.bringCaller({});
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
  await at.open({ fetch: counting });
  await at.right();
  expect(got.at(-1)).toBe(1);
  at.desk.enter(undefined);
  at.sandbox.setFaults({
    sippet: { rpcError: { type: 'invalid_query', actions: ['list_call_queue_entries'], times: 1 } },
  });
  await at.open({ fetch: counting });
  await at.right();
  expect(got.at(-1)).toBe(4);
  await at.desk.desk.mustHave('queue').refresh();
  expect(got.at(-1)).toBe(4);
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
    origin: at.sandbox.httpUrl,
    topic: 'events',
    params: () => Promise.resolve({ session_token: at.sandbox.sippet.mint('session', operatorOne).token }),
    onEvent: () => undefined,
    onState: (state) => states.push(state),
    log: () => undefined,
  });
  const live = (times: number) =>
    until(() => states.filter((state) => state === 'live').length === times, {
      message: () => states.join(),
    });
  await live(1);
  at.sandbox.sippet.disconnect(1006);
  await live(2);
  at.sandbox.sippet.disconnect(1012);
  await live(3);
  socket.stop();
  vi.unstubAllGlobals();
});

test('a server that lets us in and drops us is asked less and less often, not four times a second', async () => {
  const attempts: number[] = [];
  const socket = openSocket({
    origin: at.sandbox.httpUrl,
    topic: 'events',
    params(attempt) {
      attempts.push(attempt);
      return Promise.resolve({ session_token: at.sandbox.sippet.mint('session', operatorOne).token });
    },
    onEvent: () => undefined,
    onState: (state) => state === 'live' && at.sandbox.sippet.disconnect(1012),
    log: () => undefined,
  });
  await until(() => attempts.length === 4, { message: () => attempts.join() });
  socket.stop();
  expect(attempts).toEqual([0, 1, 2, 3]);
});

test('a server that hears nothing any more is left', async () => {
  await at.open({ socket: { heartbeatIntervalMs: 100 } });
  at.sandbox.setFaults({ sippet: { deafSocket: true } });
  await until(() => at.desk.desk.slices.desk.value.live === 'lost', { message: 'not noticed' });
  at.sandbox.setFaults({});
  at.sandbox.sippet.bringCaller({});
  await at.right();
});
