import { useContext, useId } from 'preact/hooks';
import { ringtoneNames } from '../../lib/mirror/commands.ts';
import type { RingtoneName } from '../../lib/mirror/slices.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { DeskContext, send } from '../controls/desk.ts';
import { TestSound } from '../sound/test-sound.tsx';

const names: Readonly<Record<RingtoneName, TextKey>> = {
  warble: 'ringtoneWarble',
  chime: 'ringtoneChime',
  pulse: 'ringtonePulse',
};

/** Which ringtone; each can be heard before it is chosen. */
export function Ringtones({ phone }: { phone: Phone }) {
  const desk = useContext(DeskContext);
  const { ringtone } = phone.settings.value;
  const name = useId();
  return (
    <fieldset class="choice">
      <legend class="label">{t('ringtone')}</legend>
      {ringtoneNames.map((value) => (
        <div key={value} class="choice-option">
          <label>
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === ringtone}
              disabled={desk.away}
              onChange={() => send(desk, phone.setSettings({ ringtone: value }))}
            />
            <span>{t(names[value])}</span>
          </label>
          <TestSound phone={phone} role="ringer" ringtone={value} label={t('listenTo', t(names[value]))} />
        </div>
      ))}
    </fieldset>
  );
}
