import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { BackIcon, CopyIcon, PhoneIcon } from '../controls/icons.tsx';
import { clock } from '../controls/timer.tsx';
import { fullTime, shortTime } from '../controls/when.ts';
import { CallSound } from './call-sound.tsx';
import { Fact } from './fact.tsx';
import { useNumber } from './number.tsx';
import { OutcomeText } from './outcome-text.tsx';
import { prepared } from './prepared.ts';
import type { PastCall } from './recent-row.tsx';
import { Who } from './who.tsx';

interface CallDetailsProps {
  phone: Phone;
  entry: PastCall;
  /** Puts a text into the clipboard; without it there is no button for it. */
  copy?: (text: string) => Promise<void>;
  back: () => void;
  /** Where back leads; the recent calls unless said otherwise. */
  backTo?: string;
  /** It was called again. */
  called?: () => void;
  /** What only the service knows of it. */
  children?: ComponentChildren;
}

/** All that is known of a past call. */
export function CallDetails(props: CallDetailsProps) {
  const { phone, entry, copy, back, backTo = t('recentCalls'), called, children } = props;
  const { party, startedAt, answeredAt, endedAt } = entry;
  const ready = phone.line.value.state === 'ready';
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <section class="details" aria-label={t('callDetails')}>
      <div class="details-top">
        <button type="button" class="back" ref={first} onClick={back}>
          <BackIcon />
          {backTo}
        </button>
      </div>
      <div class="card">
        <Who phone={phone} party={party} />
        <div class={copy ? 'pair' : undefined}>
          {copy && <CopyNumber phone={phone} number={party.number} copy={copy} />}
          <Action
            class={copy ? 'button go' : 'button go wide'}
            likely={prepared(phone)}
            run={() => phone.dial({ number: party.number, name: party.name }).then(called)}
            off={!ready || party.number === ''}
          >
            <PhoneIcon />
            {t(entry.direction === 'incoming' ? 'callBack' : 'callAgain')}
          </Action>
        </div>
        {entry.outcome ? <OutcomeText call={entry} /> : <p>{t('callGoingOn')}</p>}
        <dl class="facts">
          <Fact name={t('callDirection')}>{t(entry.direction === 'incoming' ? 'incoming' : 'outgoing')}</Fact>
          <Fact name={t('began')}>{fullTime(startedAt)}</Fact>
          {answeredAt !== undefined && (
            <Fact name={t('answered')}>
              {t('afterSeconds', Math.max(0, Math.round((answeredAt - startedAt) / 1000)))}
            </Fact>
          )}
          {endedAt !== undefined && <Fact name={t('ended')}>{shortTime(endedAt)}</Fact>}
          {answeredAt !== undefined && endedAt !== undefined && (
            <Fact name={t('talked')}>{clock(endedAt - answeredAt)}</Fact>
          )}
        </dl>
      </div>
      {children}
      {entry.quality && <CallSound phone={phone} call={entry.id} quality={entry.quality} />}
    </section>
  );
}

interface CopyNumberProps {
  phone: Phone;
  number: string;
  copy: (text: string) => Promise<void>;
}

/** Copies a number as machines want it: E.164 where it has such a form. */
function CopyNumber({ phone, number, copy }: CopyNumberProps) {
  const clean = useNumber(phone, number)?.number ?? number;
  const copied = useSignal(false);
  return (
    <Action
      class="button quiet"
      local
      off={number === ''}
      title={clean}
      run={async () => {
        await copy(clean);
        copied.value = true;
      }}
    >
      <CopyIcon />
      <span aria-live="polite">{t(copied.value ? 'numberCopied' : 'copyNumber')}</span>
    </Action>
  );
}
