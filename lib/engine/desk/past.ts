/** Past calls: ours and the service's as one list, filtered and paged. */
import type { Outcome } from '../../call/call.ts';
import type { CommandParsed } from '../../mirror/commands.ts';
import type { HistoryPage, HistoryRow } from '../../mirror/desk.ts';
import type { Fault } from '../../mirror/fault.ts';
import type { CallRow } from '../../providers/provider.ts';
import type { StoredWrapUp } from '../database.ts';
import { folded } from './contact-index.ts';

export type HistoryFilter = Omit<CommandParsed<'exportHistory'>, 'format'>;

/** Two records within this are of one call, in ms: clocks differ, and so does what counts as a call's beginning. */
const near = 90_000;

/** Whether two ends of calls may be one. */
export const isNear = (one: number | undefined, other: number): boolean =>
  one !== undefined && Math.abs(one - other) < near;

/** How the service's word for a call's end reads here; anything unknown is a plain failure where nobody talked. */
export function outcomeOf(row: CallRow): Outcome | undefined {
  const status = row.status ?? '';
  const said = status || undefined;
  if (row.endedAt === undefined && !['completed', 'failed', 'busy', 'no_answer', 'canceled'].includes(status))
    return undefined;
  switch (status) {
    case 'completed':
    case 'answered':
      return { kind: 'completed' };
    case 'busy':
      return { kind: 'busy' };
    case 'no_answer':
      return { kind: row.direction === 'incoming' ? 'missed' : 'no-answer' };
    case 'canceled':
    case 'cancelled':
      return { kind: row.direction === 'incoming' ? 'missed' : 'cancelled' };
    default:
      return (row.seconds ?? 0) > 0 ? { kind: 'completed', said } : { kind: 'failed', said };
  }
}

/** A call of the service's as a row of ours. */
export function rowOf(row: CallRow, party: HistoryRow['party']): HistoryRow {
  const talked = (row.seconds ?? 0) * 1000;
  const outcome = outcomeOf(row);
  const answered = outcome?.kind === 'completed';
  const endedAt = row.endedAt ?? (answered ? row.startedAt + talked : undefined);
  return {
    id: row.callUuid,
    callUuid: row.callUuid,
    direction: row.direction,
    party,
    startedAt: row.startedAt,
    endedAt,
    answeredAt: answered && endedAt !== undefined ? Math.max(row.startedAt, endedAt - talked) : undefined,
    outcome,
  };
}

/** Ours win, because they know more; the service's id is what they gain. */
export function merged(
  ours: readonly HistoryRow[],
  theirs: readonly HistoryRow[],
  notes: ReadonlyMap<string, StoredWrapUp>,
): HistoryRow[] {
  const left = new Map(theirs.map((row) => [row.id, row]));
  const byNumber = Map.groupBy(theirs, (row) => row.party.number);
  const rows = ours.map((row): HistoryRow => {
    const noted = notes.get(row.id);
    const same =
      (noted?.callUuid !== undefined && left.get(noted.callUuid)) ||
      byNumber
        .get(row.party.number)
        ?.find((one) => left.has(one.id) && Math.abs(one.startedAt - row.startedAt) < near);
    if (same) left.delete(same.id);
    const callUuid = noted?.callUuid ?? (same ? same.id : undefined);
    return { ...row, callUuid, note: noted?.note || undefined, disposition: noted?.disposition };
  });
  return [...rows, ...left.values()].toSorted((a, b) => b.startedAt - a.startedAt);
}

/** Whether a row passes. */
export function passes(row: HistoryRow, filter: HistoryFilter): boolean {
  const { query, direction, result, from, to } = filter;
  if (direction && row.direction !== direction) return false;
  if (from !== undefined && row.startedAt < from) return false;
  if (to !== undefined && row.startedAt > to) return false;
  if (result && resultOf(row) !== result) return false;
  const wanted = folded(query.trim());
  if (wanted === '') return true;
  const digits = /^[\d\s()+./-]+$/.test(wanted) ? wanted.replaceAll(/\D/g, '').replace(/^0+/, '') : '';
  if (digits !== '' && row.party.number.replaceAll(/\D/g, '').includes(digits)) return true;
  return folded(`${row.party.name ?? ''} ${row.party.number} ${row.note ?? ''}`).includes(wanted);
}

function resultOf({ outcome, answeredAt }: HistoryRow): 'answered' | 'missed' | 'failed' {
  if (answeredAt !== undefined || outcome?.kind === 'completed') return 'answered';
  return outcome?.kind === 'missed' ? 'missed' : 'failed';
}

/** One page of what passes. */
export function pageOf(
  rows: readonly HistoryRow[],
  filter: HistoryFilter & { limit: number; offset: number },
  { fault, cut }: { fault?: Fault; cut?: boolean },
): HistoryPage {
  const found = rows.filter((row) => passes(row, filter));
  return {
    rows: found.slice(filter.offset, filter.offset + filter.limit),
    total: found.length,
    service: fault ? 'failed' : 'ready',
    fault,
    ...(cut && { cut }),
  };
}
