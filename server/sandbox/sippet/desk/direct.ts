import type { Leg } from '../../leg.ts';
import type { Call, CallStatus } from '../records.ts';
import type { Workspace } from '../workspace.ts';
import type { Ledger } from './ledger.ts';

/** How a call ended that nobody answered, by the status that ended it. */
const UNANSWERED: Readonly<Record<number, { status: CallStatus; cause: string }>> = {
  404: { status: 'failed', cause: 'UNALLOCATED_NUMBER' },
  480: { status: 'no_answer', cause: 'NO_ANSWER' },
  486: { status: 'busy', cause: 'USER_BUSY' },
  487: { status: 'canceled', cause: 'ORIGINATOR_CANCEL' },
  603: { status: 'failed', cause: 'CALL_REJECTED' },
};

/** What the end of an unanswered call is called. */
export function unanswered(status: number | undefined): { status: CallStatus; cause: string } {
  return UNANSWERED[status ?? 0] ?? { status: 'failed', cause: 'NORMAL_TEMPORARY_FAILURE' };
}

/** Writes down a call between an operator's phone and its other party that no action of ours has set up. */
export function followDirectLeg(workspace: Workspace, ledger: Ledger, leg: Leg): Call {
  const own = workspace.store.phoneNumbers[0]?.phoneE164 ?? '';
  const inbound = leg.direction === 'in';
  const record = ledger.open({
    direction: inbound ? 'inbound' : 'outbound',
    fromNumber: inbound ? leg.number : own,
    toNumber: inbound ? own : leg.number,
    callSource: 'sip',
    status: inbound ? 'ringing' : 'initiated',
    sipUsername: leg.operator,
  });
  ledger.join(record, inbound ? 'caller' : 'operator');
  void leg.answered.then(() => {
    ledger.join(record, inbound ? 'operator' : 'caller');
    ledger.answered(record);
  });
  void leg.ended.then(() => {
    const answered = record.status === 'answered';
    const end = answered
      ? { status: 'completed' as const, cause: 'NORMAL_CLEARING' }
      : unanswered(leg.report().endStatus);
    ledger.ended(record, end.status, end.cause);
  });
  return record;
}
