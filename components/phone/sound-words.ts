/** Devices and sound quality in words. */
import type { DeviceNotice } from '../../lib/mirror/devices.ts';
import type { Complaint, Grade } from '../../lib/mirror/quality.ts';
import { t, type TextKey } from '../../lib/text.ts';

export const gradeWords: Readonly<Record<Grade, TextKey>> = {
  good: 'gradeGood',
  fair: 'gradeFair',
  poor: 'gradePoor',
};

type ComplaintName = `${Complaint['kind']}-${Complaint['side']}`;

const complaints: Readonly<Record<ComplaintName, TextKey>> = {
  'silence-ours': 'complaintSilenceOurs',
  'silence-theirs': 'complaintSilenceTheirs',
  'loss-ours': 'complaintLossOurs',
  'loss-theirs': 'complaintLossTheirs',
  'jitter-ours': 'complaintJitterOurs',
  'jitter-theirs': 'complaintJitterTheirs',
  // A round trip has no side of its own.
  'delay-ours': 'complaintDelayOurs',
  'delay-theirs': 'complaintDelayOurs',
  'mos-ours': 'complaintMosOurs',
  'mos-theirs': 'complaintMosTheirs',
};

/** One complaint as a sentence. */
export const complaintText = ({ kind, side, value }: Complaint): string =>
  t(complaints[`${kind}-${side}`], value);

/** A replaced device as a sentence. */
export function noticeText({ why, from, to = '' }: DeviceNotice): string {
  switch (why) {
    case 'gone':
      return t('deviceGone', from, to);
    case 'back':
      return t('deviceBack', to);
    case 'default-changed':
      return t('deviceDefaultChanged', to);
    case 'none-left':
      return t('deviceNoneLeft', from);
  }
}
