import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  type DeviceNotice,
  type DeviceRole,
  deviceRoles,
  type DevicesSlice,
} from '../../lib/mirror/devices.ts';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';
import { plugsOf } from '../support/plugs.ts';
import { plainVoice } from '../support/accounts.ts';

let desk: Desk;
let plugs: Awaited<ReturnType<typeof plugsOf>>;
let devices: DevicesSlice;

beforeAll(async () => {
  desk = await openDesk();
  plugs = await plugsOf(desk.browser);
  await desk.signIn();
  devices = await desk.phone.until('devices', (all) => all.inputs.length === 3, 'no devices are listed');
});
afterAll(() => desk?.close());
afterEach(async () => {
  for (const call of await desk.phone.slice('calls')) {
    if (call.phase !== 'closed') await desk.phone.do('hangUp', { call: call.id });
  }
  await desk.phone.until(
    'calls',
    (calls) => calls.every((call) => call.phase === 'closed'),
    'calls are left over',
  );
  for (const call of await desk.phone.slice('calls')) await desk.phone.do('dismiss', { call: call.id });
  desk.sandbox.reset();
  await plugs.freeAll();
  await plugs.makeDefault(undefined);
  for (const role of ['microphone', 'speaker', 'ringer'] as const)
    await desk.phone.do('chooseDevice', { role, id: null });
  await desk.phone.do('dismissDeviceNotices', { roles: [...deviceRoles] });
  await desk.phone.do('setSettings', plainVoice);
});

const theirs = () => desk.sandbox.calls().at(-1);
const input = (label: string) => devices.inputs.find((one) => one.label === label)?.id ?? '';
const output = (label: string) => devices.outputs.find((one) => one.label === label)?.id ?? '';
const choose = (role: DeviceRole, id: string | null) => desk.phone.do('chooseDevice', { role, id });

/** Both ends hear the other's tone now, and in what comes from now on. */
async function twoWay(): Promise<void> {
  desk.sandbox.restartMeter(theirs()?.id ?? '');
  const before = theirs()?.heard.packets ?? 0;
  // Half a second more of sound, so that nothing heard before counts.
  await desk.sandbox.until('more of our sound', () => (theirs()?.heard.packets ?? 0) > before + 25);
  await desk.sandbox.until('our tone at the far end', () => (theirs()?.heard.tones[ourTone] ?? 0) > 0.05);
  await desk.ears.hearing(farTone, ourTone);
}

/** Waits until such a notice is there; returns all. */
const noticed = async (wanted: (one: DeviceNotice) => boolean = () => true) =>
  (await desk.phone.until('devices', (all) => all.notices.some(wanted), 'nothing is said')).notices;

const place = async () => {
  const { call } = await desk.phone.do('dial', { number: '602' });
  return call;
};
const receive = async () => {
  await desk.sandbox.callOperator('1001', { persona: 'tone' });
  const { id } = await desk.phone.call((one) => one.phase === 'offered', 'nothing rings');
  await desk.phone.do('answer', { call: id });
  return id;
};
const goesOn = (id: string) =>
  desk.phone.call((one) => one.id === id && one.phase === 'live', 'the call is not live');
const sending = (label: string) =>
  until(async () => (await plugs.sends())?.label === label, {
    message: `what is sent does not come from ${label}`,
  });

