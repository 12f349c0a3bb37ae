import { expect, test } from 'vitest';
import { progressTone, toneCountries, type ProgressTone } from '../../../lib/media/progress.ts';
import { ringtones, testSound } from '../../../lib/media/ringtones.ts';

const tones: ProgressTone[] = ['ringback', 'busy', 'congestion', 'waiting'];

test('at least forty countries, each with four sane tones', () => {
  expect(toneCountries.length).toBeGreaterThanOrEqual(40);
  for (const country of toneCountries)
    for (const tone of tones) {
      const { period, notes } = progressTone(country, tone);
      expect(notes.length, `${country} ${tone}`).toBeGreaterThan(0);
      for (const note of notes) {
        expect(note.at + note.lasts).toBeLessThanOrEqual(period);
        for (const hz of note.hz)
          expect(hz, `${country} ${tone}`).toSatisfy((one: number) => one >= 300 && one <= 1500);
      }
    }
});

test.each([
  ['US', 'ringback', [440, 480], [[0, 2]], 6],
  [
    'GB',
    'ringback',
    [400, 450],
    [
      [0, 0.4],
      [0.6, 0.4],
    ],
    3,
  ],
  ['DE', 'busy', [425], [[0, 0.48]], 0.96],
  ['FR', 'ringback', [440], [[0, 1.5]], 5],
  ['JP', 'busy', [400], [[0, 0.5]], 1],
  ['GR', 'waiting', [425], [[0, 0.3]], 10.3],
  ['KR', 'congestion', [480, 620], [[0, 0.3]], 0.5],
] as const)('%s %s', (country, tone, hz, notes, period) => {
  const pattern = progressTone(country, tone);
  expect(pattern.notes[0]?.hz).toEqual(hz);
  for (const [index, [at, lasts]] of notes.entries()) {
    expect(pattern.notes[index]?.at).toBeCloseTo(at);
    expect(pattern.notes[index]?.lasts).toBeCloseTo(lasts);
  }
  expect(pattern.period).toBeCloseTo(period);
});

test('a country without a row sounds as E.180 recommends', () => {
  expect(progressTone('XX', 'ringback').notes[0]).toMatchObject({ hz: [425], lasts: 1 });
});

test('our own sounds end before they begin again', () => {
  for (const { period, notes } of [...Object.values(ringtones), testSound])
    for (const note of notes) expect(note.at + note.lasts).toBeLessThanOrEqual(period + 0.2);
});
