import { useEffect, useRef } from 'preact/hooks';
import { kindText } from '../../lib/mirror/inbox-kinds.ts';
import type { InboxEntry } from '../../lib/mirror/inbox.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { CheckIcon, PhoneIcon } from '../controls/icons.tsx';
import { fullTime, shortWhen } from '../controls/when.ts';
import { NumberText } from '../phone/number.tsx';
import { usePartyName } from '../phone/who.tsx';
import { appointmentWords } from './appointment-words.ts';
import { NotCalled, useCallBack } from './call-back.tsx';
import { kindIcons, TakeIcon } from './inbox-icons.tsx';
import { assigneeOf, holderOf, nextStep, outcomeOf, sleepOf } from './inbox-words.ts';

interface InboxRowProps {
  phone: Phone;
  entry: InboxEntry;
  now: number;
  /** It takes the keyboard. */
  focus: boolean;
  open: () => void;
  called: () => void;
}

/** One item: what it is, from whom, and what can be done at once. The rest is behind a press. */
export function InboxRow({ phone, entry, now, focus, open, called }: InboxRowProps) {
  const { kind, name, number, numberAsGiven, forPerson, urgent } = entry;
  const { me } = phone.inbox.value;
  const who = usePartyName(phone, { number: number ?? '', name: name ?? numberAsGiven });
  const button = useRef<HTMLButtonElement>(null);
  const callBack = useCallBack(phone, entry, called);
  const KindIcon = kindIcons[kind];
  const at = Date.parse(entry.at);
  useEffect(() => {
    if (focus) button.current?.focus();
  }, []);
  return (
    <li class={urgent ? 'list-row inbox-row urgent' : 'list-row inbox-row'}>
      <button type="button" class="row-open" ref={button} onClick={open} title={fullTime(at)}>
        <span class="kind">
          <KindIcon />
        </span>
        <span class="row-text">
          <span class="row-line">
            <b title={who}>
              {name === undefined && number !== undefined ? (
                <NumberText phone={phone} number={number} />
              ) : (
                <bdi>{who}</bdi>
              )}
            </b>
            <span class="sub at">
              <bdi>{shortWhen(at, now)}</bdi>
            </span>
          </span>
          <span class="sub one-line">
            {urgent && <span class="tag stop">{t('inboxUrgent')}</span>}
            {t(kindText[kind])}
            {forPerson && (
              <>
                {' · '}
                <bdi>{t('inboxFor', forPerson)}</bdi>
              </>
            )}
          </span>
          <Gist entry={entry} />
          <Marks phone={phone} entry={entry} now={now} />
        </span>
      </button>
      <div class="row-buttons">
        {number !== undefined && (
          <Action
            class="icon-button go"
            run={() => callBack.call()}
            off={phone.line.value.state !== 'ready'}
            label={t('inboxCallBackNamed', who)}
            title={t('inboxCallBack')}
          >
            <PhoneIcon />
          </Action>
        )}
        <NextStep phone={phone} entry={entry} step={nextStep(entry, me)} who={who} />
      </div>
      <NotCalled {...callBack} />
    </li>
  );
}

/** The most telling of what was said. */
function Gist({ entry: { appointment, text, preferredTime, outcome } }: { entry: InboxEntry }) {
  const words = appointment && appointmentWords(appointment);
  const gist = text ?? preferredTime ?? outcome.spoken;
  return (
    <>
      {words && (
        <span class="sub one-line strong">
          <bdi>{words.there}</bdi>
        </span>
      )}
      {gist && (
        <span class="gist" dir="auto">
          {gist}
        </span>
      )}
    </>
  );
}

/** What is not as it usually is; each in words. */
function Marks({ phone, entry, now }: { phone: Phone; entry: InboxEntry; now: number }) {
  const { me, behind } = phone.inbox.value;
  // A change that is on its way as usual is no news.
  const waits = behind && entry.undelivered.length > 0;
  const outcome = outcomeOf(entry.outcome);
  const holder = holderOf(entry, me);
  const assignee = assigneeOf(entry, me);
  const sleep = sleepOf(entry, now);
  const [refused] = entry.refused;
  const plain = [holder, assignee, sleep].filter((one) => one !== undefined);
  const marked = outcome.tone !== 'plain' || entry.needsReview || waits || refused || plain.length;
  if (!marked) return null;
  return (
    <span class="marks">
      {outcome.tone !== 'plain' && <span class={`tag ${outcome.tone}`}>{outcome.text}</span>}
      {entry.needsReview && <span class="tag warn">{t('inboxReview')}</span>}
      {waits && <span class="tag warn">{t('inboxUndelivered')}</span>}
      {refused && <span class="tag stop">{t('inboxFailed')}</span>}
      {plain.map((words) => (
        <span key={words} class={entry.mine ? 'tag accent' : 'tag'}>
          <bdi>{words}</bdi>
        </span>
      ))}
    </span>
  );
}

interface NextStepProps {
  phone: Phone;
  entry: InboxEntry;
  step: 'claim' | 'done' | undefined;
  who: string;
}

/** Take it, or it is done: one button in one place. */
function NextStep({ phone, entry: { id: item }, step, who }: NextStepProps) {
  if (step === undefined) return null;
  const done = step === 'done';
  return (
    <Action
      class="icon-button bordered"
      run={() => (done ? phone.finishItem({ item }) : phone.claimItem({ item }))}
      label={t(done ? 'inboxDoneNamed' : 'inboxClaimNamed', who)}
      title={t(done ? 'inboxDone' : 'inboxClaim')}
    >
      {done ? <CheckIcon /> : <TakeIcon />}
    </Action>
  );
}
