import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.signIn();
});
afterAll(() => desk?.close());
afterEach(async () => {
  for (const call of (await desk.phone.slice('calls')) ?? [])
    if (call.phase !== 'closed') await desk.phone.do('hangUp', { call: call.id });
  await desk.phone.until(
    'calls',
    (calls) => calls.every((call) => call.phase === 'closed'),
    'calls are left over',
  );
  for (const call of await desk.phone.slice('calls')) await desk.phone.do('dismiss', { call: call.id });
  desk.sandbox.reset();
});

/** The newest call as the sandbox sees it. */
const theirs = () => desk.sandbox.calls().at(-1);
const live = async (number: string) => {
  const { call } = await desk.phone.do('dial', { number });
  return desk.phone.call((one) => one.id === call && one.phase === 'live', 'the call is not live');
};
const heardUs = () =>
  desk.sandbox.until('our tone at the far end', () => (theirs()?.heard.tones[ourTone] ?? 0) > 0.05);

describe('sound', () => {
  test('both ends hear the other, and no microphone stays open', async () => {
    const call = await live('+1 786 555 0101');
    await desk.ears.hearing(farTone, ourTone);
    await heardUs();
    await desk.phone.do('hangUp', { call: call.id });
    const over = await desk.phone.call((one) => one.phase === 'closed', 'the call does not end');
    expect(over.outcome?.kind).toBe('completed');
    expect(theirs()?.endedBy).toBe('operator');
    expect(await desk.ears.leftOver()).toBe(0);
  });

  test('an incoming call rings with who it is, is answered once by two views at the same moment, and sounds', async () => {
    await desk.sandbox.callOperator('1001', { persona: 'tone' });
    const offered = await desk.phone.call((one) => one.phase === 'offered', 'nothing rings');
    expect(offered.party).toMatchObject({ number: '+17865550101' });
    await Promise.all([
      desk.phone.do('answer', { call: offered.id }),
      desk.phone.do('answer', { call: offered.id }),
    ]);
    await desk.phone.call((one) => one.phase === 'live', 'the call is not live');
    await desk.ears.hearing(farTone, ourTone);
    await heardUs();
    expect(desk.sandbox.calls()).toHaveLength(1);
  });

  test('early media is heard before the answer', async () => {
    await desk.phone.do('dial', { number: '607' });
    const call = await desk.phone.call(
      (one) => one.phase === 'ringing-out' && one.earlyMedia,
      'no early media',
    );
    await until(async () => (await desk.ears.received()).packets > 20, { message: 'no early sound comes' });
    await desk.phone.call((one) => one.id === call.id && one.phase === 'live', 'never answered');
  });

  test('mute silences us there, and only while it is on', async () => {
    const call = await live('602');
    await heardUs();
    await desk.phone.do('mute', { call: call.id, on: true });
    await desk.sandbox.until('silence', () => (theirs()?.heard.tones[ourTone] ?? 1) < 0.001);
    await desk.phone.do('mute', { call: call.id, on: false });
    await heardUs();
  });
});

describe('hold', () => {
  test('holds, resumes, and sound is back both ways', async () => {
    const call = await live('602');
    await desk.phone.do('hold', { call: call.id });
    await desk.phone.call((one) => one.hold.ours === 'on', 'not held');
    expect(theirs()?.heldByOperator).toBe(true);
    await desk.phone.do('resume', { call: call.id });
    await desk.phone.call((one) => one.hold.ours === 'off', 'not resumed');
    await desk.ears.hearing(farTone, ourTone);
    await heardUs();
  });

  test('a refused hold is never shown as held', async () => {
    const call = await live('602');
    desk.sandbox.setFaults({ reinvite: { status: 488, reason: 'Not Acceptable Here' } });
    await desk.phone.do('hold', { call: call.id });
    const refused = await desk.phone.call((one) => one.trouble !== undefined, 'the refusal is not told');
    expect(refused).toMatchObject({ hold: { ours: 'off' }, trouble: { kind: 'hold-refused', code: 488 } });
    desk.sandbox.setFaults({});
    await heardUs();
  });

  test('the other side may hold us', async () => {
    await live('602');
    const id = theirs()?.id ?? '';
    expect(await desk.sandbox.hold(id, true)).toBe(true);
    await desk.phone.call((one) => one.hold.theirs, 'their hold is not told');
    expect(await desk.sandbox.hold(id, false)).toBe(true);
    await desk.phone.call((one) => !one.hold.theirs, 'their resume is not told');
    await desk.ears.hearing(farTone, ourTone);
  });
});

describe('a second call', () => {
  test('is offered while one is live; answering holds the first; swap and swap back', async () => {
    const first = await live('602');
    await desk.sandbox.callOperator('1001', { persona: 'echo' });
    const second = await desk.phone.call((one) => one.phase === 'offered', 'the second does not ring');
    await desk.phone.do('answer', { call: second.id });
    await desk.phone.call((one) => one.id === second.id && one.phase === 'live', 'the second is not live');
    await desk.phone.call((one) => one.id === first.id && one.hold.ours === 'on', 'the first is not held');
    await desk.phone.do('swap', {});
    await desk.phone.call((one) => one.id === first.id && one.hold.ours === 'off', 'the first is not back');
    await desk.phone.call((one) => one.id === second.id && one.hold.ours === 'on', 'the second is not held');
    await desk.phone.do('swap', {});
    await desk.phone.call((one) => one.id === second.id && one.hold.ours === 'off', 'the second is not back');
  });

  test('when the first cannot be held, the second keeps ringing', async () => {
    const first = await live('602');
    desk.sandbox.setFaults({ reinvite: { status: 488 } });
    await desk.sandbox.callOperator('1001', { persona: 'echo' });
    const second = await desk.phone.call((one) => one.phase === 'offered', 'the second does not ring');
    await expect(desk.phone.do('answer', { call: second.id })).rejects.toThrow('hold-refused');
    await desk.phone.call((one) => one.id === second.id && one.phase === 'offered', 'the second is gone');
    await desk.phone.call((one) => one.id === first.id && one.phase === 'live', 'the first is gone');
    await desk.phone.do('decline', { call: second.id });
  });
});

