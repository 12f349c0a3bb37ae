import type { HistoryEntry } from '../../lib/mirror/slices.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { InIcon, MissedIcon, OutIcon, PhoneIcon } from '../controls/icons.tsx';
import { clock } from '../controls/timer.tsx';
import { useMinute } from '../controls/use-now.ts';
import { ago, fullTime } from '../controls/when.ts';
import { wordsOf } from './outcome-words.ts';
import { NumberText } from './number.tsx';
import { usePartyName } from './who.tsx';

/** More than anybody scrolls in a popup. */
const most = 50;

/** The last calls, latest first: who, how it ended, when, and a way to call again. */
export function RecentCalls({ phone }: { phone: Phone }) {
  const entries = phone.history.value.filter((entry) => entry.outcome !== undefined).slice(0, most);
  return (
    <section class="recent" aria-labelledby="recent-title">
      <h2 class="list-title" id="recent-title">
        {t('recentCalls')}
      </h2>
      {entries.length === 0 ? (
        <p class="empty">{t('noRecentCalls')}</p>
      ) : (
        <ul>
          {entries.map((entry) => (
            <Row key={entry.id} phone={phone} entry={entry} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ phone, entry }: { phone: Phone; entry: HistoryEntry }) {
  const now = useMinute();
  const ready = phone.line.value.state === 'ready';
  const name = usePartyName(phone, entry.party);
  const words = wordsOf(entry);
  const talked =
    entry.answeredAt === undefined || entry.endedAt === undefined
      ? undefined
      : clock(entry.endedAt - entry.answeredAt);
  const missed = words.tone === 'missed';
  return (
    <li class={missed ? 'recent-row missed' : 'recent-row'}>
      <span class="way" title={t(entry.direction === 'incoming' ? 'incoming' : 'outgoing')}>
        {missed ? <MissedIcon /> : entry.direction === 'incoming' ? <InIcon /> : <OutIcon />}
        <span class="unseen">{t(entry.direction === 'incoming' ? 'incoming' : 'outgoing')}</span>
      </span>
      <div class="recent-text">
        <b title={name}>
          {entry.party.name ? <bdi>{name}</bdi> : <NumberText phone={phone} number={name} />}
        </b>
        <span class="sub" title={fullTime(entry.startedAt)}>
          {[talked ?? t(words.title), ago(entry.startedAt, now)].join(' · ')}
        </span>
      </div>
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
