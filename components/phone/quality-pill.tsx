import type { CallQuality } from '../../lib/mirror/quality.ts';
import { t } from '../../lib/text.ts';
import { gradeWords, scoreText } from './quality-words.ts';

/** The score with its word; its place is kept while there is none. */
export function QualityPill({ quality }: { quality: CallQuality | undefined }) {
  if (!quality) return <span class="pill tiny hollow" aria-hidden="true" />;
  const { text, tone } = gradeWords[quality.grade];
  return (
    <span class={`pill tiny ${tone}`} title={t('scoreHelp')}>
      <span class="dot" />
      {scoreText(quality.mos)} {t(text)}
    </span>
  );
}
