import type { AiCall } from '../../lib/mirror/desk.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { usePartyName } from '../phone/who.tsx';
import { useTicking } from '../controls/use-now.ts';
import { aiStateWords } from './ai-words.ts';
import { AiIcon } from './desk-icons.tsx';
import { speaker } from './transcript-words.ts';
import { Waited } from './waited.tsx';

interface AiCallsProps {
  phone: Phone;
  /** Opens one to read along. */
  listen: (callUuid: string) => void;
}

/** The calls AI agents handle now, with the last thing said. */
export function AiCalls({ phone, listen }: AiCallsProps) {
  const calls = phone.aiCalls.value;
  if (calls.length === 0) return null;
  return (
    <section class="ai-calls" aria-labelledby="ai-calls-title">
      <h2 class="part-title" id="ai-calls-title">
        {t('aiCalls', calls.length)}
      </h2>
      <ul class="list">
        {calls.map((call) => (
          <AiCallRow key={call.callUuid} phone={phone} call={call} listen={() => listen(call.callUuid)} />
        ))}
      </ul>
    </section>
  );
}

function AiCallRow({ phone, call, listen }: { phone: Phone; call: AiCall; listen: () => void }) {
  const name = usePartyName(phone, call.party);
  const last = call.lines.at(-1);
  const said = last ? `${speaker(last.who, call.party.name)}: ${last.text}` : t('nothingSaidYet');
  useTicking();
  return (
    <li class="list-row ai-row">
      <span class="face ai" aria-hidden="true">
        <AiIcon />
      </span>
      <div class="row-text">
        <b title={name}>
          <bdi>{name}</bdi>
        </b>
        <span class="sub" title={said}>
          <bdi>{said}</bdi>
        </span>
        <span class={call.state === 'ai' ? 'sub' : 'sub ours'}>{aiStateWords(call.state)}</span>
      </div>
      <div class="row-end">
        <span class="wait">
          <Waited since={call.startedAt} />
        </span>
        <button type="button" class="button quiet small" aria-label={t('listenInOn', name)} onClick={listen}>
          {t(call.state === 'ai' ? 'listenIn' : 'showCallShort')}
        </button>
      </div>
    </li>
  );
}
