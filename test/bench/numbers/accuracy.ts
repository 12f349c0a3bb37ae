// How well numbers are found: ours beside libphonenumber-js on the same texts in the same run.
// Run: node test/bench/numbers/accuracy.ts [own|holdout|second] [--misses]
import { findPhoneNumbersInText, isSupportedCountry } from 'libphonenumber-js/max';
import { findNumbers } from '../../../lib/numbers/find.ts';
import { holdoutNegatives, holdoutPositives } from './holdout.ts';
import { negatives, type Negative } from './negatives.ts';
import { positives, type Positive } from './positives.ts';
import { secondNegatives, secondPositives } from './second-holdout.ts';

interface Hit {
  start: number;
  end: number;
  number: string;
  ext?: string;
}

type Detector = (text: string, region: string) => Hit[];

const DETECTORS: Record<string, Detector> = {
  ringside: (text, region) => findNumbers(text, { defaultRegion: region }),
  'libphonenumber-js': (text, region) =>
    isSupportedCountry(region)
      ? findPhoneNumbersInText(text, region).map(({ startsAt, endsAt, number }) => ({
          start: startsAt,
          end: endsAt,
          number: number.number,
          ...(number.ext !== undefined && { ext: number.ext }),
        }))
      : [],
};

/** The figures of one detector; rates in per cent, false lines per 1,000. */
export interface Figures {
  recall: Record<string, number>;
  exactSpans: number;
  extensions: number;
  falseLines: Record<string, number>;
  msPer100kCharacters: number;
  misses: string[];
}

/** Texts with numbers and lines without. */
export interface Corpus {
  positives: readonly Positive[];
  negatives: readonly Negative[];
}

/** The corpora the finder was built on, and those it was not. */
export const CORPORA = {
  own: (): Corpus => ({ positives: positives(), negatives: negatives() }),
  holdout: (): Corpus => ({ positives: holdoutPositives(), negatives: holdoutNegatives() }),
  second: (): Corpus => ({ positives: secondPositives(), negatives: secondNegatives() }),
};

/** Runs one detector over a corpus. */
export function measure(name: string, texts: Corpus = CORPORA.own()): Figures {
  const detect = DETECTORS[name];
  if (!detect) throw new Error(`no detector called ${name}`);
  const recall = new Tally();
  const spans = new Tally();
  const extensions = new Tally();
  const misses: string[] = [];
  let characters = 0;
  const from = performance.now();
  for (const { kind, region, text, numbers } of texts.positives) {
    characters += text.length;
    const hits = detect(text, region);
    for (const truth of numbers) {
      const hit = hits.find(
        (each) => each.number === truth.number && each.start < truth.end && each.end > truth.start,
      );
      recall.count(kind, hit !== undefined);
      recall.count('all', hit !== undefined);
      if (!hit)
        misses.push(
          `missed ${region} ${JSON.stringify(text)} wanted ${truth.number} got ${written(text, hits)}`,
        );
      if (!hit) continue;
      const exact = hit.start === truth.start && hit.end === truth.end;
      spans.count('all', exact);
      if (truth.ext !== undefined) extensions.count('all', hit.ext === truth.ext);
      if (!exact) misses.push(`span ${region} ${JSON.stringify(text)} got ${written(text, hits)}`);
    }
    const extra = hits.filter(
      (hit) => !numbers.some((truth) => hit.start < truth.end && hit.end > truth.start),
    );
    if (extra.length > 0) misses.push(`extra ${region} ${JSON.stringify(text)} got ${written(text, extra)}`);
  }
  const ms = performance.now() - from;
  const quiet = new Tally();
  for (const { kind, region, text } of texts.negatives) {
    const hits = detect(text, region);
    quiet.count(kind, hits.length > 0);
    if (hits.length > 0 && kind !== 'bare')
      misses.push(`false ${kind} ${region} ${JSON.stringify(text)} got ${written(text, hits)}`);
  }
  return {
    recall: recall.shares(100),
    exactSpans: spans.shares(100)['all'] ?? 0,
    extensions: extensions.shares(100)['all'] ?? 0,
    falseLines: quiet.shares(1000),
    msPer100kCharacters: (ms / characters) * 100_000,
    misses,
  };
}

function written(text: string, hits: readonly Hit[]): string {
  return (
    hits
      .map(({ start, end, number, ext }) => `«${text.slice(start, end)}» ${number}${ext ? `x${ext}` : ''}`)
      .join(', ') || 'nothing'
  );
}

/** Counts how often something held, by kind. */
class Tally {
  #counts = new Map<string, { of: number; held: number }>();

  count(kind: string, held: boolean): void {
    const count = this.#counts.get(kind) ?? { of: 0, held: 0 };
    this.#counts.set(kind, { of: count.of + 1, held: count.held + (held ? 1 : 0) });
  }

  shares(whole: number): Record<string, number> {
    return Object.fromEntries(
      [...this.#counts].map(([kind, { of, held }]) => [kind, Math.round((held / of) * whole * 100) / 100]),
    );
  }
}

if (import.meta.main) {
  const name = process.argv.find((word): word is keyof typeof CORPORA => word in CORPORA) ?? 'own';
  const texts = CORPORA[name]();
  console.log(JSON.stringify({ positives: texts.positives.length, negatives: texts.negatives.length }));
  for (const detector of Object.keys(DETECTORS)) {
    const { misses, ...figures } = measure(detector, texts);
    console.log(detector, JSON.stringify(figures, null, 1));
    if (detector === 'ringside' && process.argv.includes('--misses')) console.log(misses.join('\n'));
  }
}
