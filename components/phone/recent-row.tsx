import { useEffect, useRef } from 'preact/hooks';
import type { HistoryEntry } from '../../lib/mirror/slices.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { InIcon, MissedIcon, OutIcon, PhoneIcon } from '../controls/icons.tsx';
import { clock } from '../controls/timer.tsx';
import { fullTime, shortTime } from '../controls/when.ts';
import { NoteIcon } from '../desk/desk-icons.tsx';
import { NumberText } from './number.tsx';
import { wordsOf } from './outcome-words.ts';
import { prepared } from './prepared.ts';
import { usePartyName } from './who.tsx';

/** A past call, whoever remembers it. */
export type PastCall = Omit<HistoryEntry, 'account'>;

interface RecentRowProps {
  phone: Phone;
  entry: PastCall;
  /** Missed since the last look. */
  fresh?: boolean;
  /** It takes the keyboard. */
  focus?: boolean;
  /** Something was written down about it. */
  noted?: boolean;
  open: () => void;
  /** It was called again. */
  called?: () => void;
}

/** One past call: the name leads to the rest, the handset calls again. */
export function RecentRow({ phone, entry, fresh, focus, noted, open, called }: RecentRowProps) {
  const ready = phone.line.value.state === 'ready';
  const name = usePartyName(phone, entry.party);
  const words = wordsOf(entry);
  const missed = entry.outcome !== undefined && words.tone === 'missed';
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
          <span class="sub">
            {entry.outcome === undefined ? t('callGoingOn') : (talked ?? t(words.title))}
            {noted && (
              <>
                {' · '}
                <NoteIcon />
                <span class="unseen">{t('hasNote')}</span>
              </>
            )}
          </span>
        </span>
        <span class="sub at">
          <bdi>{shortTime(entry.startedAt)}</bdi>
        </span>
      </button>
      <Action
        class="icon-button go"
        likely={prepared(phone)}
        run={() => phone.dial({ number: entry.party.number, name: entry.party.name }).then(called)}
        off={!ready || entry.party.number === ''}
        label={t('callParty', name)}
        title={t('callParty', name)}
      >
        <PhoneIcon />
      </Action>
    </li>
  );
}
