/** How a call ended, in plain words: a title and what it means for the next try. */
import type { Call, OutcomeKind } from '../../lib/call/call.ts';
import type { TextKey } from '../../lib/text.ts';

/** The words of one outcome. */
export interface OutcomeWords {
  title: TextKey;
  explain: TextKey;
  /** `calm`: as it should be; `missed`: somebody waits for us; `wrong`: it did not work. */
  tone: 'calm' | 'missed' | 'wrong';
}

/** The words of every outcome. */
export const outcomeWords: Readonly<Record<OutcomeKind, OutcomeWords>> = {
  completed: { title: 'outcomeCompleted', explain: 'outcomeCompletedExplain', tone: 'calm' },
  transferred: { title: 'outcomeTransferred', explain: 'outcomeTransferredExplain', tone: 'calm' },
  busy: { title: 'outcomeBusy', explain: 'outcomeBusyExplain', tone: 'wrong' },
  'no-answer': { title: 'outcomeNoAnswer', explain: 'outcomeNoAnswerExplain', tone: 'wrong' },
  declined: { title: 'outcomeDeclined', explain: 'outcomeDeclinedExplain', tone: 'calm' },
  cancelled: { title: 'outcomeCancelled', explain: 'outcomeCancelledExplain', tone: 'calm' },
  missed: { title: 'outcomeMissed', explain: 'outcomeMissedExplain', tone: 'missed' },
  'answered-elsewhere': { title: 'outcomeElsewhere', explain: 'outcomeElsewhereExplain', tone: 'calm' },
  'not-found': { title: 'outcomeNotFound', explain: 'outcomeNotFoundExplain', tone: 'wrong' },
  unreachable: { title: 'outcomeUnreachable', explain: 'outcomeUnreachableExplain', tone: 'wrong' },
  forbidden: { title: 'outcomeForbidden', explain: 'outcomeForbiddenExplain', tone: 'wrong' },
  incompatible: { title: 'outcomeIncompatible', explain: 'outcomeIncompatibleExplain', tone: 'wrong' },
  'server-failed': { title: 'outcomeServerFailed', explain: 'outcomeServerFailedExplain', tone: 'wrong' },
  'no-microphone': { title: 'outcomeNoMicrophone', explain: 'outcomeNoMicrophoneExplain', tone: 'wrong' },
  'no-line': { title: 'outcomeNoLine', explain: 'outcomeNoLineExplain', tone: 'wrong' },
  interrupted: { title: 'outcomeInterrupted', explain: 'outcomeInterruptedExplain', tone: 'wrong' },
  lost: { title: 'outcomeLost', explain: 'outcomeLostExplain', tone: 'wrong' },
  failed: { title: 'outcomeFailed', explain: 'outcomeFailedExplain', tone: 'wrong' },
};

/** Outcomes whose cause may lie in the phone, the network or the server: the self-test may find it. */
export const technical: ReadonlySet<OutcomeKind> = new Set<OutcomeKind>([
  'incompatible',
  'server-failed',
  'no-microphone',
  'no-line',
  'lost',
  'failed',
]);

const declinedByUs: OutcomeWords = {
  title: 'outcomeDeclinedByUs',
  explain: 'outcomeDeclinedByUsExplain',
  tone: 'calm',
};

/** The words for one call: who declined depends on who called. A call without an outcome is told as failed. */
export function wordsOf(call: Pick<Call, 'direction' | 'outcome'>): OutcomeWords {
  const kind = call.outcome?.kind ?? 'failed';
  return kind === 'declined' && call.direction === 'incoming' ? declinedByUs : outcomeWords[kind];
}
