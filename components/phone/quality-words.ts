/** How a call sounds, in plain words. */
import type { Complaint, ComplaintKind, Grade, VoiceSide } from '../../lib/mirror/quality.ts';
import { t, type TextKey } from '../../lib/text.ts';

/** The word for a grade, and the tone of its pill. */
export const gradeWords: Readonly<Record<Grade, { text: TextKey; tone: 'go' | 'warn' | 'stop' }>> = {
  good: { text: 'gradeGood', tone: 'go' },
  fair: { text: 'gradeFair', tone: 'warn' },
  poor: { text: 'gradePoor', tone: 'stop' },
};

/** What is wrong, whom it hurts, and what to do; `$1` is the complaint's figure. */
export const complaintWords: Readonly<Record<ComplaintKind, Record<VoiceSide, TextKey>>> = {
  silence: { ours: 'complaintSilenceOurs', theirs: 'complaintSilenceTheirs' },
  // Of our own side this is silence.
  quiet: { ours: 'complaintQuietTheirs', theirs: 'complaintQuietTheirs' },
  loss: { ours: 'complaintLossOurs', theirs: 'complaintLossTheirs' },
  jitter: { ours: 'complaintJitterOurs', theirs: 'complaintJitterTheirs' },
  // A delay is the round trip's and hurts both alike.
  delay: { ours: 'complaintDelayBoth', theirs: 'complaintDelayBoth' },
  mos: { ours: 'complaintMosOurs', theirs: 'complaintMosTheirs' },
};

/** One complaint as a sentence. */
export const complaintText = ({ kind, side, value }: Complaint): string =>
  t(complaintWords[kind][side], kind === 'mos' ? scoreText(value) : value);

/** The grade of a score alone, on the thresholds of the engine's grades. */
export const gradeOf = (mos: number): Grade => (mos < 3.5 ? 'poor' : mos < 4 ? 'fair' : 'good');

/** A score as people write it: 4.3, in German 4,3. */
export const scoreText = (mos: number): string =>
  new Intl.NumberFormat(t('language'), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(mos);
