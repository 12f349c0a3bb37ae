import { useSignal, type Signal } from '@preact/signals';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { PhoneIcon } from '../controls/icons.tsx';
import { TextField } from '../controls/field.tsx';
import { CallCard } from '../phone/call-card.tsx';
import { EndedCard } from '../phone/ended-card.tsx';
import { Meter } from '../controls/meter.tsx';
import { useLevels, type HeardLevels } from '../controls/use-levels.ts';

interface TestStepProps {
  phone: Phone;
  /** What the operator said to "do you hear yourself?"; kept by the page. */
  verdict: Signal<Verdict>;
}

/** The operator's own judgement of the test call. */
export type Verdict = 'none' | 'good' | 'bad';

/** What most likely keeps a call silent, by what was seen on the meters. */
export function adviceFor(heard: HeardLevels['heard']): TextKey {
  if (!heard.microphone) return 'adviceMicrophone';
  return heard.far ? 'adviceSpeakers' : 'adviceServer';
}

/** A call to a number that gives back what it hears, with both levels on screen. */
export function TestStep({ phone, verdict }: TestStepProps) {
  const current = useSignal<string | null>(null);
  const typed = useSignal<string | null>(null);
  const { account } = phone.session.value;
  const ready = phone.line.value.state === 'ready';
  const call = phone.calls.value.find(({ id }) => id === current.value);
  const live = call?.phase === 'live';
  const levels = useLevels(phone, live);
  const number = typed.value ?? account?.testNumber ?? '';
  const said = verdict.value;

  async function dial(): Promise<void> {
    verdict.value = 'none';
    const placed = await phone.dial({ number, name: t('testCall') });
    current.value = placed.call;
  }

  async function good(id: string): Promise<void> {
    verdict.value = 'good';
    await phone.hangUp({ call: id });
  }

  return (
    <>
      {call && call.phase !== 'closed' && (
        <div class="test-call">
          <CallCard phone={phone} call={call} />
        </div>
      )}
      {call?.phase === 'closed' && call.outcome?.kind !== 'completed' && (
        <div class="test-call">
          <EndedCard phone={phone} call={call} />
        </div>
      )}
      {live && (
        <div class="meters">
          <Meter label={t('meterMicrophone')} level={levels.microphone} />
          <Meter label={t('meterFar')} level={levels.far} />
          <div class="question" role="group" aria-label={t('hearYourself')}>
            <b>{t('hearYourself')}</b>
            <button
              type="button"
              class="button quiet"
              onClick={() => {
                verdict.value = 'bad';
              }}
            >
              {t('no')}
            </button>
            <Action class="button go" run={() => good(call.id)}>
              {t('yes')}
            </Action>
          </div>
        </div>
      )}
      {said === 'bad' && (
        <p class="inline-fault" role="status">
          {t(adviceFor(levels.heard))}
        </p>
      )}
      {said === 'good' && (
        <p class="inline-good" role="status">
          {t('testPassed')}
        </p>
      )}
      {(!call || call.phase === 'closed') && (
        <form class="add" onSubmit={(event) => event.preventDefault()}>
          <TextField
            label={t('fieldTestNumber')}
            help={ready ? undefined : t('dialLineNotReady')}
            inputMode="tel"
            value={number}
            change={(value) => {
              typed.value = value;
            }}
          />
          <Action
            class={said === 'good' ? 'button quiet' : 'button go'}
            type="submit"
            run={dial}
            off={!ready || number.trim() === ''}
          >
            <PhoneIcon />
            {t(said === 'none' ? 'call' : 'callAgain')}
          </Action>
        </form>
      )}
    </>
  );
}
