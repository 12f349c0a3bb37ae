import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { shortTime } from '../controls/when.ts';
import { useTicking } from '../controls/use-now.ts';
import { AiCallView } from './ai-call-view.tsx';
import { AiCalls } from './ai-calls.tsx';
import { QueueIcon } from './desk-icons.tsx';
import { EmptyList, ListFault, LoadingRows } from './list-state.tsx';
import { QueueFilter } from './queue-filter.tsx';
import { QueueRow } from './queue-row.tsx';
import { steady, type SteadyRow } from './steady.ts';
import { useHeld } from './use-held.ts';
import { useRowNotes } from './use-row-notes.ts';

interface QueueTabProps {
  phone: Phone;
  /** It is the tab that is seen. */
  active: boolean;
  /** Leads to the whole call. */
  showCall: () => void;
}

/** Who waits, and who talks to an AI agent meanwhile. */
export function QueueTab({ phone, active, showCall }: QueueTabProps) {
  const read = useSignal<string | null>(null);
  const { ports } = phone.desk.value;
  // Words come by the second: only whether the call is there may draw this tab, and its rows, again.
  const there = useComputed(() => phone.aiCalls.value.some(({ callUuid }) => callUuid === read.value));
  const open = (callUuid: string | null) => {
    read.value = callUuid;
  };
  const hasQueue = ports.includes('queue');

  // Whoever opens the queue wants to see it as it is now; the slice says what is wrong.
  useEffect(() => {
    if (active && hasQueue) void phone.refreshQueue({}).catch(() => undefined);
  }, [active, hasQueue, phone]);

  if (there.value && read.value !== null) {
    return (
      <AiCallView
        key={read.value}
        phone={phone}
        callUuid={read.value}
        close={() => open(null)}
        showCall={showCall}
      />
    );
  }
  return (
    <>
      {hasQueue && <Queue phone={phone} showCall={showCall} listen={open} />}
      {ports.includes('ai') && <AiCalls phone={phone} listen={open} />}
    </>
  );
}

interface QueueProps {
  phone: Phone;
  showCall: () => void;
  listen: (callUuid: string) => void;
}

function Queue({ phone, showCall, listen }: QueueProps) {
  const { state, entries, fault, readAt } = phone.queue.value;
  const { live, ports } = phone.desk.value;
  const chosen = useSignal('');
  const { held, handlers } = useHeld();
  const { notes, accept } = useRowNotes(phone, showCall);
  const before = useRef<SteadyRow[]>([]);
  useTicking();

  const queues = [...new Set(entries.map(({ queue }) => queue))].filter(Boolean).toSorted();
  const filter = queues.includes(chosen.value) ? chosen.value : '';
  const wanted = filter === '' ? entries : entries.filter(({ queue }) => queue === filter);
  const noted = notes.value;
  const rows = steady(before.current, wanted, { all: held.value, some: new Set(noted.keys()) });
  before.current = rows;
  const waiting = wanted.filter(({ status }) => status === 'waiting').length;
  const known = entries.length > 0 || state === 'ready';
  const again = () => phone.refreshQueue({});
  const asOf = readAt === undefined ? undefined : t('asOf', shortTime(readAt));

  return (
    <section class="queue" aria-label={t('tabQueue')}>
      <div class="list-head">
        <h2>{known ? t('queueWaiting', waiting) : t('tabQueue')}</h2>
        {live === 'lost' && state === 'ready' && <span class="stale">{asOf ?? t('linkAway')}</span>}
        {queues.length > 1 && (
          <QueueFilter
            queues={queues}
            chosen={filter}
            choose={(queue) => {
              chosen.value = queue;
              before.current = [];
            }}
          />
        )}
      </div>
      {state === 'failed' && fault && (
        <ListFault fault={fault} again={again} still={entries.length > 0 ? asOf : undefined} />
      )}
      {rows.length > 0 && (
        <ul class="list" {...handlers}>
          {rows.map(({ entry, gone }) => (
            <QueueRow
              key={entry.id}
              phone={phone}
              entry={entry}
              gone={gone}
              note={noted.get(entry.id)}
              accept={() => accept(entry)}
              listen={
                ports.includes('ai') && entry.callUuid !== undefined
                  ? () => listen(entry.callUuid ?? '')
                  : undefined
              }
            />
          ))}
        </ul>
      )}
      {rows.length === 0 && state === 'loading' && <LoadingRows text={t('queueLoading')} />}
      {rows.length === 0 && state === 'ready' && (
        <EmptyList icon={<QueueIcon />} title={t('queueEmpty')} text={t('queueEmptyText')} />
      )}
    </section>
  );
}