test('digits by RFC 4733 are read back by the far end', async () => {
  const call = await live('608');
  await desk.phone.do('digits', { call: call.id, tones: '159#' });
  await desk.sandbox.until('the digits at the far end', () => theirs()?.heard.digits === '159#');
});

describe('calls that do not come about', () => {
  test.each([
    ['603', 'busy', 486],
    ['605', 'declined', 603],
    ['699', 'not-found', 404],
  ])('%s is %s', async (number, kind, code) => {
    await desk.phone.do('dial', { number });
    const over = await desk.phone.call((one) => one.phase === 'closed', 'the call does not end');
    expect(over.outcome).toMatchObject({ kind, code });
    expect(over.outcome?.said).toBeTruthy();
    const [entry] = await desk.phone.until(
      'history',
      (all) => all[0]?.outcome?.kind === kind,
      'not recorded',
    );
    expect(entry?.party.number).toBe(number);
  });

  test('nobody answers, we give up', async () => {
    const { call } = await desk.phone.do('dial', { number: '604' });
    await desk.phone.call((one) => one.phase === 'ringing-out', 'it does not ring');
    await desk.phone.do('hangUp', { call });
    const over = await desk.phone.call((one) => one.phase === 'closed', 'the call does not end');
    expect(over.outcome?.kind).toBe('cancelled');
  });

  test('a caller who gives up is missed, and we may decline one', async () => {
    await desk.sandbox.callOperator('1001', { persona: 'echo', giveUpMs: 300 });
    const missed = await desk.phone.call((one) => one.phase === 'closed', 'still ringing');
    expect(missed.outcome?.kind).toBe('missed');
    await desk.sandbox.callOperator('1001', { persona: 'echo' });
    const offered = await desk.phone.call((one) => one.phase === 'offered', 'nothing rings');
    await desk.phone.do('decline', { call: offered.id });
    await desk.sandbox.until('the refusal', () => theirs()?.endStatus === 603);
  });

  test('a caller who is gone is not answered, and the microphone tried for it is closed', async () => {
    await desk.sandbox.callOperator('1001', { persona: 'tone', giveUpMs: 200 });
    const { id } = await desk.phone.call((call) => call.phase === 'offered', 'nothing rings');
    await desk.phone.call((call) => call.id === id && call.phase === 'closed', 'it is not missed');
    await Promise.all([
      expect(desk.phone.do('answer', { call: id })).rejects.toThrow('call-moved-on'),
      expect(desk.phone.do('answer', { call: id })).rejects.toThrow('call-moved-on'),
    ]);
    expect(await desk.ears.leftOver()).toBe(0);
  });

  test('the far end hangs up', async () => {
    await live('602');
    desk.sandbox.hangUp(theirs()?.id ?? '');
    const over = await desk.phone.call((one) => one.phase === 'closed', 'the call does not end');
    expect(over.outcome?.kind).toBe('completed');
    expect(await desk.ears.leftOver()).toBe(0);
  });

  test('what is no number is refused with words', async () => {
    await expect(desk.phone.do('dial', { number: 'not a number' })).rejects.toThrow('not-a-number');
  });

  test('a double click dials once', async () => {
    const [one, two] = await Promise.all([
      desk.phone.do('dial', { number: '602' }),
      desk.phone.do('dial', { number: '602' }),
    ]);
    expect(one.call).toBe(two.call);
    await desk.phone.call((call) => call.phase === 'live', 'the call is not live');
    expect(desk.sandbox.calls()).toHaveLength(1);
  });
});

describe('prepared', () => {
  test('a likely call opens no microphone and says nothing; the call takes what was prepared', async () => {
    await desk.phone.do('prepare', {});
    await desk.phone.do('prepare', {});
    await until(async () => (await desk.ears.open()).connections === 1, { message: 'nothing is prepared' });
    expect(await desk.ears.open()).toEqual({ connections: 1, microphones: 0 });
    expect(desk.sandbox.calls()).toHaveLength(0);
    await live('602');
    expect(await desk.ears.open()).toEqual({ connections: 1, microphones: 1 });
    await desk.ears.hearing(farTone, ourTone);
    await heardUs();
  });

  test('a ringing call opens no microphone and leaves nothing over when it is declined', async () => {
    await desk.sandbox.callOperator('1001', { persona: 'echo' });
    const offered = await desk.phone.call((one) => one.phase === 'offered', 'nothing rings');
    await until(async () => (await desk.ears.open()).connections === 1, { message: 'nothing is prepared' });
    expect((await desk.ears.open()).microphones).toBe(0);
    await desk.phone.do('decline', { call: offered.id });
    await until(async () => (await desk.ears.leftOver()) === 0, { message: 'something is left over' });
  });

  test('changing the account closes what was prepared for it', async () => {
    // A second wish within a second of the last is passed over, so it is said again.
    await until(
      async () => {
        await desk.phone.do('prepare', {});
        return (await desk.ears.open()).connections === 1;
      },
      { message: 'nothing is prepared' },
    );
    await desk.signIn();
    await until(async () => (await desk.ears.leftOver()) === 0, { message: 'something is left over' });
  });
});
