/** CemScale's records as plain rows. Members in bold in the sheet are KNOWN, all others ASSUMED (§5, §10.1). */
import type { ActiveCall, BlockedNumber, CallRow, NumberTarget, OwnNumber } from '../provider.ts';
import { numberOf, textOf, timeOf, type Row } from '../row.ts';

/** Who we are to the service, as far as it was told. */
export interface Me {
  extension?: string;
  /** The row's id, which is not the number. */
  extensionId?: string;
  displayName?: string;
}

/** What is told of a user or an extension: `extension` is KNOWN to be the number to dial from. */
export function meOf(row: Row): Me {
  return {
    extension: textOf(row, 'extension', 'username'),
    extensionId: textOf(row, 'extensionId'),
    displayName: textOf(row, 'displayName', 'name'),
  };
}

/** FreeSWITCH's causes as dispositions (§10.2); all else failed. */
const byCause: Readonly<Record<string, string>> = {
  USER_BUSY: 'busy',
  NO_ANSWER: 'no_answer',
  NO_USER_RESPONSE: 'no_answer',
  ORIGINATOR_CANCEL: 'cancelled',
};

export function callRow(row: Row, me: Me): CallRow | undefined {
  const callUuid = textOf(row, 'callUuid', 'uuid', 'id');
  const startedAt = timeOf(row, 'startedAt', 'createdAt');
  if (!callUuid || startedAt === undefined) return undefined;
  const [from, to] = [textOf(row, 'fromNumber', 'from') ?? '', textOf(row, 'toNumber', 'to') ?? ''];
  const said = textOf(row, 'direction') ?? '';
  // An internal call goes out from whoever made it.
  const outgoing = said === 'outbound' || (said === 'internal' && from === me.extension);
  const answeredAt = timeOf(row, 'answeredAt');
  const endedAt = timeOf(row, 'endedAt');
  const cause = textOf(row, 'hangupCause');
  const status =
    textOf(row, 'disposition') ??
    (answeredAt !== undefined ? 'answered' : cause && (byCause[cause] ?? 'failed'));
  const seconds = numberOf(row, 'billSec', 'durationSec');
  return {
    callUuid,
    direction: outgoing ? 'outgoing' : 'incoming',
    number: outgoing ? to : from,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    ...(seconds !== undefined && { seconds }),
    ...(status !== undefined && { status }),
    ours: me.extension !== undefined && textOf(row, 'extension') === me.extension,
  };
}

export function activeCall(row: Row, me: Me): ActiveCall | undefined {
  const call = callRow(row, me);
  if (!call || textOf(row, 'state') === 'ended') return undefined;
  return { ...call, withAi: textOf(row, 'aiAgentId') !== undefined };
}

/** A number of the company's; `+` is put before digits alone, because E.164 is what is KNOWN of numbers (§4). */
export function ownNumber(row: Row): OwnNumber | undefined {
  const [id, number] = [textOf(row, 'id'), textOf(row, 'number', 'phoneNumber')];
  if (!id || !number) return undefined;
  const label = textOf(row, 'label', 'name');
  return { id, number: /^\d{8,15}$/.test(number) ? `+${number}` : number, ...(label && { label }) };
}

const targetKinds: readonly string[] = ['extension', 'queue', 'ivr', 'ai_agent', 'voicemail'];

/** Who answers a number; undefined where nobody is named, or in a way we do not know. */
export function targetOf(row: Row): NumberTarget | undefined {
  const [kind, target] = [textOf(row, 'routeType'), textOf(row, 'routeTarget')];
  if (!kind || !target || !targetKinds.includes(kind)) return undefined;
  return { kind: kind as NumberTarget['kind'], target };
}

export function blockedRow(row: Row): BlockedNumber | undefined {
  const [id, number] = [textOf(row, 'id'), textOf(row, 'number')];
  if (!id || !number) return undefined;
  const [reason, since] = [textOf(row, 'reason'), timeOf(row, 'createdAt')];
  return { id, number, ...(reason && { reason }), ...(since !== undefined && { since }) };
}
