import '../../support/gallery/words.ts';
import { describe, expect, it } from 'vitest';
import {
  complaintText,
  complaintWords,
  gradeOf,
  gradeWords,
} from '../../../components/phone/quality-words.ts';
import {
  checkAdvice,
  checkCauses,
  checkNames,
  checkStates,
} from '../../../components/settings/check-words.ts';
import { noneWords, noticeWords, usingWords } from '../../../components/sound/device-notice.tsx';
import { t, type TextKey } from '../../../lib/text.ts';

const grades = Object.values(gradeWords).map(({ text }) => text);
const complaints = Object.values(complaintWords).flatMap(({ ours, theirs }) => [...new Set([ours, theirs])]);

describe('words for sound', () => {
  it.each<[string, Readonly<Record<string, TextKey>> | readonly TextKey[]]>([
    ['grades', grades],
    ['complaints', complaints],
    ['device notices', noticeWords],
    ['devices in use', usingWords],
    ['devices missing', noneWords],
    ['checks', checkNames],
    ['states of a check', checkStates],
    ['causes', checkCauses],
    ['advice', checkAdvice],
  ])('all %s have words, each its own', (_name, words) => {
    const said = Object.values(words).map((key) => t(key));
    expect(said).not.toContain('');
    expect(new Set(said).size).toBe(said.length);
  });

  it('a complaint says whose voice suffers, how much, and what helps', () => {
    const text = complaintText({ kind: 'loss', side: 'ours', value: 6 });
    expect(text).toContain('They may hear you broken up');
    expect(text).toContain('6\u00a0%');
    expect(text).toContain('A cable helps.');
  });

  it('grades a score of the past as the engine grades a live call', () => {
    expect([4.4, 4, 3.9, 3.5, 3.4, 1].map(gradeOf)).toEqual(['good', 'good', 'fair', 'fair', 'poor', 'poor']);
  });
});
