import { useId } from 'preact/hooks';
import type { Call } from '../../lib/call/call.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { KeypadIcon, MicIcon, MicOffIcon, PauseIcon, SpeakerIcon } from '../controls/icons.tsx';

const holdLabels: Readonly<Record<Call['hold']['ours'], TextKey>> = {
  off: 'hold',
  asking: 'holding',
  on: 'held',
  releasing: 'resuming',
};

/** Whether the far end takes digits now. */
export const takesDigits = (call: Call): boolean =>
  call.phase === 'live' || call.phase === 'recovering' || (call.phase === 'ringing-out' && call.earlyMedia);

/** What a tile unfolds. */
export type Fold = 'keypad' | 'sound';

interface CallTilesProps {
  phone: Phone;
  call: Call;
  /** What is unfolded below. */
  unfolded: Fold | null;
  toggle: (fold: Fold) => void;
}

/** Mute, hold, keypad, sound. They stand in the same place from the first ring to the end. */
export function CallTiles({ phone, call, unfolded, toggle }: CallTilesProps) {
  const why = useId();
  const agreed = call.phase === 'live' || call.phase === 'recovering';
  const { ours } = call.hold;
  const turning = ours === 'asking' || ours === 'releasing';
  const hold = () => (ours === 'on' ? phone.resume({ call: call.id }) : phone.hold({ call: call.id }));
  return (
    <div class="tiles">
      <Action
        class={call.muted ? 'tile on' : 'tile'}
        pressed={call.muted}
        off={call.phase === 'closing'}
        title={t(call.muted ? 'unmuteHelp' : 'muteHelp')}
        run={() => phone.mute({ call: call.id, on: !call.muted })}
      >
        {call.muted ? <MicOffIcon /> : <MicIcon />}
        {t(call.muted ? 'muted' : 'mute')}
      </Action>
      <Action
        class={`tile ${ours === 'on' ? 'held' : ''} ${turning ? 'turning' : ''}`}
        pressed={ours === 'on'}
        off={!agreed || turning}
        title={t(ours === 'on' ? 'resumeHelp' : 'holdHelp')}
        describedBy={agreed ? undefined : why}
        run={hold}
      >
        <PauseIcon />
        {t(holdLabels[ours])}
      </Action>
      <Action
        class={unfolded === 'keypad' ? 'tile on' : 'tile'}
        pressed={unfolded === 'keypad'}
        local
        off={!takesDigits(call)}
        describedBy={takesDigits(call) ? undefined : why}
        run={() => toggle('keypad')}
      >
        <KeypadIcon />
        {t('keypad')}
      </Action>
      <Action
        class={unfolded === 'sound' ? 'tile on' : 'tile'}
        pressed={unfolded === 'sound'}
        local
        off={call.phase === 'closing'}
        title={t('soundHelp')}
        run={() => toggle('sound')}
      >
        <SpeakerIcon />
        {t('sound')}
      </Action>
      <span id={why} hidden>
        {t('notBeforeAnswer')}
      </span>
    </div>
  );
}
