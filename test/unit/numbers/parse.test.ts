import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAsTyped, formatNumber, parseNumber } from '../../../lib/numbers/parse.ts';

describe('reading a dial field', () => {
  it.each([
    ['030 901820', 'DE', '+4930901820'],
    ['+1 (201) 555-0123', 'DE', '+12015550123'],
    ['0049 30 901820', 'DE', '+4930901820'],
    ['011 49 30 901820', 'US', '+4930901820'],
    ['tel:+12015550123', 'DE', '+12015550123'],
    ['Call me at 030 901820 please', 'DE', '+4930901820'],
    ['1-800-FLOWERS', 'US', '+18003569377'],
    ['٠٣٠٩٠١٨٢٠', 'DE', '+4930901820'],
  ])('%j in %s is a number', (input, region, number) => {
    expect(parseNumber(input, region)).toMatchObject({ ok: true, kind: 'phone', number });
  });

  it('says how it is written at home and abroad', () => {
    expect(parseNumber('2015550123 x45', 'US')).toEqual({
      ok: true,
      kind: 'phone',
      number: '+12015550123',
      ext: '45',
      region: 'US',
      national: '(201) 555-0123',
      international: '+1 201 555 0123',
      valid: true,
    });
  });

  it.each(['1001', '*97', '112', '0', '*21*030901820#', '#31#', '**'])(
    '%j is dialled as it stands',
    (input) => {
      expect(parseNumber(input, 'US')).toEqual({ ok: true, kind: 'internal', number: input });
    },
  );

  it.each([
    ['sip:bob@pbx.example', 'sip:bob@pbx.example'],
    ['bob@pbx.example', 'sip:bob@pbx.example'],
    ['sips:bob@pbx.example:5061', 'sips:bob@pbx.example:5061'],
  ])('%j is an address', (input, number) => {
    expect(parseNumber(input, 'US')).toEqual({ ok: true, kind: 'sip', number });
  });

  it.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['hello', 'not-a-number'],
    ['1'.repeat(40), 'too-long'],
    ['1 '.repeat(2000), 'too-long'],
  ])('%j cannot be dialled', (input, reason) => {
    expect(parseNumber(input, 'US')).toEqual({ ok: false, reason });
  });

  it('reads its own writing back, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+\d() -]{0,20}$/)), (input) => {
        const parsed = parseNumber(input, 'DE');
        if (!parsed.ok) return;
        expect(parseNumber(parsed.number, 'DE')).toMatchObject({ ok: true, number: parsed.number });
      }),
    );
  });
});

describe('writing numbers', () => {
  it('formats while typing, but not codes and addresses', () => {
    expect(formatAsTyped('2015550123', 'US')).toBe('(201) 555-0123');
    expect(formatAsTyped('+4930901820', 'US')).toBe('+49 30 901820');
    for (const input of ['1001', '*97#', 'sip:bob@x.example', 'Bob', ''])
      expect(formatAsTyped(input, 'US')).toBe(input);
  });

  it('is national at home and international elsewhere', () => {
    expect(formatNumber('+12015550123', 'us')).toBe('(201) 555-0123');
    expect(formatNumber('+12015550123', 'CA')).toBe('+1 201 555 0123');
    expect(formatNumber('+12015550123', undefined)).toBe('+1 201 555 0123');
    expect(formatNumber('1001', 'US')).toBe('1001');
  });
});