describe.each([
  ['placed', place],
  ['received', receive],
])('a call that was %s', (_direction, begin) => {
  test('goes on with every device changed in it', async () => {
    const call = await begin();
    await goesOn(call);
    await twoWay();

    await choose('microphone', input('Fake Audio Input 1'));
    await sending('Fake Audio Input 1');
    expect((await desk.phone.slice('devices')).using.microphone).toBe(input('Fake Audio Input 1'));
    await twoWay();

    await choose('speaker', output('Fake Audio Output 2'));
    await until(async () => (await plugs.sounding()).sinks.includes(output('Fake Audio Output 2')), {
      message: 'the far end does not sound on the chosen speaker',
    });
    await twoWay();

    await choose('ringer', output('Fake Audio Output 1'));
    await twoWay();

    await choose('microphone', null);
    await sending('Fake Default Audio Input');
    await twoWay();
    await goesOn(call);
    expect((await desk.phone.slice('devices')).notices).toEqual([]);
  });

  test('goes on when its devices are unplugged, says so, and takes them back', async () => {
    await choose('microphone', input('Fake Audio Input 1'));
    await choose('speaker', output('Fake Audio Output 1'));
    const call = await begin();
    await goesOn(call);
    await sending('Fake Audio Input 1');
    await twoWay();

    await plugs.unplug('Fake Audio Input 1');
    await sending('Fake Default Audio Input');
    const microphoneGone = {
      role: 'microphone',
      why: 'gone',
      from: 'Fake Audio Input 1',
      to: 'Fake Default Audio Input',
    };
    expect(await noticed()).toMatchObject([microphoneGone]);
    await twoWay();

    await plugs.unplug('Fake Audio Output 1');
    // The microphone's is not lost under the speaker's.
    expect(await noticed(({ role }) => role === 'speaker')).toMatchObject([
      microphoneGone,
      { role: 'speaker', why: 'gone', from: 'Fake Audio Output 1' },
    ]);
    expect((await plugs.sounding()).sinks).not.toContain(output('Fake Audio Output 1'));
    await twoWay();

    await plugs.plug('Fake Audio Output 1');
    await plugs.plug('Fake Audio Input 1');
    await sending('Fake Audio Input 1');
    expect(await noticed(({ role, why }) => role === 'microphone' && why === 'back')).toMatchObject([
      { role: 'microphone', why: 'back', to: 'Fake Audio Input 1' },
      { role: 'speaker', why: 'back', to: 'Fake Audio Output 1' },
    ]);
    await desk.phone.do('dismissDeviceNotices', { roles: ['speaker'] });
    expect(await noticed()).toMatchObject([{ role: 'microphone' }]);
    expect((await plugs.sounding()).sinks).toContain(output('Fake Audio Output 1'));
    await twoWay();
    await goesOn(call);
  });

  test('follows the default of the system, and says so', async () => {
    await plugs.makeDefault('Fake Audio Input 1');
    // Out of a call a new default is not worth a word; the call must not begin before it is known.
    await desk.phone.until(
      'devices',
      (all) => all.using.microphone === input('Fake Audio Input 1'),
      'the default is not followed',
    );
    const call = await begin();
    await goesOn(call);
    await twoWay();
    await plugs.makeDefault('Fake Audio Input 2');
    expect(await noticed()).toMatchObject([
      { role: 'microphone', why: 'default-changed', to: 'Fake Audio Input 2' },
    ]);
    await twoWay();
    await goesOn(call);
  });
});

test('no microphone left, and one again: the call waits for it', async () => {
  const call = await place();
  await goesOn(call);
  await twoWay();
  for (const { label } of devices.inputs) await plugs.unplug(label);
  await noticed(({ why }) => why === 'none-left');
  expect(await desk.phone.slice('devices')).toMatchObject({ microphone: 'missing', inputs: [] });
  await desk.ears.hearing(farTone, ourTone);
  for (const { label } of devices.inputs) await plugs.plug(label);
  await noticed(({ why }) => why === 'back');
  await twoWay();
  await goesOn(call);
});

test('a microphone that cannot be opened is not said to be in use, and is tried until it can', async () => {
  await choose('microphone', input('Fake Audio Input 1'));
  const call = await place();
  await goesOn(call);
  await twoWay();
  for (const label of ['Fake Default Audio Input', 'Fake Audio Input 2']) await plugs.occupy(label, true);
  await plugs.unplug('Fake Audio Input 1');
  const [said] = await noticed(({ role }) => role === 'microphone');
  expect(said).toMatchObject({ role: 'microphone', why: 'refused', from: 'Fake Default Audio Input' });
  expect(said).not.toHaveProperty('to');
  expect((await desk.phone.slice('devices')).using).not.toHaveProperty('microphone');
  await desk.ears.hearing(farTone, ourTone);
  // Nothing tells that another program let go of it.
  await plugs.occupy('Fake Default Audio Input', false);
  await sending('Fake Default Audio Input');
  expect(await noticed(({ why }) => why === 'ready')).toMatchObject([
    { role: 'microphone', why: 'ready', to: 'Fake Default Audio Input' },
  ]);
  await twoWay();

  // While the old one still sounds, it stays, and that is what is said.
  await plugs.plug('Fake Audio Input 1');
  await sending('Fake Audio Input 1');
  await choose('microphone', null);
  await sending('Fake Default Audio Input');
  await plugs.makeDefault('Fake Audio Input 2');
  expect(await noticed(({ why }) => why === 'refused')).toMatchObject([
    { role: 'microphone', from: 'Fake Audio Input 2', to: 'Fake Default Audio Input' },
  ]);
  await twoWay();
  await plugs.occupy('Fake Audio Input 2', false);
  await noticed(({ why }) => why === 'ready');
  await goesOn(call);
});

