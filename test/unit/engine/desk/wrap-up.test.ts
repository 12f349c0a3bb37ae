/** Notes, the address book and the past over a service that is played by the test. */
import { describe, expect, test } from 'vitest';
import type { Call } from '../../../../lib/call/call.ts';
import { FaultError } from '../../../../lib/mirror/fault.ts';
import type { CallNote, ContactRow, ProviderEvent } from '../../../../lib/providers/provider.ts';
import { until } from '../../../support/facts.ts';
import { caller, codeOf, own, playedService } from '../../../support/played-service.ts';
import { testDesk } from '../../../support/test-desk.ts';

describe('notes after a call', () => {
  const ended = (world: Awaited<ReturnType<typeof playedService>>): Call => {
    const call = world.comes(caller);
    world.change(call.id, { phase: 'live', answeredAt: 1000 });
    world.change(call.id, { phase: 'closed', endedAt: 2000 });
    return call;
  };

  test('begin when an answered call ends, are kept as they are typed, and delivered once', async () => {
    const world = await playedService();
    const call = ended(world);
    await until(() => world.slices.wrapUp.value.length === 1, { message: 'no wrap-up' });
    await world.run.saveWrapUp({ call: call.id, note: 'Wants a boat', disposition: 'sold' }, own);
    expect(await world.db.get('wrapUps', call.id)).toMatchObject({ note: 'Wants a boat', state: 'open' });
    await Promise.all([
      world.run.finishWrapUp({ call: call.id }, own),
      world.run.finishWrapUp({ call: call.id }, own),
    ]);
    expect(world.notes).toMatchObject([{ number: caller, note: 'Wants a boat', disposition: 'sold' }]);
    expect(world.slices.wrapUp.value).toEqual([]);
    expect(await codeOf(() => world.run.saveWrapUp({ call: call.id, note: 'more' }, own))).toBe(
      'no-such-call',
    );
  });

  test('a missed call has none, nor does one over a service that takes none; an empty one is put away', async () => {
    const world = await playedService();
    const missed = world.comes('+442079460018');
    world.change(missed.id, { phase: 'closed', endedAt: 2000 });
    const call = ended(world);
    await until(() => world.slices.wrapUp.value.length === 1, { message: 'not one' });
    await world.run.finishWrapUp({ call: call.id }, own);
    expect([world.slices.wrapUp.value, world.notes]).toEqual([[], []]);
    const without = await playedService({ notes: undefined });
    ended(without);
    expect(without.slices.wrapUp.value).toEqual([]);
  });

  test('what cannot be delivered waits, over a restart too, and goes when the service is back', async () => {
    const world = await playedService({
      notes: { deliver: () => Promise.reject(new FaultError('service-unreachable')) },
    });
    const call = ended(world);
    await until(() => world.slices.wrapUp.value.length === 1, { message: 'no wrap-up' });
    await world.run.saveWrapUp({ call: call.id, note: 'later' }, own);
    await world.run.finishWrapUp({ call: call.id }, own);
    expect(world.slices.wrapUp.value).toMatchObject([
      { state: 'waiting', fault: { code: 'service-unreachable' } },
    ]);
    const again = await testDesk({ fresh: false });
    const delivered: CallNote[] = [];
    let tell: (event: ProviderEvent) => void = () => undefined;
    again.enter({
      start: (listener) => (tell = listener),
      stop: () => undefined,
      signOut: () => Promise.resolve(),
      notes: { deliver: (note) => (delivered.push(note), Promise.resolve('delivered')) },
    });
    tell({ type: 'link', state: 'live' });
    await until(() => again.desk.slices.wrapUp.value.length === 0, { message: 'not delivered' });
    expect(delivered).toMatchObject([{ note: 'later' }]);
  });

  test('what is written while it is being delivered is delivered too, and last', async () => {
    const delivered: string[] = [];
    const answers: (() => void)[] = [];
    const world = await playedService({
      notes: {
        deliver: ({ note }) =>
          new Promise((resolve) => {
            delivered.push(note);
            answers.push(() => resolve('delivered'));
          }),
      },
    });
    const call = ended(world);
    await until(() => world.slices.wrapUp.value.length === 1, { message: 'no wrap-up' });
    await world.run.saveWrapUp({ call: call.id, note: 'Wants a boat' }, own);
    const finished = world.run.finishWrapUp({ call: call.id }, own);
    await until(() => answers.length === 1, { message: 'not delivered' });
    await world.run.saveWrapUp({ call: call.id, note: 'Wants two boats' }, own);
    answers[0]?.();
    await until(() => answers.length === 2, { message: 'not delivered again' });
    expect(world.slices.wrapUp.value).toMatchObject([{ note: 'Wants two boats', state: 'waiting' }]);
    answers[1]?.();
    await finished;
    expect(delivered).toEqual(['Wants a boat', 'Wants two boats']);
    expect(await world.db.get('wrapUps', call.id)).toMatchObject({
      note: 'Wants two boats',
      state: 'delivered',
    });
  });

  test('a call the service named late, or gave a place late, has its note all the same', async () => {
    const asked: (string | undefined)[] = [];
    let place: 'delivered' | 'no-place' = 'no-place';
    const world = await playedService({
      notes: { deliver: ({ callUuid }) => (asked.push(callUuid), Promise.resolve(place)) },
    });
    const call = world.comes(caller);
    world.change(call.id, { phase: 'live', answeredAt: Date.now() });
    world.change(call.id, { phase: 'closed', endedAt: Date.now() });
    await until(() => world.slices.wrapUp.value.length === 1, { message: 'no wrap-up' });
    await world.run.saveWrapUp({ call: call.id, note: 'late' }, own);
    await world.run.finishWrapUp({ call: call.id }, own);
    expect(world.slices.wrapUp.value).toMatchObject([{ state: 'kept' }]);
    const row = { direction: 'incoming' as const, number: caller, startedAt: Date.now() - 1000, ours: true };
    if (world.provider.history)
      world.provider.history.list = () =>
        Promise.resolve({ rows: [{ ...row, callUuid: 'u7', endedAt: Date.now() }] });
    place = 'delivered';
    world.tell({ type: 'link', state: 'live' });
    await until(() => world.slices.wrapUp.value.length === 0, { message: 'not delivered' });
    expect(asked).toEqual([undefined, 'u7']);
    expect(await world.db.get('wrapUps', call.id)).toMatchObject({ callUuid: 'u7', state: 'delivered' });
  });

  test('without a place it is kept with the call, and the history has it', async () => {
    const world = await playedService({ notes: { deliver: () => Promise.resolve('no-place') } });
    const call = ended(world);
    await until(() => world.slices.wrapUp.value.length === 1, { message: 'no wrap-up' });
    await world.run.saveWrapUp({ call: call.id, note: 'kept' }, own);
    await world.run.finishWrapUp({ call: call.id }, own);
    expect(world.slices.wrapUp.value).toMatchObject([{ state: 'kept' }]);
    await world.db.put('history', {
      id: call.id,
      direction: 'incoming',
      party: call.party,
      startedAt: call.startedAt,
      account: 'a',
    });
    const page = await world.run.searchHistory({ query: 'kept', limit: 10, offset: 0 }, own);
    expect(page.rows).toMatchObject([{ id: call.id, note: 'kept' }]);
  });
});

