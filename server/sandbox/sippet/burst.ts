import { createIds } from '../ids.ts';
import type { Desk } from './desk/desk.ts';
import type { Call, CallQueueEntry, Queue } from './records.ts';
import type { Workspace } from './workspace.ts';

interface Waiting {
  call: Call;
  entry: CallQueueEntry;
}

/** How many made-up callers wait at most at the same time. */
const WAITING = 40;

/**
 * At least `count` queue events at once: made-up callers without telephone lines come, get their names and go. Those
 * left at the end stay waiting; the rows are the truth to compare with. Gives how many wait.
 */
export function burst(workspace: Workspace, desk: Desk, count: number, seed: number): number {
  const ids = createIds(seed);
  const { store } = workspace;
  const waiting: Waiting[] = [];
  for (let event = 0; event < count; event += 1) {
    const dice = ids.uint32() % 10;
    const chosen = waiting[ids.uint32() % Math.max(1, waiting.length)];
    if (chosen === undefined || (dice < 3 && waiting.length < WAITING)) {
      const queue = store.queues[ids.uint32() % store.queues.length];
      if (queue !== undefined) waiting.push(arrive(desk, queue, workspace, ids.uint32()));
    } else if (dice < 4) {
      waiting.splice(waiting.indexOf(chosen), 1);
      desk.ledger.dequeue(chosen.entry, 'abandoned');
      desk.ledger.ended(chosen.call, 'canceled', 'ORIGINATOR_CANCEL');
    } else {
      chosen.entry.callerName = `Caller ${ids.uint32() % 1000}`;
      workspace.emit('call_queue_entry_updated', { ...chosen.entry });
    }
  }
  return waiting.length;
}

function arrive(desk: Desk, queue: Queue, { store }: Workspace, random: number): Waiting {
  const call = desk.ledger.open(
    {
      direction: 'inbound',
      fromNumber: `+1212555${String(random % 10_000).padStart(4, '0')}`,
      toNumber: store.phoneNumbers.find(({ queueId }) => queueId === queue.id)?.phoneE164 ?? '',
      callSource: 'sip',
      status: 'queued',
    },
    queue.id,
  );
  return { call, entry: desk.ledger.enqueue(call, queue, null) };
}
