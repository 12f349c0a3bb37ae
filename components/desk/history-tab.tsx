import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { ExportedFile, HistoryPage, HistoryRow } from '../../lib/mirror/desk.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { useMinute } from '../controls/use-now.ts';
import { dayName } from '../controls/when.ts';
import type { Surface } from '../phone/mend.ts';
import { RecentRow } from '../phone/recent-row.tsx';
import { byDay } from '../phone/days.ts';
import { End } from './contacts-tab.tsx';
import { ClockIcon } from './desk-icons.tsx';
import { ExportMenu } from './export-menu.tsx';
import { filterOf, HistoryFilter, type HistoryView } from './history-filter.tsx';
import { HistoryEnd, longer, startOf, type HistoryRange } from './history-range.tsx';
import { HistoryDetail } from './history-detail.tsx';
import { EmptyList, ListFault, LoadingRows } from './list-state.tsx';
import { SearchField } from './search-field.tsx';
import { usePaged } from './use-paged.ts';

interface HistoryTabProps {
  phone: Phone;
  active: boolean;
  surface: Surface;
  showCall: () => void;
  /** Puts a text into the clipboard, where the surface can. */
  copy?: (text: string) => Promise<void>;
  /** Lets the operator keep a file; absent where that cannot be offered. */
  saveFile?: (file: ExportedFile) => void;
}

/** Past calls, ours and the service's, newest first. */
export function HistoryTab({ phone, active, surface, showCall, copy, saveFile }: HistoryTabProps) {
  const query = useSignal('');
  const view = useSignal<HistoryView>('all');
  const range = useSignal<HistoryRange>(30);
  const open = useSignal<HistoryRow | null>(null);
  /** The call whose details were left: its row takes the keyboard back. */
  const left = useSignal<string | null>(null);
  const typed = query.value;
  const chosen = view.value;
  const shown = open.value;
  const ask = useCallback(
    (span: { offset: number; limit: number }) =>
      // A longer range is the same question with more at its end: the list keeps its place.
      phone.searchHistory({
        query: typed,
        ...filterOf(chosen),
        from: startOf(range.peek()),
        ...span,
      }),
    [phone, typed, chosen, range],
  );
  const { list, more, again } = usePaged<HistoryRow, HistoryPage>(ask);
  const { page, rows, fault } = list.value;
  const over = phone.calls.value.filter((call) => call.phase === 'closed').length;
  const notes = phone.wrapUp.value.length;
  const missed = phone.missed.value;
  const now = useMinute();
  const days = byDay(rows);

  useEffect(() => {
    if (active) again();
  }, [active, over, notes, again]);

  // Only our own pages may say that missed calls were looked at.
  useEffect(() => {
    if (active && surface === 'popup' && missed > 0) void phone.seeMissed({}).catch(() => undefined);
  }, [active, surface, missed, phone]);

  if (shown) {
    return (
      <HistoryDetail
        key={shown.id}
        phone={phone}
        row={rows.find(({ id }) => id === shown.id) ?? shown}
        surface={surface}
        copy={copy}
        back={() => {
          left.value = shown.id;
          open.value = null;
        }}
        called={showCall}
      />
    );
  }
  return (
    <section class="history" aria-label={t('tabHistory')}>
      <div class="list-tools">
        <SearchField
          label={t('historySearch')}
          value={typed}
          change={(value) => {
            query.value = value;
          }}
        />
        {saveFile && (
          <ExportMenu
            read={(format) =>
              phone.exportHistory({
                query: typed,
                ...filterOf(chosen),
                from: startOf(range.peek()),
                format,
              })
            }
            save={saveFile}
            off={rows.length === 0}
          />
        )}
      </div>
      <HistoryFilter
        view={chosen}
        choose={(next) => {
          view.value = next;
        }}
      />
      {page?.service === 'failed' && page.fault && (
        <ListFault fault={page.fault} again={again} still={t('historyStill')} />
      )}
      {fault && <ListFault fault={fault} again={again} />}
      {page === null && !fault && <LoadingRows text={t('historyLoading')} />}
      {days.map(({ midnight, entries }) => (
        <div key={midnight} role="group" aria-label={dayName(midnight, now)}>
          <h3 class="day">{dayName(midnight, now)}</h3>
          <ul>
            {entries.map((row) => (
              <RecentRow
                key={row.id}
                phone={phone}
                entry={row}
                focus={row.id === left.value}
                noted={Boolean(row.note || row.disposition)}
                open={() => {
                  open.value = row;
                }}
                called={showCall}
              />
            ))}
          </ul>
        </div>
      ))}
      {page && rows.length === 0 && (
        <EmptyList
          icon={<ClockIcon />}
          title={t(typed === '' && chosen === 'all' ? 'historyEmpty' : 'historyNone')}
          text={typed === '' && chosen === 'all' ? t('noRecentCalls') : undefined}
        />
      )}
      {page?.cut && <p class="quiet-line">{t('historyCut')}</p>}
      <End more={more} />
      {page && rows.length >= page.total && (
        <HistoryEnd
          range={range.value}
          widen={() => {
            range.value = longer(range.peek());
            again();
          }}
          noFiles={saveFile === undefined}
        />
      )}
    </section>
  );
}