describe('the book and the past', () => {
  test('a number is written as E.164, or refused; a caller in the part still to come is asked for', async () => {
    const world = await playedService({
      contacts: {
        all: () => new Promise(() => undefined),
        byNumber: (number) => Promise.resolve({ id: 'c7', name: 'Late Ana', number }),
        create: (fields) => Promise.resolve({ id: 'new', name: fields.name ?? '', ...fields }),
        update: (id, fields) => Promise.resolve({ id, name: '', ...fields }),
      },
    });
    const call = world.comes('+442079460018');
    expect(call.party.name).toBeUndefined();
    await until(() => world.calls.value[0]?.party.name === 'Late Ana', { message: 'not named' });
    const made = await world.run.createContact({ name: 'New', number: '(786) 555-0102' }, own);
    expect(made).toMatchObject({ number: '+17865550102', display: expect.stringContaining('786') as string });
    expect(await codeOf(() => world.run.createContact({ name: 'X', number: 'none' }, own))).toBe(
      'not-a-number',
    );
    expect(await world.run.searchContacts({ query: '786555', limit: 5, offset: 0 }, own)).toMatchObject({
      contacts: [{ id: 'new' }],
      state: 'loading',
    });
  });

  test('what is written while the book is read stays as written, and nothing of it goes', async () => {
    let page: ((rows: ContactRow[]) => void) | undefined;
    let read: () => void = () => undefined;
    const world = await playedService({
      contacts: {
        all: (tell) => {
          page = tell;
          return new Promise((resolve) => (read = resolve));
        },
        byNumber: () => Promise.resolve(undefined),
        create: (fields) => Promise.resolve({ id: 'new', name: fields.name ?? '', ...fields }),
        update: (id, fields) => Promise.resolve({ id, name: '', ...fields }),
      },
    });
    await until(() => page !== undefined, { message: 'not read' });
    page?.([{ id: 'c1', name: 'Ana Before' }]);
    await world.run.createContact({ name: 'Just Made' }, own);
    await world.run.updateContact({ id: 'c1', name: 'Ana After' }, own);
    // A page that was made before all that.
    page?.([{ id: 'c1', name: 'Ana Before' }]);
    read();
    const book = () => world.run.searchContacts({ query: '', limit: 5, offset: 0 }, own);
    await until(async () => (await book()).state === 'ready', { message: 'never read' });
    expect((await book()).contacts.map(({ name }) => name)).toEqual(['Ana After', 'Just Made']);
  });

  test('a look-up that failed is no answer for ever', async () => {
    let asked = 0;
    const world = await playedService({
      contacts: {
        all: () => new Promise(() => undefined),
        byNumber: (number) => {
          asked += 1;
          if (asked === 1) return Promise.reject(new FaultError('service-unreachable'));
          return Promise.resolve({ id: 'c7', name: 'Late Ana', number });
        },
        create: () => Promise.reject(new FaultError('service-refused')),
        update: () => Promise.reject(new FaultError('service-refused')),
      },
    });
    world.comes('+442079460018');
    await until(() => asked === 1, { message: 'not asked' });
    world.comes('+442079460018');
    await until(() => world.calls.value[1]?.party.name === 'Late Ana', { message: 'not named' });
  });

  test('is asked as far back as wanted, and the file says how far that is', async () => {
    const [asked, day]: [number[], number] = [[], 86_400_000];
    const old = { callUuid: 'old', direction: 'incoming' as const, number: caller, ours: true };
    const world = await playedService({
      history: {
        list: ({ from }) => {
          asked.push(from);
          const startedAt = Date.now() - 200 * day;
          const rows = startedAt < from ? [] : [{ ...old, startedAt, seconds: 60, endedAt: startedAt }];
          return Promise.resolve({ rows, cut: false });
        },
        one: () => Promise.resolve(undefined),
        active: () => Promise.resolve([]),
      },
    });
    const from = Date.now() - 365 * day;
    const page = (range: { from?: number }) =>
      world.run.searchHistory({ query: '', limit: 5, offset: 0, ...range }, own);
    expect([(await page({})).total, (await page({ from })).total]).toEqual([0, 1]);
    expect(asked).toEqual([expect.any(Number), from]);
    const file = await world.run.exportHistory({ query: '', format: 'csv', from }, own);
    const today = new Date().toISOString().slice(0, 10);
    expect(file.name).toBe(`calls-${new Date(from).toISOString().slice(0, 10)}-to-${today}.csv`);
    expect(file.text).toContain('old');
    expect((await world.run.exportHistory({ query: '', format: 'csv', from: 0 }, own)).name).toContain('all');
  });

  test('a service that cannot be asked leaves our own calls, says so, and is no export', async () => {
    const world = await playedService({
      history: {
        list: () => Promise.reject(new FaultError('service-unreachable')),
        one: () => Promise.resolve(undefined),
        active: () => Promise.resolve([]),
      },
    });
    expect(await world.run.searchHistory({ query: '', limit: 5, offset: 0 }, own)).toMatchObject({
      rows: [],
      service: 'failed',
      fault: { code: 'service-unreachable' },
    });
    expect(await codeOf(() => world.run.exportHistory({ query: '', format: 'csv' }, own))).toBe(
      'service-unreachable',
    );
  });
});

test('another account: the old service is stopped and nothing of it is left to see', async () => {
  let stopped = 0;
  const { enter, slices } = await playedService({ stop: () => void (stopped += 1) });
  enter(undefined);
  expect(stopped).toBe(1);
  expect(slices.queue.value.entries).toEqual([]);
  expect(slices.desk.value).toMatchObject({ ports: [], live: 'off' });
});
