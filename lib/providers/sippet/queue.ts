/** Who waits, and taking them (protocol sheet §3: CallQueueEntry, `accept_call_queue_entry`). */
import { FaultError } from '../../mirror/fault.ts';
import type { Provider, QueueRow } from '../provider.ts';
import { maybeToken, RpcError } from './errors.ts';
import type { Sippet } from './provider.ts';
import { numberOf, textOf, type Row } from '../row.ts';
import { callFields, queueFields, queueRow } from './shapes.ts';

const notOver = {
  or: [{ status: { isNil: true } }, { not: [{ status: { in: ['abandoned', 'completed'] } }] }],
};

/** It was understood and refused in words, and not for want of rights. */
const isAboutFilter = ({ type, status }: RpcError): boolean =>
  type === 'network_error' ? status === 400 || status === 422 : !maybeToken.has(type);

/** How many entries' calls are remembered. */
const keptCalls = 1000;

export function queuePort({ read, me, names, log }: Sippet): NonNullable<Provider['queue']> {
  /** Which call an entry is of, also when it is no longer listed. */
  const calls = new Map<string, string>();
  /** Each queue's limit in ms; read once, because queues hardly change. */
  let waits: Promise<Map<string, number>> | undefined;
  /** The service does not take our filter. */
  let unfiltered = false;

  async function readWaits(): Promise<Map<string, number>> {
    const rows = await read.all({ action: 'list_queues', fields: ['id', 'queueName', 'maxWaitTime'] });
    return new Map(
      rows.flatMap((row) => {
        const [id, seconds] = [textOf(row, 'id'), numberOf(row, 'maxWaitTime')];
        return id && seconds ? [[id, seconds * 1000] as const] : [];
      }),
    );
  }

  /** The desk works without the limits. */
  function limits(): Promise<Map<string, number>> {
    waits ??= readWaits().catch((error: unknown) => {
      log(`queue limits: ${String(error)}`);
      waits = undefined;
      return new Map();
    });
    return waits;
  }

  /** Entries of days may be kept. Only those are left out that are surely over: other words may be new ones for waiting. */
  async function entries(): Promise<Row[]> {
    const request = { action: 'list_call_queue_entries', fields: queueFields, sort: 'enteredAt' };
    if (unfiltered) return read.all(request);
    try {
      return await read.all({ ...request, filter: notOver });
    } catch (error) {
      if (!(error instanceof RpcError) || !isAboutFilter(error)) throw error;
      log(`the queue cannot be filtered: ${error.message}`);
      const rows = await read.all(request);
      unfiltered = true;
      return rows;
    }
  }

  async function list(): Promise<QueueRow[]> {
    const [rows, known] = await Promise.all([entries(), limits()]);
    const list = rows.flatMap((row) => queueRow(row, me, names, known) ?? []);
    for (const { id, callUuid } of list) if (callUuid) calls.set(id, callUuid);
    while (calls.size > keptCalls) calls.delete([...calls.keys()][0] ?? '');
    return list;
  }

  /** The entry as it is now; the list is what is sure to exist (§3.1: get's input is a guess). */
  const now = async (id: string) => (await list()).find((row) => row.id === id);

  async function ask(id: string): Promise<void> {
    const { sipUserId, sipUsername } = me;
    const input = sipUserId ? { sipUserId } : sipUsername ? { sipUsername } : {};
    const fields = ['id', 'status', 'acceptedByUserId'];
    const answer = await read.written({ action: 'accept_call_queue_entry', identity: id, input, fields });
    const row = queueRow(answer, me, names, new Map());
    if (row?.status === 'taken' && !row.mine && me.userId && answer['acceptedByUserId'])
      throw new FaultError('taken-by', { about: row.takenBy });
  }

  /** What a refusal means is read from the entry, whatever the service calls it. */
  async function meaning(id: string, refusal: unknown): Promise<unknown> {
    const entry = await now(id);
    if (entry?.mine && entry.status === 'taken') return undefined;
    const told = refusal instanceof RpcError ? refusal : undefined;
    const by = told && textOf({ ...told.vars }, 'operatorName', 'operator', 'acceptedBy', 'takenBy');
    if (entry?.status === 'taken')
      return new FaultError('taken-by', { about: by ?? entry.takenBy, said: told?.fault.said });
    if (entry?.status === 'waiting') return refusal;
    // Entries that were taken may leave the list before the loser has looked.
    const taken = by !== undefined || (await isAnswered(calls.get(id)));
    return taken
      ? new FaultError('taken-by', { about: by, said: told?.fault.said })
      : new FaultError('entry-gone');
  }

  async function isAnswered(callUuid: string | undefined): Promise<boolean> {
    if (!callUuid) return false;
    const filter = { callUuid: { eq: callUuid } };
    const [call] = await read.all({ action: 'list_calls', fields: callFields, filter }, 0);
    return call !== undefined && textOf(call, 'status') === 'answered' && !textOf(call, 'endedAt');
  }

  return {
    list,
    async accept(id) {
      try {
        await ask(id);
      } catch (error) {
        const taken = error instanceof FaultError && error.fault.code === 'taken-by';
        // Anything else never reached the service.
        if (!taken && !(error instanceof RpcError)) throw error;
        const lost = error instanceof RpcError && error.type === 'network_error';
        const why = await meaning(id, error);
        if (why === undefined) return;
        if (!lost || !(why instanceof FaultError) || why.fault.code !== 'taken-by') throw why;
        // The answer was lost and the entry is somebody's, perhaps ours: asking again takes nothing from anybody.
        await ask(id).catch(async (again: unknown) => {
          const reason = await meaning(id, again);
          if (reason !== undefined) throw reason;
        });
      }
    },
  };
}
