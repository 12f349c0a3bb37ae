/** Taking callers, AI calls, presence and caller IDs over a service that is played by the test. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { urgencyOf } from '../../../../lib/engine/desk/queue.ts';
import { FaultError } from '../../../../lib/mirror/fault.ts';
import type { ActiveCall } from '../../../../lib/providers/provider.ts';
import { until } from '../../../support/facts.ts';
import { caller, codeOf, entry, own, playedService } from '../../../support/played-service.ts';

afterEach(() => void vi.useRealTimers());

describe('taking a caller', () => {
  test('opens the microphone, asks once however often it is pressed, and answers the leg the moment it comes', async () => {
    const { run, comes, accepts, answered, slices, shares, rows } = await playedService();
    const first = run.acceptEntry({ entry: 'e1' }, own);
    const second = run.acceptEntry({ entry: 'e1' }, own);
    await until(() => accepts.length === 1, { message: 'not asked' });
    expect([shares(), slices.queue.value.entries[0]?.status]).toEqual([1, 'taking']);
    const call = comes('17865550101');
    // Never seen ringing: it is live in the same breath.
    expect(call.phase).toBe('live');
    expect(await first).toEqual({ call: call.id });
    expect(await second).toEqual(await first);
    expect([accepts, answered, shares()]).toEqual([['e1'], [call.id], 0]);
    // Not shown as waiting again before the list was read.
    expect(slices.queue.value.entries[0]?.status).toBe('taking');
    rows.length = 0;
    await until(() => slices.queue.value.entries.length === 0, { message: 'still listed' });
    expect(call.party.name).toBe('Ana Contact');
    expect(slices.transcripts.value).toHaveProperty(call.id);
  });

  test('the leg may come before the service has said yes', async () => {
    let yes: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (yes = resolve));
    const { run, comes, answered } = await playedService({
      queue: { list: () => Promise.resolve([entry()]), accept: () => slow },
    });
    const taken = run.acceptEntry({ entry: 'e1' }, own);
    await until(() => comes(caller).phase === 'live' && answered.length === 1, { message: 'not answered' });
    yes();
    expect(await taken).toHaveProperty('call');
  });

  test('somebody was faster: said with the name, nothing is answered, the microphone is let go', async () => {
    const { run, comes, answered, shares } = await playedService({
      queue: {
        list: () => Promise.resolve([entry()]),
        accept: () => Promise.reject(new FaultError('taken-by', { about: 'Operator Two' })),
      },
    });
    await expect(run.acceptEntry({ entry: 'e1' }, own)).rejects.toMatchObject({
      fault: { code: 'taken-by', about: 'Operator Two' },
    });
    comes(caller);
    expect([answered, shares()]).toEqual([[], 0]);
  });

  test('no microphone, no line: the caller is not taken', async () => {
    const one = await playedService();
    one.refuseMicrophone();
    expect(await codeOf(() => one.run.acceptEntry({ entry: 'e1' }, own))).toBe('microphone-refused');
    const other = await playedService();
    other.setReady(false);
    expect(await codeOf(() => other.run.acceptEntry({ entry: 'e1' }, own))).toBe('line-not-ready');
    expect([one.accepts, other.accepts]).toEqual([[], []]);
  });

  test('a leg that never comes is told, and one from somebody else rings meanwhile', async () => {
    const { run, comes, accepts, answered } = await playedService();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const taken = codeOf(() => run.acceptEntry({ entry: 'e1' }, own));
    await vi.waitFor(() => expect(accepts).toHaveLength(1));
    expect(comes('+442079460018').phase).toBe('offered');
    await vi.advanceTimersByTimeAsync(40_000);
    expect(await taken).toBe('leg-missing');
    expect(answered).toEqual([]);
    vi.useRealTimers();
  });

  test('an entry that is gone or taken is not asked for', async () => {
    const { run, rows, accepts, tell, slices } = await playedService();
    rows[0] = entry({ status: 'taken', takenBy: 'Operator Two' });
    tell({ type: 'queue' });
    await until(() => slices.queue.value.entries[0]?.status === 'taken', { message: 'not taken' });
    expect(slices.queue.value.entries[0]).toMatchObject({ takenBy: 'Operator Two', mine: false });
    expect(await codeOf(() => run.acceptEntry({ entry: 'e1' }, own))).toBe('taken-by');
    expect(await codeOf(() => run.acceptEntry({ entry: 'other' }, own))).toBe('entry-gone');
    expect(accepts).toEqual([]);
  });
});

describe('the queue', () => {
  test('shows the contact’s name, the longest wait first, and counts who waits', async () => {
    const { slices, rows, tell, desk } = await playedService();
    rows.push(entry({ id: 'e0', number: '+442079460018', enteredAt: Date.now() - 90_000 }));
    tell({ type: 'queue' });
    await until(() => slices.queue.value.entries.length === 2, { message: 'not read' });
    expect(slices.queue.value.entries.map((one) => [one.id, one.party.name, one.urgency])).toEqual([
      ['e0', 'Their name', 'long'],
      ['e1', 'Ana Contact', 'fresh'],
    ]);
    expect(desk.waiting.value).toBe(2);
  });

  test('a wait from the future is none; urgency goes by the queue’s own limit', async () => {
    const { slices, rows, tell } = await playedService();
    rows[0] = entry({ enteredAt: Date.now() + 3_600_000 });
    tell({ type: 'queue' });
    await until(() => (slices.queue.value.entries[0]?.waitingSince ?? 0) > Date.now() - 2000, {
      message: 'not now',
    });
    expect(slices.queue.value.entries[0]?.waitingSince).toBeLessThanOrEqual(Date.now());
    expect([10_000, 59_000, 61_000, 181_000].map((waited) => urgencyOf(entry(), waited))).toEqual([
      'fresh',
      'fresh',
      'long',
      'urgent',
    ]);
    expect([29_000, 30_000, 48_000].map((waited) => urgencyOf(entry({ maxWait: 60_000 }), waited))).toEqual([
      'fresh',
      'long',
      'urgent',
    ]);
  });

  test('becomes urgent by time alone', async () => {
    const { slices, rows, tell } = await playedService();
    rows[0] = entry({ enteredAt: Date.now() - 59_700 });
    tell({ type: 'queue' });
    await until(() => slices.queue.value.entries[0]?.urgency === 'long', { message: 'still fresh' });
  });

  test('a failed read keeps what was known and says why; the next one is right again', async () => {
    let dead = true;
    const { slices, run } = await playedService({
      queue: {
        list: () =>
          dead ? Promise.reject(new FaultError('service-unreachable')) : Promise.resolve([entry()]),
        accept: () => Promise.resolve(),
      },
    });
    expect(slices.queue.value).toMatchObject({ state: 'failed', fault: { code: 'service-unreachable' } });
    dead = false;
    await run.refreshQueue({}, own);
    expect(slices.queue.value).toMatchObject({ state: 'ready', entries: [{ id: 'e1' }] });
  });
});

test('our own name comes with our own status', async () => {
  const { slices } = await playedService();
  await until(() => slices.presence.value.ownName === 'One', { message: 'no name' });
});

describe('AI calls', () => {
  const aiCall = (): ActiveCall => ({
    callUuid: 'u9',
    direction: 'incoming',
    number: caller,
    startedAt: Date.now(),
    ours: false,
    withAi: true,
  });

  test('listening in reads codec and record; barging in brings our leg; handing back lets it go', async () => {
    const resumed: string[] = [];
    const world = await playedService();
    if (world.provider.ai) world.provider.ai.resume = (id) => Promise.resolve(void resumed.push(id));
    const { slices, run, active, tell, comes, hungUp } = world;
    active.push(aiCall());
    tell({ type: 'call', callUuid: 'u9', over: false });
    await until(() => slices.aiCalls.value.length === 1, { message: 'no AI call' });
    for (let at = 0; at < 8; at++)
      tell({
        type: 'spoken',
        spoken: { callUuid: 'u9', line: String(at), who: 'ai', text: `${at}`, final: true },
      });
    await until(() => slices.aiCalls.value[0]?.lines.length === 5, { message: 'not the last five' });
    await run.listenIn({ callUuid: 'u9', on: true }, own);
    await until(() => slices.aiCalls.value[0]?.lines.length === 8, { message: 'not all lines' });
    expect(slices.aiCalls.value[0]).toMatchObject({ listening: true, codec: 'OPUS', state: 'ai' });
    const barged = run.bargeIn({ callUuid: 'u9' }, own);
    await until(() => slices.aiCalls.value[0]?.state === 'barging', { message: 'not barging' });
    await new Promise(setImmediate);
    const call = comes(caller);
    expect(await barged).toEqual({ call: call.id });
    await until(() => slices.aiCalls.value[0]?.state === 'ours', { message: 'not ours' });
    active[0] = { ...aiCall(), withAi: false };
    tell({ type: 'call', callUuid: 'u9', over: false });
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    await run.handBack({ callUuid: 'u9' }, own);
    expect(resumed).toEqual(['u9']);
    await vi.advanceTimersByTimeAsync(20_000);
    vi.useRealTimers();
    expect(hungUp).toEqual([call.id]);
  });

  test('every word of a call is kept as long as one view shows it, and no longer', async () => {
    const { slices, run, active, tell } = await playedService();
    active.push(aiCall());
    tell({ type: 'call', callUuid: 'u9', over: false });
    await until(() => slices.aiCalls.value.length === 1, { message: 'no AI call' });
    const listened = (on: boolean) =>
      until(() => slices.aiCalls.value[0]?.listening === on, { message: `not ${on}` });
    const [popup, panel] = [new AbortController(), new AbortController()].map((view) => ({
      view,
      asker: { ...own, left: view.signal },
    }));
    for (const one of [popup, panel]) if (one) await run.listenIn({ callUuid: 'u9', on: true }, one.asker);
    await listened(true);
    if (panel) await run.listenIn({ callUuid: 'u9', on: false }, panel.asker);
    expect(slices.aiCalls.value[0]?.listening).toBe(true);
    // The popup just closes: it says nothing.
    popup?.view.abort();
    await listened(false);
  });

  test('a second press joins the first; who comes back to a leg that was left waiting is not hung up', async () => {
    const barged: string[] = [];
    const world = await playedService();
    if (world.provider.ai) world.provider.ai.barge = (id) => Promise.resolve(void barged.push(id));
    const { slices, run, active, tell, comes, hungUp } = world;
    active.push(aiCall());
    tell({ type: 'call', callUuid: 'u9', over: false });
    await until(() => slices.aiCalls.value.length === 1, { message: 'no AI call' });
    const presses = [1, 2].map(async () => run.bargeIn({ callUuid: 'u9' }, own));
    await until(() => barged.length > 0, { message: 'not asked' });
    const call = comes(caller);
    expect(await Promise.all(presses)).toEqual([{ call: call.id }, { call: call.id }]);
    expect(barged).toEqual(['u9']);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await run.handBack({ callUuid: 'u9' }, own);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await run.bargeIn({ callUuid: 'u9' }, own)).toEqual({ call: call.id });
    await vi.advanceTimersByTimeAsync(20_000);
    vi.useRealTimers();
    expect(barged).toEqual(['u9', 'u9']);
    expect(hungUp).toEqual([]);
  });

  test('what was said in an earlier call of the same caller is not this one’s', async () => {
    const world = await playedService();
    const { slices, run, active, tell } = world;
    const line = (id: string, at?: number) => ({ id, who: 'caller' as const, text: id, final: true, at });
    const row = aiCall();
    if (world.provider.transcripts)
      world.provider.transcripts.read = () =>
        Promise.resolve([
          line('yesterday', row.startedAt - 86_400_000),
          line('now', row.startedAt + 10),
          line('some time'),
        ]);
    active.push(row);
    tell({ type: 'call', callUuid: 'u9', over: false });
    await until(() => slices.aiCalls.value.length === 1, { message: 'no AI call' });
    await run.listenIn({ callUuid: 'u9', on: true }, own);
    await until(() => slices.aiCalls.value[0]?.lines.length === 2, { message: 'not its own two lines' });
    expect(slices.aiCalls.value[0]?.lines.map(({ id }) => id)).toEqual(['now', 'some time']);
  });

  test('the same note twice is one', async () => {
    const { slices, active, tell } = await playedService();
    active.push(aiCall());
    const note = { id: 'x', type: 'tool', text: 'Looked up', at: 1 };
    for (let times = 0; times < 3; times++) tell({ type: 'ai-note', callUuid: 'u9', note });
    tell({ type: 'call', callUuid: 'u9', over: false });
    await until(() => slices.aiCalls.value[0]?.notes.length === 1, { message: 'not one note' });
  });
});

describe('presence and caller IDs', () => {
  test('a status is shown as asked until the service has said yes, and stays as it was when it says no', async () => {
    const { slices, run, provider } = await playedService();
    await until(() => slices.presence.value.own !== undefined, { message: 'not known' });
    const set = run.setPresence({ status: 'busy' }, own);
    expect(slices.presence.value).toMatchObject({ asked: 'busy', own: { value: 'available' } });
    await set;
    expect(slices.presence.value).toMatchObject({ own: { value: 'busy', kind: 'busy' } });
    if (provider.presence) provider.presence.set = () => Promise.reject(new FaultError('service-refused'));
    expect(await codeOf(() => run.setPresence({ status: 'available' }, own))).toBe('service-refused');
    expect(slices.presence.value.asked).toBeUndefined();
    expect(await codeOf(() => run.setPresence({ status: 'lunch' }, own))).toBe('bad-input');
  });

  test('a chosen caller ID whose list could not be read is read again before the call, or said not to be used', async () => {
    const world = await playedService();
    const { slices, run, desk, provider } = world;
    await until(() => slices.callerIds.value.state === 'ready', { message: 'no numbers' });
    await run.chooseCallerId({ id: 'n1' }, own);
    const { numbers } = provider;
    if (!numbers) throw new Error('no numbers');
    const list = numbers.list.bind(numbers);
    numbers.list = () => Promise.reject(new FaultError('service-unreachable'));
    // As after a start: the choice is kept, the list is not.
    world.enter(undefined);
    world.enter(provider);
    world.tell({ type: 'sign-in', state: 'signed-in' });
    await until(() => slices.callerIds.value.state === 'failed', { message: 'not failed' });
    await desk.callerIdReady();
    expect(slices.desk.value.faults).toMatchObject([{ code: 'caller-id-unknown' }]);
    numbers.list = list;
    await desk.callerIdReady();
    expect(slices.desk.value.faults).toHaveLength(1);
    const dialled = desk.dialAs({ number: caller });
    await new Promise(setImmediate);
    world.comes(caller);
    await dialled;
  });

  test('a chosen caller ID dials through the service, and the leg is an outgoing call', async () => {
    const { slices, run, desk, comes, local } = await playedService();
    await until(() => slices.callerIds.value.state === 'ready', { message: 'no numbers' });
    expect(desk.dialAs({ number: caller })).toBeUndefined();
    await run.chooseCallerId({ id: 'n1' }, own);
    expect(JSON.stringify([...local.all])).toContain('n1');
    const dialled = desk.dialAs({ number: caller });
    await new Promise(setImmediate);
    const call = comes(caller);
    expect([call.direction, await dialled]).toEqual(['outgoing', call.id]);
    // What is no public number cannot be dialled by the service.
    expect(desk.dialAs({ number: '601' })).toBeUndefined();
    expect(await codeOf(() => run.chooseCallerId({ id: 'other' }, own))).toBe('bad-input');
  });
});
