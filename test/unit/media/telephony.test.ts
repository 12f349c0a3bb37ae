import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPresses } from '../../../lib/media/presses.ts';
import { layoutOf, readReport, reportsFor, type HidCollection } from '../../../lib/media/telephony.ts';
import { listed, pulsing, switched } from '../../support/headset.ts';

const data = (...bytes: number[]) => new DataView(new Uint8Array(bytes).buffer);
const read = (collection: HidCollection, report: number, ...bytes: number[]) =>
  Object.fromEntries(
    readReport(layoutOf([collection]), report, data(...bytes)).map(({ button, on }) => [button, on]),
  );
const dark = { offHook: false, mute: false, ring: false };
const shown = (collection: HidCollection, on: Partial<typeof dark>) =>
  reportsFor(layoutOf([collection]), { ...dark, ...on }).map(({ report, data }) => [report, ...data]);

describe('buttons', () => {
  test('a switch and a pulse beside others in one byte', () => {
    expect(read(switched, 2, 0b0000_0001)).toEqual({ hook: true, mute: false });
    expect(read(switched, 2, 0b0000_0100)).toEqual({ hook: false, mute: true });
    expect(read(switched, 2, 0b0000_1010)).toEqual({ hook: false, mute: false });
    expect(read(switched, 3, 0b0000_0001)).toEqual({});
    const [hook, mute] = readReport(layoutOf([switched]), 2, data(5));
    expect([hook?.isAbsolute, mute?.isAbsolute]).toEqual([true, false]);
  });
  test('behind a key pad, over the edge of a byte', () => {
    expect(read(pulsing, 8, 0xff, 0b0010_1111)).toEqual({ hook: true, mute: false });
    expect(read(pulsing, 8, 0xff, 0b0001_1111)).toEqual({ hook: false, mute: true });
  });
  test('named by an index, in any of the fields', () => {
    expect(read(listed, 0, 0, 1)).toEqual({ hook: true, mute: false });
    expect(read(listed, 0, 2, 1)).toEqual({ hook: true, mute: true });
    expect(read(listed, 0, 0, 0)).toEqual({ hook: false, mute: false });
  });
  test('any data at all do no harm', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8 }), fc.integer({ min: 0, max: 255 }), (bytes, report) => {
        for (const one of [switched, pulsing, listed]) read(one, report, ...bytes);
      }),
    );
  });
});

describe('lights', () => {
  test('each in its place, padding left out', () => {
    expect(shown(switched, {})).toEqual([[2, 0]]);
    expect(shown(switched, { offHook: true, ring: true })).toEqual([[2, 0b101]]);
    expect(shown(switched, { mute: true })).toEqual([[2, 0b010]]);
  });
  test('in reports of their own, and ringing by the telephone’s page', () => {
    expect(shown(pulsing, { ring: true, offHook: true })).toEqual([
      [9, 0],
      [24, 1],
      [23, 0, 1],
    ]);
  });
  test('out of a range', () => {
    expect(shown(listed, { offHook: true })).toEqual([[0, 0, 0, 0x40, 0]]);
    expect(shown(listed, { mute: true, ring: true })).toEqual([[0, 0, 1, 0x80, 0]]);
  });
  test('a keyboard has none', () => {
    expect(layoutOf([{ usagePage: 1, inputReports: [{ items: [{ usages: [0x07_00_04] }] }] }])).toMatchObject(
      {
        buttons: [],
        lights: [],
      },
    );
  });
});

describe('what a press means', () => {
  /** Reports at their times: value, and how the phone stands then. */
  const play = (isAbsolute: boolean, steps: [at: number, on: boolean, is: boolean][], toldAt?: number) => {
    let clock = 0;
    const presses = createPresses(() => clock);
    let told = toldAt;
    return steps.map(([at, on, is]) => {
      if (told !== undefined && told <= at) {
        clock = told;
        presses.told();
        told = undefined;
      }
      clock = at;
      return presses.hear({ on, isAbsolute }, is);
    });
  };
  test('a pulse is a press whenever it comes', () => {
    expect(
      play(false, [
        [0, true, false],
        [10, false, true],
        [20, true, true],
      ]),
    ).toEqual(['toggle', undefined, 'toggle']);
  });
  test('a switch that stays says on and off', () => {
    expect(
      play(true, [
        [2000, true, false],
        [9000, false, true],
      ]),
    ).toEqual(['on', 'off']);
  });
  test('what it only repeats of its lights is no press', () => {
    expect(
      play(
        true,
        [
          [2100, true, true],
          [9000, false, true],
        ],
        2000,
      ),
    ).toEqual([undefined, 'off']);
    // The call has ended on the screen; the headset follows.
    expect(
      play(true, [
        [2000, true, false],
        [9000, false, false],
      ]),
    ).toEqual(['on', undefined]);
  });
  test('a switch that did not follow its light is pressed once, not twice', () => {
    expect(play(true, [[9000, true, true]], 2000)).toEqual(['toggle']);
  });
  test('one that comes back when it is let go is known from then on', () => {
    expect(
      play(true, [
        [2000, true, false],
        [2150, false, true],
        [9000, true, true],
        [9100, false, false],
        [20_000, true, false],
        [20_900, false, true],
      ]),
    ).toEqual(['on', undefined, 'toggle', undefined, 'toggle', undefined]);
  });
  test('the same value again is nothing: the report came for another button', () => {
    expect(
      play(true, [
        [2000, true, false],
        [3000, true, true],
        [4000, true, true],
      ]),
    ).toEqual(['on', undefined, undefined]);
  });
});
