import '../../support/gallery/words.ts';
import { describe, expect, it } from 'vitest';
import { faultWords } from '../../../components/controls/fault-words.ts';
import { outcomeWords, wordsOf } from '../../../components/phone/outcome-words.ts';
import { stateWords } from '../../../components/phone/call-words.ts';
import { phases } from '../../../lib/call/call.ts';
import { t } from '../../../lib/text.ts';
import de from '../../../public/_locales/de/messages.json' with { type: 'json' };
import en from '../../../public/_locales/en/messages.json' with { type: 'json' };
import es from '../../../public/_locales/es/messages.json' with { type: 'json' };
import { call } from '../../support/gallery/states.ts';

const placeholders = (message: string) => (message.match(/\$\d/g) ?? []).toSorted();

describe('locales', () => {
  for (const [name, locale] of Object.entries({ de, es })) {
    it(`${name} has the same keys as en`, () => {
      expect(Object.keys(locale).toSorted()).toEqual(Object.keys(en).toSorted());
    });

    it(`${name} has the same placeholders as en, and no empty message`, () => {
      const other: Record<string, { message: string }> = locale;
      for (const [key, { message }] of Object.entries(en)) {
        expect(placeholders(other[key]?.message ?? ''), key).toEqual(placeholders(message));
        expect(other[key]?.message.trim(), key).not.toBe('');
      }
    });
  }
});

describe('words', () => {
  it('each language says which it is and which way it is written', () => {
    const said = [en, de, es].map(({ language, direction }) => [language.message, direction.message]);
    expect(said).toEqual([
      ['en', 'ltr'],
      ['de', 'ltr'],
      ['es', 'ltr'],
    ]);
  });

  it('every fault has a title and an explanation of its own', () => {
    const titles = Object.values(faultWords).map((words) => t(words.title));
    expect(new Set(titles).size).toBe(titles.length);
    for (const words of Object.values(faultWords)) expect(t(words.explain)).not.toBe('');
  });

  it('every outcome has a title and an explanation of its own', () => {
    const titles = Object.values(outcomeWords).map((words) => t(words.title));
    expect(new Set(titles).size).toBe(titles.length);
    for (const words of Object.values(outcomeWords)) expect(t(words.explain)).not.toBe('');
  });

  it('says who declined', () => {
    const outcome = { kind: 'declined' } as const;
    const ours = wordsOf({ direction: 'incoming', outcome });
    const theirs = wordsOf({ direction: 'outgoing', outcome });
    expect(t(ours.title)).toBe('You declined');
    expect(t(theirs.explain)).toBe('They did not take the call.');
  });

  it('every phase but the last has a sentence', () => {
    const silent = phases.filter((phase) => stateWords(call({ phase })).text === '');
    expect(silent).toEqual(['closed']);
  });

  it('never calls a call held before the far end agreed', () => {
    const words = (ours: 'off' | 'asking' | 'on' | 'releasing') =>
      stateWords(call({ hold: { ours, theirs: false } })).text;
    expect(words('asking')).toContain('may still hear you');
    expect(words('on')).toContain('cannot hear you');
    expect(words('releasing')).not.toContain('On hold');
  });
});
