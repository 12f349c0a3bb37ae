import { createIds } from '../ids.ts';
import type { Desk } from './desk/desk.ts';
import type { CallQueueEntry } from './records.ts';
import type { Workspace } from './workspace.ts';

/** How many made-up callers wait at most at the same time. */
const WAITING = 40;

/**
 * At least `count` queue events at once: made-up callers without telephone lines come, get their names and go. Those
 * left at the end stay waiting; the rows are the truth to compare with. Gives how many wait.
 */
export function burst(workspace: Workspace, desk: Desk, count: number, seed: number): number {
  const ids = createIds(seed);
  const { store } = workspace;
  const waiting: CallQueueEntry[] = [];
  for (let event = 0; event < count; event += 1) {
    const dice = ids.uint32() % 10;
    const chosen = waiting[ids.uint32() % Math.max(1, waiting.length)];
    if (chosen === undefined || (dice < 3 && waiting.length < WAITING)) {
      const queue = store.queues[ids.uint32() % store.queues.length];
      if (queue !== undefined) waiting.push(arrive(desk, queue.id, workspace, ids.uint32()));
    } else if (dice < 4) {
      waiting.splice(waiting.indexOf(chosen), 1);
      desk.ledger.dequeue(chosen, 'abandoned');
      const call = store.calls.find(({ id }) => id === chosen.callId);
      if (call !== undefined) desk.ledger.ended(call, 'canceled', 'ORIGINATOR_CANCEL');
    } else {
      chosen.callerName = `Caller ${ids.uint32() % 1000}`;
      workspace.emit('call_queue_entry_updated', { ...chosen });
    }
  }
  return waiting.length;
}

function arrive(desk: Desk, queueId: string, { store }: Workspace, random: number): CallQueueEntry {
  const queue = store.queues.find(({ id }) => id === queueId);
  if (queue === undefined) throw new Error(`no queue ${queueId}`);
  const call = desk.ledger.open(
    {
      direction: 'inbound',
      fromNumber: `+1212555${String(random % 10_000).padStart(4, '0')}`,
      toNumber: store.phoneNumbers.find((number) => number.queueId === queueId)?.phoneE164 ?? '',
      callSource: 'sip',
      status: 'queued',
    },
    queueId,
  );
  return desk.ledger.enqueue(call, queue, null);
}
