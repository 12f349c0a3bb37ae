/** How a call came out, in the operator's own judgement. The service gets the words on the left. */
import { t, type TextKey } from '../../lib/text.ts';
import { humanised } from './ai-words.ts';

/** The choices, most usual first. */
export const dispositions = [
  'resolved',
  'follow-up',
  'call-back',
  'voicemail',
  'wrong-number',
  'not-interested',
] as const;

type Disposition = (typeof dispositions)[number];

const words: Readonly<Record<Disposition, TextKey>> = {
  resolved: 'dispositionResolved',
  'follow-up': 'dispositionFollowUp',
  'call-back': 'dispositionCallBack',
  voicemail: 'dispositionVoicemail',
  'wrong-number': 'dispositionWrongNumber',
  'not-interested': 'dispositionNotInterested',
};

/** One in the operator's language; a word of the service's own as it is. */
export function dispositionWords(disposition: string): string {
  const known = dispositions.find((one) => one === disposition);
  return known ? t(words[known]) : humanised(disposition);
}