test('a speaker or ringer that the browser refuses is not shown as in use', async () => {
  const system = devices.outputs.find((one) => one.isDefault)?.label ?? '';
  await plugs.occupy('Fake Audio Output 1', true);
  await plugs.occupy('Fake Audio Output 2', true);
  await choose('ringer', output('Fake Audio Output 2'));
  await desk.sandbox.callOperator('1001', { persona: 'tone' });
  const { id } = await desk.phone.call((one) => one.phase === 'offered', 'nothing rings');
  expect(await noticed(({ role }) => role === 'ringer')).toMatchObject([
    { role: 'ringer', why: 'refused', from: 'Fake Audio Output 2', to: system },
  ]);
  expect((await desk.phone.slice('devices')).using.ringer).toBe(output(system));
  await desk.phone.do('answer', { call: id });
  await goesOn(id);
  await choose('speaker', output('Fake Audio Output 1'));
  expect(await noticed(({ role }) => role === 'speaker')).toContainEqual(
    expect.objectContaining({ role: 'speaker', why: 'refused', from: 'Fake Audio Output 1', to: system }),
  );
  expect((await desk.phone.slice('devices')).using.speaker).toBe(output(system));
  await twoWay();
  await plugs.occupy('Fake Audio Output 1', false);
  expect(await noticed(({ why }) => why === 'ready')).toContainEqual(
    expect.objectContaining({ role: 'speaker', to: 'Fake Audio Output 1' }),
  );
  await until(async () => (await plugs.sounding()).sinks.includes(output('Fake Audio Output 1')), {
    message: 'the far end does not sound on the chosen speaker',
  });
  await twoWay();
});

test('the ringer unplugged in a call is said, and the next caller rings on what is left', async () => {
  await choose('ringer', output('Fake Audio Output 1'));
  const call = await place();
  await goesOn(call);
  await twoWay();
  await plugs.unplug('Fake Audio Output 1');
  const system = devices.outputs.find((one) => one.isDefault)?.label ?? '';
  expect(await noticed()).toMatchObject([
    { role: 'ringer', why: 'gone', from: 'Fake Audio Output 1', to: system },
  ]);
  await twoWay();
  await desk.sandbox.callOperator('1001', { persona: 'tone' });
  await desk.phone.call((one) => one.phase === 'offered', 'nothing rings');
  // Beside a call it is the waiting tone, in the operator's ear; after it, the ring.
  await desk.phone.do('hangUp', { call });
  await until(async () => (await plugs.heardAt('')).level > 0.01, {
    message: 'nothing rings on what is left',
  });
  await plugs.plug('Fake Audio Output 1');
  expect(await noticed(({ why }) => why === 'back')).toMatchObject([
    { role: 'ringer', to: 'Fake Audio Output 1' },
  ]);
  await until(async () => (await plugs.heardAt(output('Fake Audio Output 1'))).level > 0.01, {
    message: 'it does not ring on the ringer that is back',
  });
});

test('another default output in a call is followed, and said of both that use it', async () => {
  await plugs.makeDefault('Fake Audio Output 1');
  await desk.phone.until(
    'devices',
    (all) => all.using.speaker === output('Fake Audio Output 1'),
    'the default is not followed',
  );
  const call = await place();
  await goesOn(call);
  await twoWay();
  await plugs.makeDefault('Fake Audio Output 2');
  const more = { why: 'default-changed', from: 'Fake Audio Output 1', to: 'Fake Audio Output 2' };
  expect(await noticed()).toMatchObject([
    { role: 'speaker', ...more },
    { role: 'ringer', ...more },
  ]);
  const { using } = await desk.phone.slice('devices');
  expect([using.speaker, using.ringer]).toEqual(Array(2).fill(output('Fake Audio Output 2')));
  // The browser itself moves what sounds on the default; nothing pins it elsewhere.
  expect(new Set((await plugs.sounding()).sinks)).toEqual(new Set(['']));
  await twoWay();
  await goesOn(call);
});

test('a microphone that opens slowly does not keep the far end from ringing', async () => {
  await plugs.hold();
  const call = await place();
  // The call is up before the microphone is.
  await desk.sandbox.until('the answer', () => theirs()?.state === 'answered');
  expect((await desk.ears.open()).microphones).toBe(0);
  await plugs.open();
  await goesOn(call);
  await twoWay();
});

test('a microphone that fails after all ends the call, and says why', async () => {
  await plugs.hold();
  await plugs.occupy('Fake Default Audio Input', true);
  const call = await place();
  await desk.sandbox.until('the far end is called', () => theirs() !== undefined);
  await plugs.open();
  const over = await desk.phone.call((one) => one.id === call && one.phase === 'closed', 'it goes on');
  expect(over.outcome).toMatchObject({ kind: 'no-microphone' });
  await desk.sandbox.until('the end', () => theirs()?.state === 'ended');
});

