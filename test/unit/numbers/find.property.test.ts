// What must hold for any text, however hostile.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNumbers } from '../../../lib/numbers/find.ts';

const regions = fc.constantFrom('US', 'DE', 'FR', 'BR', 'IN', 'XX', undefined);
const scraps = fc.constantFrom(
  '+1 201 555 0123',
  '(201) 555-0123',
  '030 901820',
  '٠٣٠٩٠١٨٢٠',
  '＋４９',
  'Tel.',
  'Invoice',
  ' ext. 12',
  'x',
  '/',
  ', ',
  '\n',
  '\t',
  ' ',
  '(',
  ')',
  '+',
  '-',
  '.',
  '2024-03-15',
  '12:30',
  '\u200b',
  '\u202a',
  '\ud800',
  '1',
  '00',
  '€',
  '😀',
  'a@b.example',
  'https://',
  '1.2.3.4',
  '[',
  '\uffff',
);
const text = fc.oneof(
  fc.array(scraps, { maxLength: 30 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.stringMatching(/^[-+()\d ./,;x#]{0,120}$/),
);

describe('for any text', () => {
  it('spans lie in the text, in order, apart, begin and end with what a number begins and ends with', () => {
    fc.assert(
      fc.property(text, regions, fc.boolean(), (written, defaultRegion, labelled) => {
        let last = 0;
        for (const { start, end, number, ext } of findNumbers(written, { defaultRegion, labelled })) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(written.length);
          expect(number).toMatch(/^\+[1-9]\d{5,16}$/);
          if (ext !== undefined) expect(ext).toMatch(/^\d{1,7}$/);
          const span = written.slice(start, end);
          expect(span).toMatch(/^[+＋([\p{Nd}]/u);
          expect(span).toMatch(/[\p{Nd})]$/u);
          expect(span).not.toContain('\n');
          last = end;
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('what surrounds a number in prose does not change it', () => {
    const words = fc.constantFrom(
      'please',
      'dial',
      'und',
      'dann',
      'Peter',
      'jetzt',
      'ok',
      '–',
      '…',
      '!',
      '?',
    );
    const prose = fc.array(words, { maxLength: 6 }).map((each) => each.join(' '));
    fc.assert(
      fc.property(prose, prose, (before, after) => {
        const written = `${before} (201) 555-0123 ${after}`;
        const [found, ...more] = findNumbers(written, { defaultRegion: 'US' });
        expect(more).toEqual([]);
        expect(found?.number).toBe('+12015550123');
        expect(written.slice(found?.start, found?.end)).toBe('(201) 555-0123');
      }),
    );
  });
});

describe('a megabyte made to hurt', () => {
  const fill = (part: string): string => part.repeat(Math.ceil(1e6 / part.length)).slice(0, 1e6);
  // A backtracking pattern takes hours on one of these; a linear one well under a second on an idle machine.
  it.each([
    '1',
    '1 ',
    '1.',
    '1-',
    '1/',
    '1,',
    '(',
    '+',
    '+1 ',
    '1     ',
    '٠',
    'a',
    'a.',
    'a@',
    'a-',
    'abcd:',
    'http://',
    'tel ',
    'AB12 ',
    ' ',
    '\u200b',
    '111,',
    '1 2 3 4 5 6 7,',
    '12 34 56 78 90 12 34 56,',
    '97',
    '2024-',
    '030901820 ext ',
    '(((1',
    '))1',
  ])(
    'passes over %j',
    (part) => {
      expect(() => findNumbers(fill(part), { defaultRegion: 'US' })).not.toThrow();
    },
    // Only so that hours are noticed: no machine is so busy.
    300_000,
  );
});
