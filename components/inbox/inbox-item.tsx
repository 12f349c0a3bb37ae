import { kindText } from '../../lib/mirror/inbox-kinds.ts';
import type { InboxEntry } from '../../lib/mirror/inbox.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { FaultDetail } from '../controls/fault-detail.tsx';
import { faultWords } from '../controls/fault-words.ts';
import { CheckIcon, PhoneIcon } from '../controls/icons.tsx';
import { useMinute } from '../controls/use-now.ts';
import { shortTime } from '../controls/when.ts';
import { BackHead } from '../desk/back-head.tsx';
import { Face } from '../phone/face.tsx';
import { NumberText } from '../phone/number.tsx';
import { usePartyName } from '../phone/who.tsx';
import { Assign } from './assign.tsx';
import { NotCalled, useCallBack } from './call-back.tsx';
import { CallWords } from './call-words.tsx';
import { InboxFacts } from './inbox-facts.tsx';
import { kindIcons, TakeIcon } from './inbox-icons.tsx';
import { InboxNotes } from './inbox-notes.tsx';
import { assigneeOf, holderOf, refusalOf, sleepOf } from './inbox-words.ts';
import { Snooze } from './snooze.tsx';
import { TakeOver } from './take-over.tsx';
import { useItem } from './use-item.ts';

interface InboxItemProps {
  phone: Phone;
  id: string;
  /** What the list knows of it. */
  before?: InboxEntry;
  back: () => void;
  called: () => void;
  /** Shows another one. */
  show: (id: string) => void;
}

/** One item in full. */
export function InboxItemView({ phone, id, before, back, called, show }: InboxItemProps) {
  const { entry, fault } = useItem(phone, id, before);
  return (
    <section class="detail inbox-item" aria-label={entry && t(kindText[entry.kind])}>
      <BackHead to={t('tabInbox')} back={back} />
      {fault && (
        <div class="notice list-fault" role="alert">
          <div class="notice-text">
            <b>{t(faultWords[fault.code].title)}</b>
            <p>{t(faultWords[fault.code].explain)}</p>
            <FaultDetail fault={fault} />
          </div>
        </div>
      )}
      {entry && (
        <div class="detail-body">
          <Head phone={phone} entry={entry} called={called} />
          <Standing phone={phone} entry={entry} />
          <Steps phone={phone} entry={entry} />
          <InboxFacts entry={entry} />
          <SameCall entry={entry} show={show} />
          <Assign phone={phone} entry={entry} />
          <InboxNotes phone={phone} entry={entry} />
          <CallWords phone={phone} entry={entry} />
        </div>
      )}
    </section>
  );
}

interface PartProps {
  phone: Phone;
  entry: InboxEntry;
}

/** Who, what, and the call. */
function Head({ phone, entry, called }: PartProps & { called: () => void }) {
  const { kind, name, number, numberAsGiven, numberOfCall, urgent } = entry;
  const who = usePartyName(phone, { number: number ?? '', name: name ?? numberAsGiven });
  const callBack = useCallBack(phone, entry, called);
  const KindIcon = kindIcons[kind];
  return (
    <>
      <div class="inbox-kind">
        <KindIcon />
        {t(kindText[kind])}
        {urgent && <span class="tag stop">{t('inboxUrgent')}</span>}
      </div>
      <div class="who">
        <Face name={name} />
        <div class="who-text">
          <h2 class="name whole">
            <bdi>{who}</bdi>
          </h2>
          {number === undefined ? (
            <span class="sub">{t('inboxNoNumber')}</span>
          ) : (
            <NumberText phone={phone} number={number} class="sub" />
          )}
          {numberOfCall && <span class="sub as-given">{t('inboxNumberOfCall')}</span>}
          {numberAsGiven !== undefined && numberAsGiven !== number && (
            <span class="sub as-given">
              <bdi>{t('inboxAsGiven', numberAsGiven)}</bdi>
            </span>
          )}
        </div>
      </div>
      {number !== undefined && (
        <Action
          class="button go wide"
          off={phone.line.value.state !== 'ready'}
          run={() => callBack.call()}
          label={t('inboxCallBackNamed', who)}
        >
          <PhoneIcon />
          {t('inboxCallBack')}
        </Action>
      )}
      <NotCalled {...callBack} />
    </>
  );
}

/** Who has it, whether the company server knows, and what it did not take. */
function Standing({ phone, entry }: PartProps) {
  const now = useMinute();
  const { me, behind } = phone.inbox.value;
  const waits = behind && entry.undelivered.length > 0;
  const words = [holderOf(entry, me), assigneeOf(entry, me), sleepOf(entry, now)];
  const told = words.filter((one) => one !== undefined);
  return (
    <>
      <div class="standing" role="status">
        {told.map((one) => (
          <span key={one} class={entry.mine ? 'tag accent' : 'tag'}>
            <bdi>{one}</bdi>
          </span>
        ))}
        {waits && <span class="tag warn">{t('inboxUndelivered')}</span>}
      </div>
      {entry.refused.map((refused) => (
        <div key={refused.id} class="notice" role="alert">
          <div class="notice-text">
            <b>
              <bdi>{refusalOf(refused)}</bdi>
            </b>
            {refused.text && (
              <p class="long-text" dir="auto">
                {refused.text}
              </p>
            )}
            <Action class="link" run={() => phone.dismissRefused({ change: refused.id })}>
              {t('putAway')}
            </Action>
          </div>
        </div>
      ))}
    </>
  );
}

/** What can be done with it now. */
function Steps({ phone, entry }: PartProps) {
  const { id: item, state, by, snoozedUntil } = entry;
  const { me } = phone.inbox.value;
  const ours = by !== undefined && by.id === me?.id;
  const asleep = snoozedUntil !== undefined && Date.parse(snoozedUntil) > Date.now();
  if (state === 'done') {
    return (
      <div class="item-steps">
        <Action class="button quiet small" run={() => phone.reopenItem({ item })}>
          {t('inboxReopen')}
        </Action>
      </div>
    );
  }
  return (
    <div class="item-steps">
      {state === 'open' && (
        <Action class="button quiet small" run={() => phone.claimItem({ item })}>
          <TakeIcon />
          {t('inboxClaim')}
        </Action>
      )}
      {state === 'claimed' && ours && (
        <Action class="button quiet small" run={() => phone.releaseItem({ item })}>
          {t('inboxRelease')}
        </Action>
      )}
      {(state === 'open' || ours) && (
        <Action class="button quiet small" run={() => phone.finishItem({ item })}>
          <CheckIcon />
          {t('inboxDone')}
        </Action>
      )}
      {state === 'claimed' && by !== undefined && !ours && (
        <TakeOver holder={by} run={() => phone.claimItem({ item, from: by.id })} />
      )}
      <Snooze asleep={asleep} until={(until) => phone.snoozeItem({ item, until })} />
    </div>
  );
}

/** What else came of the same call. */
function SameCall({ entry: { related = [] }, show }: { entry: InboxEntry; show: (id: string) => void }) {
  if (related.length === 0) return null;
  return (
    <section class="same-call" aria-label={t('inboxSameCall')}>
      <h3>{t('inboxSameCall')}</h3>
      {related.map(({ id, kind, at }) => {
        const KindIcon = kindIcons[kind];
        return (
          <button key={id} type="button" class="button quiet small" onClick={() => show(id)}>
            <KindIcon />
            {t(kindText[kind])} · <bdi>{shortTime(Date.parse(at))}</bdi>
          </button>
        );
      })}
    </section>
  );
}
