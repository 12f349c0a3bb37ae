/** A call's state in one short sentence. */
import { t } from '../../lib/text.ts';
import type { Call, CallTrouble, Party } from '../../lib/call/call.ts';
import type { Complaint } from '../../lib/mirror/quality.ts';
import type { LineSlice } from '../../lib/mirror/slices.ts';
import type { TextKey } from '../../lib/text.ts';
import { complaintText } from './quality-words.ts';

/** The sentence, and whether it deserves a warning colour. */
export interface StateWords {
  text: string;
  warn: boolean;
}

/** What is to be said about a call that goes on. */
export function stateWords(call: Call): StateWords {
  switch (call.phase) {
    case 'placing':
      return { text: t('statePlacing'), warn: false };
    case 'ringing-out':
      return { text: t(call.earlyMedia ? 'stateEarlyMedia' : 'stateRinging'), warn: false };
    case 'offered':
      return { text: t('stateOffered'), warn: false };
    case 'answering':
      return { text: t('stateAnswering'), warn: false };
    case 'recovering':
      return { text: t('stateRecovering'), warn: true };
    case 'closing':
      return { text: t('stateClosing'), warn: false };
    case 'closed':
      return { text: '', warn: false };
    case 'live':
      if (call.transfer) return { text: t('stateTransferring', partyText(call.transfer.to)), warn: false };
      return holdWords(call);
  }
}

/** The most important thing about the call in front: its state, a lost line, or what is wrong with the sound. */
export function saidOf(
  call: Call,
  line: Pick<LineSlice, 'state'>,
  complaint: Complaint | undefined,
): StateWords {
  const state = stateWords(call);
  if (call.phase !== 'live' || call.hold.ours !== 'off' || call.hold.theirs || call.transfer) return state;
  if (line.state === 'retrying' || line.state === 'connecting')
    return { text: t('stateLineDown'), warn: true };
  return complaint ? { text: complaintText(complaint), warn: true } : state;
}

function holdWords({ direction, hold, muted }: Call): StateWords {
  if (hold.ours === 'asking') return { text: t('stateHolding'), warn: true };
  if (hold.ours === 'releasing') return { text: t('stateResuming'), warn: true };
  if (hold.ours === 'on') return { text: t(hold.theirs ? 'stateHeldBoth' : 'stateHeld'), warn: true };
  if (hold.theirs) return { text: t('stateHeldByThem'), warn: true };
  if (muted) return { text: t('stateMuted'), warn: false };
  return { text: t(direction === 'incoming' ? 'incomingCall' : 'outgoingCall'), warn: false };
}

/** A party as it stands in a sentence. */
export const partyText = ({ name, display, number }: Party): string => name ?? display ?? number;

/** What went wrong in a call that goes on. */
export const troubleWords: Readonly<Record<CallTrouble['kind'], TextKey>> = {
  'hold-refused': 'troubleHold',
  'resume-refused': 'troubleResume',
  'digits-refused': 'troubleDigits',
  'transfer-refused': 'troubleTransfer',
};

/** `486 Busy Here`, as far as it was said. */
export const serverWords = (told: { code?: number; said?: string }): string =>
  [told.code, told.said].filter((part) => part !== undefined && part !== '').join(' ');
