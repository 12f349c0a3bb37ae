import { signal } from '@preact/signals-core';
import { expect, test, vi } from 'vitest';
import type { Call } from '../../../lib/call/call.ts';
import { createHeadsets, type HidDevice } from '../../../lib/engine/headsets.ts';
import type { HidCollection } from '../../../lib/media/telephony.ts';
import { call } from '../../support/gallery/states.ts';
import { pulsing, switched } from '../../support/headset.ts';

class FakeHeadset extends EventTarget implements HidDevice {
  opened = false;
  readonly vendorId = 0x0b0e;
  readonly productId = 0x030c;
  readonly productName = 'Headset';
  readonly collections: HidCollection[];
  readonly shown: string[] = [];
  busy = false;
  constructor(collection: HidCollection) {
    super();
    this.collections = [collection];
  }
  open() {
    if (this.busy) return Promise.reject(new DOMException('in use', 'NotAllowedError'));
    this.opened = true;
    return Promise.resolve();
  }
  close() {
    this.opened = false;
    return Promise.resolve();
  }
  forget = vi.fn(() => Promise.resolve());
  sendReport(report: number, data: Uint8Array) {
    this.shown.push([report, ...data].join(' '));
    return Promise.resolve();
  }
  press(reportId: number, ...bytes: number[]) {
    this.dispatchEvent(
      Object.assign(new Event('inputreport'), { reportId, data: new DataView(new Uint8Array(bytes).buffer) }),
    );
  }
}

async function withHeadset(collection: HidCollection, prepare?: (device: FakeHeadset) => void) {
  const device = new FakeHeadset(collection);
  prepare?.(device);
  const plugged = new Set<HidDevice>([device]);
  const hid = Object.assign(new EventTarget(), { getDevices: () => Promise.resolve([...plugged]) });
  const calls = signal<Call[]>([]);
  const done: string[] = [];
  let clock = 10_000;
  const headsets = createHeadsets({
    hid,
    calls,
    answer: (id) => Promise.resolve(void done.push(`answer ${id}`)),
    hangUp: (id) => void done.push(`hang up ${id}`),
    mute: (id, on) => void done.push(`mute ${id} ${on}`),
    log: () => undefined,
    now: () => clock,
  });
  await headsets.look();
  return { device, plugged, hid, calls, done, headsets, later: (ms: number) => (clock += ms) };
}

const ringing = call({ id: 'r', phase: 'offered', direction: 'incoming' });
const live = (more: Partial<Call> = {}) => call({ id: 'r', phase: 'live', ...more });

test('a switch: rings, answers, is muted, and hangs up; its lights follow', async () => {
  const { device, calls, done, headsets, later } = await withHeadset(switched);
  expect(headsets.slice.value).toEqual([{ id: 'b0e:30c', label: 'Headset', state: 'ready' }]);
  expect(device.shown).toEqual(['2 0']);
  calls.value = [ringing];
  expect(device.shown.at(-1)).toBe('2 4');
  device.press(2, 1);
  expect(done).toEqual(['answer r']);
  calls.value = [live()];
  expect(device.shown.at(-1)).toBe('2 1');
  later(5000);
  device.press(2, 0b101);
  device.press(2, 0b001);
  expect(done.slice(1)).toEqual(['mute r true']);
  calls.value = [live({ muted: true })];
  expect(device.shown.at(-1)).toBe('2 3');
  device.press(2, 0b101);
  expect(done.slice(2)).toEqual(['mute r false']);
  device.press(2, 0);
  expect(done.slice(3)).toEqual(['hang up r']);
  calls.value = [];
  expect(device.shown.at(-1)).toBe('2 0');
});

test('beside a call that only rings out, its buttons are for whoever is talked to', async () => {
  const { device, calls, done, later } = await withHeadset(switched);
  calls.value = [ringing];
  device.press(2, 1);
  calls.value = [call({ id: 'out', phase: 'ringing-out' }), live()];
  later(5000);
  device.press(2, 0b101);
  device.press(2, 0b001);
  device.press(2, 0);
  expect(done).toEqual(['answer r', 'mute r true', 'hang up r']);
});

test('pulses: the same press answers and hangs up, and a second caller is answered first', async () => {
  const { device, calls, done } = await withHeadset(pulsing);
  calls.value = [ringing];
  device.press(8, 0, 0b10_0000);
  calls.value = [live()];
  device.press(8, 0, 0b10_0000);
  calls.value = [live(), call({ id: 's', phase: 'offered', direction: 'incoming' })];
  device.press(8, 0, 0b10_0000);
  expect(done).toEqual(['answer r', 'hang up r', 'answer s']);
});

test('what was answered on the screen is only repeated by the headset', async () => {
  const { device, calls, done, later } = await withHeadset(switched);
  calls.value = [live()];
  later(80);
  device.press(2, 1);
  expect(done).toEqual([]);
  calls.value = [];
  later(10_000);
  device.press(2, 0);
  expect(done).toEqual([]);
});

test('without a call a press does nothing, and the lights are put right again', async () => {
  const { device, done } = await withHeadset(switched);
  device.press(2, 1);
  expect(done).toEqual([]);
  expect(device.shown).toEqual(['2 0', '2 0']);
});

test('one that cannot be opened says so, and is opened when it can', async () => {
  const { device, headsets } = await withHeadset(switched, (one) => (one.busy = true));
  expect(headsets.slice.value[0]?.state).toBe('refused');
  device.busy = false;
  await headsets.look();
  expect(headsets.slice.value[0]?.state).toBe('ready');
});

test('unplugged, it is gone and heard no more; plugged in, it is back; given back, it is forgotten and dark', async () => {
  const { device, plugged, hid, calls, done, headsets } = await withHeadset(switched);
  plugged.clear();
  hid.dispatchEvent(new Event('disconnect'));
  await vi.waitFor(() => expect(headsets.slice.value).toEqual([]));
  calls.value = [ringing];
  device.press(2, 1);
  expect(done).toEqual([]);
  plugged.add(device);
  hid.dispatchEvent(new Event('connect'));
  await vi.waitFor(() => expect(headsets.slice.value).toHaveLength(1));
  expect(device.shown.at(-1)).toBe('2 4');
  device.forget.mockImplementation(() => {
    plugged.clear();
    return Promise.resolve();
  });
  await headsets.forget('b0e:30c');
  expect(headsets.slice.value).toEqual([]);
  expect(device.shown.at(-1)).toBe('2 0');
});

test('a browser without such a thing has no headsets', async () => {
  const headsets = createHeadsets({
    hid: undefined,
    calls: signal([]),
    answer: () => Promise.resolve(),
    hangUp: () => undefined,
    mute: () => undefined,
    log: () => undefined,
  });
  await headsets.look();
  expect(headsets.slice.value).toEqual([]);
});