test('mute stays on while the microphone is changed', async () => {
  const call = await place();
  await goesOn(call);
  await twoWay();
  await desk.phone.do('mute', { call, on: true });
  await choose('microphone', input('Fake Audio Input 2'));
  await sending('Fake Audio Input 2');
  desk.sandbox.restartMeter(theirs()?.id ?? '');
  await desk.sandbox.until('silence', () => (theirs()?.heard.tones[ourTone] ?? 1) < 0.001);
  await desk.phone.do('mute', { call, on: false });
  await twoWay();
});

test('voice settings apply in a running call', async () => {
  const call = await place();
  await goesOn(call);
  await twoWay();
  expect(await plugs.sends()).toMatchObject({ echoCancellation: false, autoGainControl: false });
  await desk.phone.do('setSettings', { voice: { ...plainVoice.voice, echoCancellation: true } });
  await until(async () => (await plugs.sends())?.echoCancellation === true, { message: 'it is not applied' });
  await twoWay();
});

test('a device whose id changed is found by its name', async () => {
  await choose('microphone', input('Fake Audio Input 2'));
  const { devices: chosen } = await desk.phone.slice('settings');
  expect(chosen.microphone).toEqual({ id: input('Fake Audio Input 2'), label: 'Fake Audio Input 2' });
  await expect(choose('speaker', 'no-such-id')).rejects.toThrow('bad-input');
});

test('a call rings on the ringer and sounds on the speaker, the first one without a click', async () => {
  await choose('ringer', output('Fake Audio Output 1'));
  await choose('speaker', output('Fake Audio Output 2'));
  await desk.sandbox.callOperator('1001', { persona: 'tone' });
  const { id } = await desk.phone.call((one) => one.phase === 'offered', 'nothing rings');
  await until(async () => (await plugs.sounding()).sinks.includes(output('Fake Audio Output 1')), {
    message: 'it does not ring on the ringer',
  });
  // A browser that waits for a click hands out a silent sink and a context that stands still.
  const rings = await until(
    async () => {
      const heard = await plugs.heardAt(output('Fake Audio Output 1'));
      return heard.level > 0.01 ? heard : undefined;
    },
    { message: 'nothing is heard on the ringer' },
  );
  expect(rings).toMatchObject({ contexts: ['running'], paused: false });
  await until(
    async () => {
      const { played, clock } = await plugs.heardAt(output('Fake Audio Output 1'));
      return played > rings.played && clock > rings.clock;
    },
    { message: 'the ringing stands still' },
  );
  expect((await desk.ears.open()).microphones).toBe(0);
  await desk.phone.do('answer', { call: id });
  await goesOn(id);
  await until(async () => (await plugs.sounding()).sinks.join() === output('Fake Audio Output 2'), {
    message: 'only the far end should sound, on the speaker',
  });
});

test('a test sounds on the device that was chosen, and ends', async () => {
  await choose('ringer', output('Fake Audio Output 2'));
  const tested = desk.phone.do('testSound', { role: 'ringer' });
  await until(async () => (await plugs.sounding()).sinks.join() === output('Fake Audio Output 2'), {
    message: 'nothing sounds there',
  });
  await tested;
  expect(await plugs.sounding()).toMatchObject({ sinks: [], contexts: 0 });
});

test('the microphone is open outside a call only while one of our own pages looks at its level', async () => {
  expect((await desk.ears.open()).microphones).toBe(0);
  await desk.phone.watch('microphone', true);
  await until(async () => ((await desk.phone.reading('microphone'))?.level ?? 0) > 0.1, {
    message: 'no level',
  });
  expect((await desk.ears.open()).microphones).toBe(1);
  await desk.phone.watch('microphone', false);
  await until(async () => (await desk.ears.open()).microphones === 0, {
    message: 'the microphone stays open',
  });
  // A page that is closed while it looks must not leave it open either.
  await desk.phone.watch('microphone', true);
  await until(async () => (await desk.ears.open()).microphones === 1, { message: 'it does not open again' });
  await desk.phone.page.reload();
  await until(async () => (await desk.ears.open()).microphones === 0, { message: 'it outlives its page' });
  desk.phone = await desk.reopenPhone();
});

test('nothing is left over after calls: no connection, track, context or timer', async () => {
  const before = await plugs.sounding();
  expect(before).toMatchObject({ sinks: [], contexts: 0 });
  for (const begin of [place, receive, place]) {
    const call = await begin();
    await goesOn(call);
    await choose('microphone', input('Fake Audio Input 1'));
    await choose('microphone', null);
    await desk.phone.do('hangUp', { call });
    await desk.phone.call((one) => one.id === call && one.phase === 'closed', 'the call does not end');
    await desk.phone.do('dismiss', { call });
  }
  await until(async () => (await desk.ears.leftOver()) === 0, { message: 'a connection or a track is left' });
  expect(await plugs.sounding()).toEqual(before);
});
