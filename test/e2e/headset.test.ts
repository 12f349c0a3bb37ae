/** The buttons of a headset in a real call. The headset is acted out in the engine's page; the browser's own list is real. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HidCollection } from '../../lib/media/telephony.ts';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';
import { switched } from '../support/headset.ts';

/** What is put into the engine's page. */
interface WithHeadset {
  headset: EventTarget & { shown: string[] };
}

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.signIn();
});
afterAll(() => desk?.close());

const plugIn = (collection: HidCollection) =>
  desk.browser.engine.evaluate((one: HidCollection) => {
    const shown: string[] = [];
    const headset = Object.assign(new EventTarget(), {
      shown,
      opened: false,
      vendorId: 0x0b0e,
      productId: 0x030c,
      productName: 'Acted Headset',
      collections: [one],
      open: async () => {},
      close: async () => {},
      forget: async () => {},
      sendReport: async (report: number, data: Uint8Array) => {
        shown.push([report, ...data].join(' '));
      },
    });
    Object.assign(globalThis, { headset });
    const { hid } = navigator as unknown as { hid: { getDevices(): Promise<unknown[]> } };
    hid.getDevices = () => Promise.resolve([headset]);
  }, collection);

const press = (...bytes: number[]) =>
  desk.browser.engine.evaluate((report: number[]) => {
    const data = new DataView(new Uint8Array(report).buffer);
    (globalThis as unknown as WithHeadset).headset.dispatchEvent(
      Object.assign(new Event('inputreport'), { reportId: 2, data }),
    );
  }, bytes);

const showing = (report: string, message: string) =>
  until(
    async () =>
      (await desk.browser.engine.evaluate(() =>
        (globalThis as unknown as WithHeadset).headset.shown.at(-1),
      )) === report,
    { message },
  );

test('the engine’s page may ask for headsets, and has none until the operator lets it', async () => {
  const devices = await desk.browser.engine.evaluate(async () => {
    const { hid } = navigator as unknown as { hid?: { getDevices(): Promise<unknown[]> } };
    return (await hid?.getDevices())?.length;
  });
  expect(devices).toBe(0);
  expect((await desk.phone.slice('devices')).headsets).toEqual([]);
});

test('a caller is answered, not heard any more and hung up by the headset, and its lights tell', async () => {
  await plugIn(switched);
  await desk.phone.do('readHeadsets', {});
  expect((await desk.phone.slice('devices')).headsets).toEqual([
    { id: 'b0e:30c', label: 'Acted Headset', state: 'ready' },
  ]);
  await desk.sandbox.callOperator('1001', { persona: 'tone' });
  await desk.phone.call((one) => one.phase === 'offered', 'nothing rings');
  await showing('2 4', 'the headset does not ring');

  await press(0b001);
  await desk.phone.call((one) => one.phase === 'live', 'the hook does not answer');
  await desk.ears.hearing(farTone, ourTone);
  await showing('2 1', 'the headset is not off its hook');

  const theirs = () => desk.sandbox.calls().at(-1);
  await press(0b101);
  await press(0b001);
  await desk.phone.call((one) => one.muted, 'the button does not mute');
  await showing('2 3', 'the mute light is dark');
  desk.sandbox.restartMeter(theirs()?.id ?? '');
  await desk.sandbox.until('silence', () => (theirs()?.heard.tones[ourTone] ?? 1) < 0.001);
  await press(0b101);
  await desk.phone.call((one) => !one.muted, 'the button does not unmute');

  await press(0b000);
  await desk.sandbox.until('the end', () => theirs()?.endedBy === 'operator');
  await showing('2 0', 'the lights stay on');
});
