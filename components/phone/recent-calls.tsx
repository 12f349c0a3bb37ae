import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { HistoryEntry } from '../../lib/mirror/slices.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { InIcon, MissedIcon, OutIcon, PhoneIcon, SearchIcon } from '../controls/icons.tsx';
import { clock } from '../controls/timer.tsx';
import { useMinute } from '../controls/use-now.ts';
import { dayName, fullTime, shortTime } from '../controls/when.ts';
import { wordsOf } from './outcome-words.ts';
import { NumberText } from './number.tsx';
import { byDay, matches } from './recent-search.ts';
import { usePartyName } from './who.tsx';

interface RecentCallsProps {
  phone: Phone;
  /** Shows everything about a call. */
  open: (id: string) => void;
  /** The call whose details were left a moment ago: its row takes the keyboard back. */
  from?: string;
}

/** The last calls, latest first: who, how it ended, when, and a way to call again. */
export function RecentCalls({ phone, open, from }: RecentCallsProps) {
  const query = useSignal('');
  const now = useMinute();
  const unseen = useUnseen(phone);
  const text = query.value;
  const entries = phone.history.value.filter((entry) => entry.outcome !== undefined);
  const days = byDay(entries.filter((entry) => matches(entry, text)));
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
              <Row
                key={entry.id}
                phone={phone}
                entry={entry}
                fresh={unseen.has(entry.id)}
                focus={entry.id === from}
                open={() => open(entry.id)}
              />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
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

interface RowProps {
  phone: Phone;
  entry: HistoryEntry;
  fresh: boolean;
  focus: boolean;
  open: () => void;
}

function Row({ phone, entry, fresh, focus, open }: RowProps) {
  const ready = phone.line.value.state === 'ready';
  const name = usePartyName(phone, entry.party);
  const words = wordsOf(entry);
  const missed = words.tone === 'missed';
  const talked =
    entry.answeredAt === undefined || entry.endedAt === undefined
      ? undefined
      : clock(entry.endedAt - entry.answeredAt);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (focus) button.current?.focus();
  }, []);
  return (
    <li class={`recent-row ${missed ? 'missed' : ''} ${fresh ? 'fresh' : ''}`}>
      <button type="button" class="recent-open" ref={button} onClick={open} title={fullTime(entry.startedAt)}>
        <span class="way">
          {missed ? <MissedIcon /> : entry.direction === 'incoming' ? <InIcon /> : <OutIcon />}
          <span class="unseen">{t(entry.direction === 'incoming' ? 'incoming' : 'outgoing')}</span>
        </span>
        <span class="recent-text">
          <b title={name}>
            {entry.party.name ? <bdi>{name}</bdi> : <NumberText phone={phone} number={name} />}
          </b>
          <span class="sub">{talked ?? t(words.title)}</span>
        </span>
        <span class="sub at">
          <bdi>{shortTime(entry.startedAt)}</bdi>
        </span>
      </button>
      <Action
        class="icon-button go"
        run={() => phone.dial({ number: entry.party.number, name: entry.party.name })}
        off={!ready || entry.party.number === ''}
        label={t('callParty', name)}
        title={t('callParty', name)}
      >
        <PhoneIcon />
      </Action>
    </li>
  );
}
