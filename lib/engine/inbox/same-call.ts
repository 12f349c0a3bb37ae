/** Items of one call: what the agent did not say to one tool, it may have said to another. Pure but for the index. */
import type { InboxEntry, InboxItem, InboxKind } from '../../mirror/inbox.ts';

/** Whose number is the caller's, most likely first: a text may have gone to somebody else. */
const trusted: readonly InboxKind[] = [
  'message',
  'lead',
  'appointment',
  'policy',
  'summary',
  'transfer',
  'other',
  'sms',
];

/** Which items came of which call. */
export function createCallIndex(items: ReadonlyMap<string, InboxItem>) {
  const calls = new Map<string, Set<string>>();

  return {
    add({ id, callId }: InboxItem): void {
      if (callId === '') return;
      const ids = calls.get(callId);
      if (ids) ids.add(id);
      else calls.set(callId, new Set([id]));
    },
    remove({ id, callId }: InboxItem): void {
      const ids = calls.get(callId);
      ids?.delete(id);
      if (ids?.size === 0) calls.delete(callId);
    },
    /** The others of its call, oldest first. */
    others({ id, callId }: InboxItem): InboxItem[] {
      const ids = [...(calls.get(callId) ?? [])].filter((one) => one !== id);
      return ids
        .flatMap((one) => items.get(one) ?? [])
        .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
    },
  };
}

/** The entry with what others of its call know: who they are, and the caller's number and name where it has none. */
export function withCall(entry: InboxEntry, others: readonly InboxItem[]): InboxEntry {
  if (others.length === 0) return entry;
  const related = others.map(({ id, kind, at }) => ({ id, kind, at }));
  const by = others.toSorted((a, b) => trusted.indexOf(a.kind) - trusted.indexOf(b.kind));
  const name = entry.name ?? by.find((one) => one.name !== undefined)?.name;
  // What was given for this item and not understood is not replaced by something else.
  const known = entry.number !== undefined || entry.numberAsGiven !== undefined;
  const number = known ? entry.number : by.find((one) => one.number !== undefined)?.number;
  return {
    ...entry,
    related,
    ...(name !== undefined && { name }),
    ...(number !== undefined && { number }),
    ...(!known && number !== undefined && { numberOfCall: true }),
  };
}
