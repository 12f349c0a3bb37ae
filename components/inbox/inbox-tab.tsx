import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { InboxEntry, InboxPage, InboxView } from '../../lib/mirror/inbox.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { Segments } from '../controls/segments.tsx';
import { useMinute } from '../controls/use-now.ts';
import { End } from '../desk/contacts-tab.tsx';
import { EmptyList, ListFault, LoadingRows } from '../desk/list-state.tsx';
import { SearchField } from '../desk/search-field.tsx';
import { usePaged } from '../desk/use-paged.ts';
import { InboxIcon } from './inbox-icons.tsx';
import { InboxItemView } from './inbox-item.tsx';
import { InboxNotice } from './inbox-notice.tsx';
import { InboxRow } from './inbox-row.tsx';
import { useSettled } from './use-settled.ts';

interface InboxTabProps {
  phone: Phone;
  active: boolean;
  /** A notification asked for this item. */
  asked?: string;
  /** A call is on its way. */
  showCall: () => void;
}

const views: readonly { view: InboxView; text: TextKey; empty: TextKey }[] = [
  { view: 'open', text: 'inboxViewOpen', empty: 'inboxEmpty' },
  { view: 'mine', text: 'inboxViewMine', empty: 'inboxEmptyMine' },
  { view: 'snoozed', text: 'inboxViewSnoozed', empty: 'inboxEmptySnoozed' },
  { view: 'done', text: 'inboxViewDone', empty: 'inboxEmptyDone' },
];
/** The list is asked for again at once, and then not more often than this, in ms. */
const restful = 100;

/** What AI agents did and promised, and what is still to be done about it. */
export function InboxTab({ phone, active, asked, showCall }: InboxTabProps) {
  const query = useSignal('');
  const view = useSignal<InboxView>('open');
  const open = useSignal<{ id: string; entry?: InboxEntry } | null>(null);
  /** The item that was left: its row takes the keyboard back. */
  const left = useSignal<string | null>(null);
  const { version, known, state, counts } = phone.inbox.value;
  const typed = query.value;
  // The company server is asked, which need not happen at every key.
  const wanted = useSettled(typed.trim());
  const chosen = view.value;
  const shown = open.value;
  const now = useMinute();
  const ask = useCallback(
    (span: { offset: number; limit: number }) => phone.readInbox({ view: chosen, query: wanted, ...span }),
    [phone, chosen, wanted],
  );
  const { list, more, again } = usePaged<InboxEntry, InboxPage>(ask);
  const { page, rows, fault } = list.value;
  useFollowing(active, version, again);

  useEffect(() => {
    if (asked !== undefined) open.value = { id: asked };
  }, [asked, open]);

  if (shown) {
    return (
      <InboxItemView
        key={shown.id}
        phone={phone}
        id={shown.id}
        before={rows.find(({ id }) => id === shown.id) ?? shown.entry}
        back={() => {
          left.value = shown.id;
          open.value = null;
        }}
        called={showCall}
        show={(id) => {
          open.value = { id };
        }}
      />
    );
  }
  const empty = views.find((one) => one.view === chosen)?.empty ?? 'inboxEmpty';
  const coming = page === null || (!known && rows.length === 0);
  return (
    <section class="inbox" aria-label={t('tabInbox')}>
      <div class="list-tools">
        <SearchField
          label={t('inboxSearch')}
          value={typed}
          change={(value) => {
            query.value = value;
          }}
        />
      </div>
      {wanted === '' && (
        <Segments
          label={t('inboxFilter')}
          value={chosen}
          options={views.map((one) => ({
            value: one.view,
            text: `${t(one.text)}${one.view !== 'done' && counts[one.view] > 0 ? ` ${counts[one.view]}` : ''}`,
          }))}
          change={(next) => {
            view.value = next;
          }}
        />
      )}
      <p class="unseen" role="status">
        {t('tabCountInbox', counts.open)}
      </p>
      <InboxNotice phone={phone} />
      {page?.searched === 'kept' && (
        <p class="inbox-told" role="status">
          {t('inboxSearchKept')}
        </p>
      )}
      {fault && <ListFault fault={fault} again={again} />}
      {coming && !fault && state !== 'needed' && state !== 'lost' && <LoadingRows text={t('inboxLoading')} />}
      {rows.length > 0 && (
        <ul class="list">
          {rows.map((entry) => (
            <InboxRow
              key={entry.id}
              phone={phone}
              entry={entry}
              now={now}
              focus={entry.id === left.value}
              open={() => {
                open.value = { id: entry.id, entry };
              }}
              called={showCall}
            />
          ))}
        </ul>
      )}
      {page && known && rows.length === 0 && (
        <EmptyList
          icon={<InboxIcon />}
          title={wanted === '' ? t(empty) : t('inboxNone', wanted)}
          text={wanted === '' && chosen === 'open' ? t('inboxEmptyText') : undefined}
        />
      )}
      <End more={more} />
    </section>
  );
}

/** Asks again whenever `version` has changed, at once but not too often; and not while nobody looks. */
function useFollowing(active: boolean, version: number, again: () => void): void {
  const last = useRef(0);
  useEffect(() => {
    if (!active) return;
    const timer = setTimeout(
      () => {
        last.current = Date.now();
        again();
      },
      Math.max(0, last.current + restful - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [active, version, again]);
}
