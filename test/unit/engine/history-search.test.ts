import { describe, expect, it } from 'vitest';
import { matches } from '../../../lib/engine/history-search.ts';

describe('finding a call', () => {
  const ana = { party: { number: '+4915112345678', display: '0151 12345678', name: 'Ána Martínez' } };

  it('by any part of the name, whatever its accents', () => {
    for (const typed of ['ana', 'MARTINEZ', ' a mar', '']) expect(matches(ana, typed), typed).toBe(true);
    expect(matches(ana, 'peter')).toBe(false);
  });

  it('by any digits of the number, as written at home or abroad', () => {
    for (const typed of ['+49 151', '0151-123', '5678', '(151) 1234', '00491511'])
      expect(matches(ana, typed), typed).toBe(true);
    for (const typed of ['999', '+', '(']) expect(matches(ana, typed), typed).toBe(false);
  });

  it('takes digits in a word for a part of a name', () => {
    expect(matches(ana, 'room 151')).toBe(false);
    expect(matches({ party: { number: 'echo' } }, 'ech')).toBe(true);
  });
});
