import type { QueueEntry, Urgency } from '../../lib/mirror/desk.ts';
import type { Fault } from '../../lib/mirror/fault.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { Face } from '../phone/face.tsx';
import { NumberText } from '../phone/number.tsx';
import { originWords, usePartyName } from '../phone/who.tsx';
import { useNumber } from '../phone/number.tsx';
import { ListenIcon } from './desk-icons.tsx';
import { Waited } from './waited.tsx';

const urgencyWords: Readonly<Record<Exclude<Urgency, 'fresh'>, TextKey>> = {
  long: 'waitLong',
  urgent: 'waitUrgent',
};

interface QueueRowProps {
  phone: Phone;
  entry: QueueEntry;
  /** It has left the queue and only keeps the place. */
  gone: boolean;
  /** What came of our trying to take it. */
  note?: Fault;
  accept: () => Promise<void>;
  listen?: () => void;
}

/** One caller: who, from where, how long, and the way to take them. */
export function QueueRow({ phone, entry, gone, note, accept, listen }: QueueRowProps) {
  const { party, queue, position, urgency, withAi } = entry;
  const name = usePartyName(phone, party);
  const lost = gone || note !== undefined || (entry.status === 'taken' && !entry.mine);
  const place = [queue, position === undefined ? '' : t('queuePlace', position)].filter(Boolean).join(' · ');
  return (
    <li class={lost ? 'list-row queue-row lost' : 'list-row queue-row'} data-urgency={urgency}>
      <Face name={party.name} />
      <div class="row-text">
        <b title={name}>
          <bdi>{name}</bdi>
        </b>
        {party.name ? (
          <NumberText phone={phone} number={party.number} class="sub" />
        ) : (
          <Origin phone={phone} number={party.number} />
        )}
        <span class="sub" title={place}>
          {withAi && <span class="tag accent">{t('withAi')}</span>}
          {place}
        </span>
      </div>
      <div class="row-end">
        <span class={urgency === 'fresh' ? 'wait' : `wait wait-${urgency}`}>
          {urgency !== 'fresh' && <span class="wait-words">{t(urgencyWords[urgency])}</span>}
          <Waited since={entry.waitingSince} />
        </span>
        <div class="row-actions">
          {withAi && listen && !lost && (
            <button
              type="button"
              class="icon-button bordered"
              aria-label={t('listenInOn', name)}
              title={t('listenIn')}
              onClick={listen}
            >
              <ListenIcon />
            </button>
          )}
          <Outcome entry={entry} gone={gone} note={note} name={name} accept={accept} />
        </div>
      </div>
    </li>
  );
}

function Origin({ phone, number }: { phone: Phone; number: string }) {
  return <span class="sub">{originWords(number, useNumber(phone, number))}</span>;
}

interface OutcomeProps {
  entry: QueueEntry;
  gone: boolean;
  note?: Fault;
  name: string;
  accept: () => Promise<void>;
}

/** Accept, or what came of it, in the same place. */
function Outcome({ entry, gone, note, name, accept }: OutcomeProps) {
  const said = outcomeWords(entry, gone, note);
  if (said !== undefined) {
    return (
      <span class="row-said" role="status" title={said}>
        {said}
      </span>
    );
  }
  const taking = entry.status === 'taking';
  return (
    <Action class="button go small" off={taking} run={accept} label={t('acceptCaller', name)}>
      {t(taking ? 'accepting' : 'accept')}
    </Action>
  );
}

function outcomeWords(entry: QueueEntry, gone: boolean, note: Fault | undefined): string | undefined {
  if (entry.mine && entry.status === 'taken') return t('takenByYou');
  const by = entry.takenBy ?? (note?.code === 'taken-by' ? note.about : undefined);
  if (by) return t('takenBy', by);
  if (entry.status === 'taken' || note?.code === 'taken-by') return t('takenBySomebody');
  return gone || note ? t('leftQueue') : undefined;
}
