// @vitest-environment happy-dom
import '../../support/gallery/words.ts';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PhonePanel } from '../../../components/phone-panel.tsx';
import { saidOf } from '../../../components/phone/call-words.ts';
import { Headsets } from '../../../components/settings/headsets.tsx';
import { MicrophoneMeter } from '../../../components/settings/microphone-meter.tsx';
import { deviceName, deviceOptions } from '../../../components/sound/device-options.ts';
import { emptySlices, type Slices } from '../../../lib/mirror/slices.ts';
import { fakePhone } from '../../support/fake-phone.ts';
import type { DeviceNotice, DeviceRole } from '../../../lib/mirror/devices.ts';
import { call, devices, quality, ready, withCalls } from '../../support/gallery/states.ts';

describe('the list of devices', () => {
  it('begins with the system’s own, leaves out the maker’s code and tells equal devices apart', () => {
    const { value, options } = deviceOptions(devices(), null, 'speaker');
    expect(value).toBe('');
    expect(options[0]?.text).toBe('MacBook Pro Speakers (like the system)');
    expect(options.map(({ text }) => text)).toContain('USB Audio Device (2)');
    expect(deviceName('Jabra Evolve2 65 (0b0e:030c)')).toBe('Jabra Evolve2 65');
    expect(deviceName('Jabra (left)')).toBe('Jabra (left)');
  });

  it('keeps a chosen device that is not there, and says what is used instead', () => {
    const { value, options, instead, gone } = deviceOptions(
      devices(),
      { id: 'x', label: 'Headset' },
      'speaker',
    );
    expect([value, gone, instead]).toEqual(['x', true, 'MacBook Pro Speakers']);
    expect(options.at(-1)).toEqual({ value: 'x', text: 'Headset (not there)', gone: true });
  });

  it('knows a device again whose id has changed', () => {
    const chosen = { id: 'old', label: 'Jabra Evolve2 65 (0b0e:030c)' };
    expect(deviceOptions(devices(), chosen, 'microphone')).toMatchObject({
      gone: false,
      value: chosen.label,
    });
  });
});

describe('what is said of a call in front', () => {
  const complaint = { kind: 'loss', side: 'ours', value: 6 } as const;

  it('a lost line before the sound, and the sound before the direction', () => {
    const live = call();
    expect(saidOf(live, { state: 'retrying' }, complaint).text).toContain('the call goes on');
    expect(saidOf(live, { state: 'ready' }, complaint).text).toContain('broken up');
    expect(saidOf(live, { state: 'ready' }, undefined)).toEqual({ text: 'Outgoing call', warn: false });
  });

  it('a call on hold or without sound says that, whatever was heard before', () => {
    const held = call({ hold: { ours: 'on', theirs: false } });
    expect(saidOf(held, { state: 'ready' }, complaint).text).toContain('On hold');
    expect(saidOf(call({ phase: 'recovering' }), ready, complaint).text).toContain('Bringing it back');
  });
});

