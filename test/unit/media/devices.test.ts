import { describe, expect, test } from 'vitest';
import { noticeOf, pick, readDevices, type Listed } from '../../../lib/media/devices.ts';

const listed = (
  deviceId: string,
  label: string,
  groupId = deviceId,
  kind: MediaDeviceKind = 'audioinput',
): Listed => ({ deviceId, label, groupId, kind });

const headset = listed('h', 'Headset', 'g1');
const webcam = listed('w', 'Webcam', 'g2');
const { inputs } = readDevices([listed('default', 'Default - Webcam', 'g2'), headset, webcam]);
const chosen = { id: 'h', label: 'Headset' };

describe('the list', () => {
  test('names the default device itself, not its role', () => {
    expect(inputs).toEqual([
      { id: 'h', label: 'Headset', isDefault: false },
      { id: 'w', label: 'Webcam', isDefault: true },
    ]);
  });
  test('a default that is no device of its own stays', () => {
    const list = readDevices([listed('default', 'Mixer', 'x'), headset]);
    expect(list.inputs.map((one) => [one.id, one.isDefault])).toEqual([
      ['default', true],
      ['h', false],
    ]);
  });
  test('of two endpoints in one group the default is the one it is named after', () => {
    const list = readDevices([
      listed('default', 'Default - Headset chat', 'g'),
      listed('a', 'Headset game', 'g'),
      listed('b', 'Headset chat', 'g'),
    ]);
    expect(list.inputs.find((one) => one.isDefault)?.id).toBe('b');
  });
  test('without roles the first is the default; without permission there is nothing to name', () => {
    expect(readDevices([headset, webcam]).inputs[0]?.isDefault).toBe(true);
    expect(readDevices([listed('', ''), listed('', '', '', 'audiooutput')])).toEqual({
      inputs: [],
      outputs: [],
    });
  });
});

describe('the device of a choice', () => {
  test('by id, else by label, else the default, else none', () => {
    expect(pick(inputs, chosen)?.id).toBe('h');
    expect(pick(inputs, { id: 'old', label: 'Headset' })?.id).toBe('h');
    expect(pick(inputs, { id: 'old', label: 'Gone' })?.id).toBe('w');
    expect(pick(inputs, null)?.id).toBe('w');
    expect(pick([], chosen)).toBeUndefined();
  });
});

describe('what is said', () => {
  const [h, w] = inputs;
  const without = readDevices([webcam]).inputs;
  const notice = (before: typeof h, now: typeof inputs, choice: typeof chosen | null, inCall = true) =>
    noticeOf('microphone', before, now, choice, inCall);

  test('unplugged: replaced by what is left', () => {
    expect(notice(h, without, chosen)).toEqual({
      role: 'microphone',
      why: 'gone',
      from: 'Headset',
      to: 'Webcam',
    });
    expect(notice(h, without, chosen, false)?.why).toBe('gone');
    expect(notice(h, [], chosen)).toEqual({ role: 'microphone', why: 'none-left', from: 'Headset' });
  });
  test('plugged in again: back', () => {
    expect(notice(w, inputs, chosen)).toEqual({
      role: 'microphone',
      why: 'back',
      from: 'Webcam',
      to: 'Headset',
    });
  });
  test('another default: worth a word only in a call', () => {
    const now = readDevices([headset, webcam]).inputs;
    expect(notice(w, now, null)?.why).toBe('default-changed');
    expect(notice(w, now, null, false)).toBeUndefined();
  });
  test('nothing when nothing changed for this role, or only the id did', () => {
    expect(notice(h, inputs, chosen)).toBeUndefined();
    expect(notice(h, readDevices([listed('new', 'Headset')]).inputs, chosen)).toBeUndefined();
  });
});
