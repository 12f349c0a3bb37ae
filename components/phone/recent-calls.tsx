import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Phone } from '../../lib/mirror/phone.ts';
import type { HistoryEntry } from '../../lib/mirror/slices.ts';
import { t } from '../../lib/text.ts';
import { SearchIcon } from '../controls/icons.tsx';
import { useMinute } from '../controls/use-now.ts';
import { dayName } from '../controls/when.ts';
import { RecentRow } from './recent-row.tsx';
import { byDay } from './days.ts';
import { latestOnly } from './latest-only.ts';

interface RecentCallsProps {
  phone: Phone;
  /** What is looked for. */
  query: Signal<string>;
  /** Shows everything about a call. */
  open: (entry: HistoryEntry) => void;
  /** The call whose details were left a moment ago: its row takes the keyboard back. */
  from?: string;
}

/** The last calls, latest first: who, how it ended, when, and a way to call again. */
export function RecentCalls({ phone, query, open, from }: RecentCallsProps) {
  const now = useMinute();
  const unseen = useUnseen(phone);
  const text = query.value;
  const entries = phone.history.value.filter((entry) => entry.outcome !== undefined);
  const found = useFound(phone, text);
  const days = byDay(found?.filter((entry) => entry.outcome !== undefined) ?? entries);
  return (
    <section class="recent" aria-labelledby="recent-title">
      <div class="list-title">
        <h2 id="recent-title">{t('recentCalls')}</h2>
        {unseen.size > 0 && <span class="pill tiny stop">{t('missedCount', unseen.size)}</span>}
        {entries.length > 0 && (
          <label class="search">
            <SearchIcon />
            <input
              type="search"
              autocomplete="off"
              spellcheck={false}
              dir="auto"
              maxLength={60}
              aria-label={t('searchCalls')}
              placeholder={t('searchCalls')}
              value={text}
              onInput={(event) => {
                query.value = event.currentTarget.value;
              }}
            />
          </label>
        )}
      </div>
      {entries.length === 0 && <p class="empty">{t('noRecentCalls')}</p>}
      {entries.length > 0 && days.length === 0 && (
        <p class="empty" role="status">
          {t('nothingFound')}
        </p>
      )}
      {days.map(({ midnight, entries }) => (
        <div key={midnight} role="group" aria-label={dayName(midnight, now)}>
          <h3 class="day">{dayName(midnight, now)}</h3>
          <ul>
            {entries.map((entry) => (
              <RecentRow
                key={entry.id}
                phone={phone}
                entry={entry}
                fresh={unseen.has(entry.id)}
                focus={entry.id === from}
                open={() => open(entry)}
              />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** How long nothing was typed when it is asked for, in ms. */
const pause = 120;

/** What the engine found, which keeps more calls than it shows; undefined where nothing is looked for. */
function useFound(phone: Phone, text: string): readonly HistoryEntry[] | undefined {
  const found = useSignal<readonly HistoryEntry[] | undefined>(undefined);
  const asking = useMemo(
    () =>
      latestOnly(
        (typed: string) => phone.findCalls({ text: typed }),
        (_, entries) => {
          // Out of reach, what was found before stays.
          found.value = entries ?? found.peek();
        },
        pause,
      ),
    [phone, found],
  );
  const history = phone.history.value;
  const wanted = text.trim();
  useEffect(() => {
    if (wanted === '') {
      asking.stop();
      found.value = undefined;
    } else asking.ask(wanted);
    return () => asking.stop();
  }, [wanted, history, asking, found]);
  return wanted === '' ? undefined : found.value;
}

/** Calls missed since the last look. Looking at them counts them as seen; they stay marked until the list goes away. */
function useUnseen(phone: Phone): ReadonlySet<string> {
  const unseen = useSignal<ReadonlySet<string>>(new Set());
  const missed = phone.missed.value;
  const history = phone.history.value;
  useEffect(() => {
    if (missed === 0) return;
    const latest = history.filter((entry) => entry.outcome?.kind === 'missed').slice(0, missed);
    unseen.value = new Set([...unseen.peek(), ...latest.map(({ id }) => id)]);
    // The count comes back with the next look if it could not be taken down now.
    phone.seeMissed({}).catch(() => undefined);
  }, [missed, history, phone, unseen]);
  return unseen.value;
}