describe('on screen', () => {
  let host: HTMLDivElement;
  beforeEach(() => {
    host = document.createElement('div');
    document.body.append(host);
  });
  afterEach(async () => {
    await act(() => render(null, host));
    host.remove();
  });

  const show = async (slices: Partial<Slices>) => {
    const fake = fakePhone(slices);
    await act(() => render(<PhonePanel phone={fake.phone} surface="overlay" />, host));
    return fake;
  };
  const button = (name: string) =>
    [...host.querySelectorAll('button')].find(
      (one) => one.textContent?.trim() === name || one.getAttribute('aria-label') === name,
    );
  const press = (name: string) =>
    act(async () => {
      button(name)?.click();
      await Promise.resolve();
    });

  it('another microphone is chosen in the call, and null follows the system again', async () => {
    const fake = await show({ ...withCalls(call()), devices: devices() });
    await press('Sound');
    const [list] = host.querySelectorAll('select');
    const choose = (value: string) =>
      act(() => {
        list!.value = value;
        list!.dispatchEvent(new Event('change', { bubbles: true }));
      });
    await choose('Jabra Evolve2 65 (0b0e:030c)');
    await choose('');
    expect(fake.sent.filter(({ name }) => name === 'chooseDevice').map(({ input }) => input)).toEqual([
      { role: 'microphone', id: 'Jabra Evolve2 65 (0b0e:030c)' },
      { role: 'microphone', id: null },
    ]);
  });

  it('levels are read only while the sound is open', async () => {
    const fake = await show({ ...withCalls(call()), devices: devices() });
    expect(fake.watched()).toEqual([]);
    await press('Sound');
    expect(fake.watched()).toEqual(['levels']);
    await press('Sound');
    expect(fake.watched()).toEqual([]);
  });

  it('tells a reader of a complaint once, though its figure changes', async () => {
    const live = call();
    const loss = (value: number) => [quality(live, 3.6, { kind: 'loss', side: 'ours', value })];
    const fake = await show({ ...withCalls(live), quality: loss(6) });
    const told = () => host.querySelector('.unseen[aria-live=polite]')?.textContent;
    const first = told();
    expect(first).toContain('6');
    await act(() => fake.set({ quality: loss(9) }));
    expect(told()).toBe(first);
    expect(host.querySelector('.state')?.textContent).toContain('9');
    await act(() => fake.set({ quality: [quality(live, 4.3)] }));
    expect(told()).toBe('');
  });

  it('a headset that is gone in all its roles is one message; another stays when it is put away', async () => {
    const gone = (role: DeviceRole, from = 'Headset'): DeviceNotice => ({
      role,
      why: 'gone',
      from,
      to: 'Laptop',
      at: 1,
    });
    const all = [gone('microphone'), gone('speaker'), gone('ringer', 'Desk speaker')];
    const fake = await show({ ...withCalls(call()), devices: { ...devices(), notices: all } });
    const said = () => [...host.querySelectorAll('.notice-text')].map((one) => one.textContent);
    expect(said()).toEqual([
      expect.stringMatching(/Headset.*speak into.*Laptop.*hear through.*Laptop/),
      expect.stringContaining('Desk speaker'),
    ]);
    await press('Dismiss');
    expect(fake.sent.at(-1)).toEqual({
      name: 'dismissDeviceNotices',
      input: { roles: ['microphone', 'speaker'] },
    });
  });

  it('do not disturb is asked for by the bar, and stands there while it is on', async () => {
    const fake = await show({ ...withCalls(), settings: emptySlices.settings });
    await press('Do not disturb');
    expect(fake.sent.at(-1)).toEqual({ name: 'setDoNotDisturb', input: { on: true } });
    await act(() => fake.set({ settings: { ...emptySlices.settings, doNotDisturb: true } }));
    expect(host.querySelector('.pill')?.textContent).toBe('Do not disturb');
    expect(button('Do not disturb')?.getAttribute('aria-pressed')).toBe('true');
  });

  it('a headset is chosen by a click, said to be refused where it is, and given back', async () => {
    const fake = fakePhone({ devices: devices() });
    const answers = [true, false];
    const requestHeadset = () => Promise.resolve(answers.shift() ?? false);
    await act(() => render(<Headsets phone={fake.phone} browser={{ requestHeadset }} />, host));
    expect(host.textContent).toContain('Another program may have its buttons.');
    await press('Choose a headset');
    expect(fake.sent).toEqual([{ name: 'readHeadsets', input: {} }]);
    expect(host.querySelector('[role=status]')?.textContent).toBe('');
    // It does one thing at a time, so the first must have ended.
    await act(() => new Promise((resolve) => setTimeout(resolve)));
    await press('Choose a headset');
    await vi.waitFor(() =>
      expect(host.querySelector('[role=status]')?.textContent).toContain('No headset was chosen'),
    );
    await press('Leave the buttons of “Jabra Evolve2 65” alone');
    expect(fake.sent.at(-1)).toEqual({ name: 'forgetHeadset', input: { id: 'b0e:30c' } });
    // A browser that cannot reach buttons offers none.
    await act(() => render(<Headsets phone={fake.phone} browser={{}} />, host));
    expect(host.textContent).toBe('');
  });

  it('the microphone is opened by its button alone, and closes when the page is out of sight', async () => {
    const fake = fakePhone({ devices: devices() });
    await act(() => render(<MicrophoneMeter phone={fake.phone} />, host));
    expect(fake.watched()).toEqual([]);
    await press('Try it');
    expect(fake.watched()).toEqual(['microphone']);
    await act(() => fake.read({ level: 0.2 }, 'microphone'));
    expect(host.textContent).toContain('It hears you.');
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    await act(() => void document.dispatchEvent(new Event('visibilitychange')));
    Reflect.deleteProperty(document, 'visibilityState');
    expect(fake.watched()).toEqual([]);
  });
});
