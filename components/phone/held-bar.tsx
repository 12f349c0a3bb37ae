import type { Call } from '../../lib/call/call.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { PauseIcon, SwapIcon } from '../controls/icons.tsx';
import { Timer } from '../controls/timer.tsx';
import { stateWords } from './call-words.ts';
import { usePartyName } from './who.tsx';

interface HeldBarProps {
  phone: Phone;
  call: Call;
}

/** A call that waits behind the one in front. Swap holds that one and brings this one back. */
export function HeldBar({ phone, call }: HeldBarProps) {
  const name = usePartyName(phone, call.party);
  const held = call.hold.ours === 'on';
  const text = held ? t('onHold', name) : `${name}: ${stateWords(call).text}`;
  return (
    <div class="held-bar">
      <PauseIcon />
      <span class="held-name" title={text}>
        {text}
      </span>
      {call.answeredAt !== undefined && <Timer since={call.answeredAt} />}
      <Action
        class="bar-button"
        off={!held}
        run={() => phone.resume({ call: call.id })}
        label={t('swapTo', name)}
      >
        <SwapIcon />
        {t('swap')}
      </Action>
    </div>
  );
}
