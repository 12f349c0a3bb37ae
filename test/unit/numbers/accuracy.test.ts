// The bars of numbers on pages, on the generated corpora; `node test/bench/numbers/accuracy.ts` shows the figures.
import { describe, expect, it } from 'vitest';
import { CORPORA, measure } from '../../bench/numbers/accuracy.ts';
import { negatives } from '../../bench/numbers/negatives.ts';
import { positives } from '../../bench/numbers/positives.ts';

describe('accuracy', () => {
  it('is asked of enough texts', () => {
    expect(positives().length).toBeGreaterThan(3000);
    expect(new Set(positives().map(({ region }) => region)).size).toBeGreaterThan(50);
    expect(negatives().length).toBeGreaterThan(5000);
  });

  it.each(['own', 'holdout', 'second'] as const)('holds the bars on the %s texts', (name) => {
    const { recall, exactSpans, falseLines } = measure('ringside', CORPORA[name]());
    expect(recall['all']).toBeGreaterThan(99.5);
    expect(exactSpans).toBeGreaterThan(99);
    expect(falseLines['structured']).toBeLessThan(5);
    expect(falseLines['labelled']).toBeLessThan(20);
  });

  it('reads extensions', () => {
    expect(measure('ringside').extensions).toBeGreaterThan(99);
  });
});
