/** Who speaks, in a word, and what of it is read out. */
import type { TranscriptLine } from '../../lib/mirror/desk.ts';
import { t } from '../../lib/text.ts';

/** A name short enough to stand before each line: the first word of the caller's, ours, the AI's. */
export function speaker(who: TranscriptLine['who'], caller?: string): string {
  switch (who) {
    case 'caller':
      return caller?.trim().split(/\s+/)[0] || t('speakerCaller');
    case 'operator':
      return t('speakerOperator');
    case 'ai':
      return t('speakerAi');
    case 'unknown':
      return t('speakerUnknown');
  }
}

/**
 * The one line worth reading out: the last finished one, and none of our own words. Words still coming would be read
 * over and over, and a reader that falls behind is better silent than late.
 */
export function spokenNews(lines: readonly TranscriptLine[], caller?: string): string {
  const line = lines.findLast(({ final, who }) => final && who !== 'operator');
  return line ? `${speaker(line.who, caller)}: ${line.text}` : '';
}
