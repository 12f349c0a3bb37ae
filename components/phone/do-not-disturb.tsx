import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { BellIcon, BellOffIcon } from '../controls/icons.tsx';

/** Do not disturb, one click away. */
export function DoNotDisturb({ phone }: { phone: Phone }) {
  const on = phone.settings.value.doNotDisturb;
  const help = t(on ? 'doNotDisturbOff' : 'doNotDisturbOn');
  return (
    <Action
      class={on ? 'icon-button quieted' : 'icon-button'}
      pressed={on}
      run={() => phone.setDoNotDisturb({ on: !on })}
      label={t('doNotDisturb')}
      title={help}
    >
      {on ? <BellOffIcon /> : <BellIcon />}
    </Action>
  );
}
