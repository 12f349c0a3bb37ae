import '../../support/gallery/words.ts';
import { describe, expect, it } from 'vitest';
import { complaintText, gradeWords, noticeText } from '../../../components/phone/sound-words.ts';
import {
  checkAdvice,
  checkCauses,
  checkNames,
  checkStates,
} from '../../../components/settings/check-words.ts';
import type { ComplaintKind } from '../../../lib/mirror/quality.ts';
import { t } from '../../../lib/text.ts';

describe('words for sound', () => {
  it.each([
    ['grades', gradeWords],
    ['checks', checkNames],
    ['states of a check', checkStates],
    ['causes', checkCauses],
    ['advice', checkAdvice],
  ])('all %s have words, each its own', (_name, words) => {
    const said = Object.values(words).map((key) => t(key));
    expect(said).not.toContain('');
    expect(new Set(said).size).toBe(said.length);
  });

  it('a complaint says whose voice suffers, and how much', () => {
    expect(complaintText({ kind: 'loss', side: 'ours', value: 6 })).toBe(
      'They may hear you broken up: 6 % of your sound is lost on the way.',
    );
    const kinds: ComplaintKind[] = ['silence', 'loss', 'jitter', 'mos'];
    for (const kind of kinds)
      expect(complaintText({ kind, side: 'ours', value: 1 })).not.toBe(
        complaintText({ kind, side: 'theirs', value: 1 }),
      );
  });

  it('a notice names both devices, or the one that is there', () => {
    const notice = { role: 'microphone', from: 'Headset', to: 'Webcam', at: 0 } as const;
    expect(noticeText({ ...notice, why: 'gone' })).toBe('“Headset” is gone. Using “Webcam” instead.');
    expect(noticeText({ ...notice, why: 'back' })).toBe('“Webcam” is in use again.');
    expect(noticeText({ ...notice, why: 'default-changed' })).toContain('“Webcam”');
    expect(noticeText({ ...notice, why: 'none-left', to: undefined })).toContain('“Headset”');
  });
});
