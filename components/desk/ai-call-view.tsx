import { useEffect } from 'preact/hooks';
import type { AiCall } from '../../lib/mirror/desk.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { Timer } from '../controls/timer.tsx';
import { usePartyName, Who } from '../phone/who.tsx';
import { AiNotes } from './ai-notes.tsx';
import { aiStateWords } from './ai-words.ts';
import { BackHead } from './back-head.tsx';
import { HandBackIcon, JoinIcon } from './desk-icons.tsx';
import { Transcript } from './transcript.tsx';

interface AiCallViewProps {
  phone: Phone;
  /** One of `phone.aiCalls`. */
  callUuid: string;
  close: () => void;
  /** Leads to our own call, once we are in it. */
  showCall: () => void;
}

/** One AI agent's call, read along: what is said, what the agent did, and the ways in and out. */
export function AiCallView({ phone, callUuid, close, showCall }: AiCallViewProps) {
  const call = phone.aiCalls.value.find((one) => one.callUuid === callUuid);

  // Reading along lasts as long as this view is open; the AI call itself says when it is over.
  useEffect(() => {
    void phone.listenIn({ callUuid, on: true }).catch(() => undefined);
    return () => void phone.listenIn({ callUuid, on: false }).catch(() => undefined);
  }, [phone, callUuid]);

  return call ? <Reading phone={phone} call={call} close={close} showCall={showCall} /> : null;
}

interface ReadingProps {
  phone: Phone;
  call: AiCall;
  close: () => void;
  showCall: () => void;
}

function Reading({ phone, call, close, showCall }: ReadingProps) {
  const { state, codec } = call;
  const name = usePartyName(phone, call.party);
  return (
    <section class="ai-view" aria-label={t('callWith', name)}>
      <BackHead to={t('tabQueue')} back={close}>
        <span class={state === 'ai' ? 'pill accent' : 'pill go'}>
          <span class="dot" />
          {aiStateWords(state)}
        </span>
      </BackHead>
      <div class="ai-body">
        <Who phone={phone} party={call.party}>
          <span class="time">
            <Timer since={call.startedAt} />
          </span>
        </Who>
        <p class="detail-line">
          <span>{t(whereWeAre(call))}</span>
          {codec && <span class="tag">{t('codec', codec)}</span>}
        </p>
        <Transcript lines={call.lines} caller={call.party.name} live empty={t('nothingSaidYet')} />
        <AiNotes notes={call.notes} />
        <Ways phone={phone} call={call} name={name} showCall={showCall} />
      </div>
    </section>
  );
}

/** What it means to be here, honestly: reading is not being heard. */
function whereWeAre({ state, listening }: AiCall): TextKey {
  if (state === 'ours' || state === 'handing-back') return 'oursNow';
  return listening ? 'listeningNow' : 'listenStarting';
}

interface WaysProps {
  phone: Phone;
  call: AiCall;
  name: string;
  showCall?: () => void;
}

/** Barge in or hand back: one strong action, and what it does before it is pressed. */
function Ways({ phone, call, name, showCall }: WaysProps) {
  const { callUuid, state } = call;
  const inIt = state === 'ours' || state === 'handing-back';
  return (
    <div class="ways">
      <p class="hint-text" id="ways-hint">
        {t(inIt ? 'handBackHelp' : 'bargeInHelp')}
      </p>
      {inIt ? (
        <HandBack phone={phone} call={call} />
      ) : (
        <Action
          class="button accent wide"
          off={state === 'barging'}
          run={() => phone.bargeIn({ callUuid }).then(showCall)}
          label={t('bargeInto', name)}
          describedBy="ways-hint"
        >
          <JoinIcon />
          {t(state === 'barging' ? 'bargingIn' : 'bargeIn')}
        </Action>
      )}
    </div>
  );
}

/** Gives a call we are in back to the AI agent. */
export function HandBack({ phone, call }: { phone: Phone; call: AiCall }) {
  const going = call.state === 'handing-back';
  return (
    <Action
      class="button quiet wide"
      off={going}
      title={t('handBackHelp')}
      run={() => phone.handBack({ callUuid: call.callUuid })}
    >
      <HandBackIcon />
      {t(going ? 'handingBack' : 'handBack')}
    </Action>
  );
}
