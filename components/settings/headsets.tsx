import { useSignal } from '@preact/signals';
import type { Headset } from '../../lib/mirror/devices.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { CheckIcon, CloseIcon, WarnIcon } from '../controls/icons.tsx';
import type { BrowserSide } from './browser-side.ts';

const standings: Readonly<Record<Headset['state'], TextKey>> = {
  ready: 'headsetReady',
  refused: 'headsetRefused',
};

interface HeadsetsProps {
  phone: Phone;
  browser: Pick<BrowserSide, 'requestHeadset'>;
}

/** Whose buttons answer, hang up and mute. The browser asks which headset that may be; some browsers have no such thing. */
export function Headsets({ phone, browser }: HeadsetsProps) {
  const { requestHeadset } = browser;
  const none = useSignal(false);
  if (!requestHeadset) return null;
  const { headsets } = phone.devices.value;

  async function choose(): Promise<void> {
    none.value = !(await requestHeadset?.());
    await phone.readHeadsets({});
  }

  return (
    <div class="stack ruled">
      <div class="group">
        <h3 class="label">{t('headsetButtons')}</h3>
        <p class="help">{t('headsetButtonsHelp')}</p>
        {headsets.length > 0 && (
          <ul class="headsets">
            {headsets.map(({ id, label, state }) => (
              <li key={id}>
                <span class={state === 'ready' ? 'badge go' : 'badge warn'}>
                  {state === 'ready' ? <CheckIcon /> : <WarnIcon />}
                </span>
                <span>
                  <b dir="auto">{label}</b>
                  <span class="help">{t(standings[state])}</span>
                </span>
                <Action
                  class="icon-button small"
                  run={() => phone.forgetHeadset({ id })}
                  label={t('headsetForget', label)}
                  title={t('headsetForget', label)}
                >
                  <CloseIcon />
                </Action>
              </li>
            ))}
          </ul>
        )}
        <Action class="button quiet" run={choose}>
          {t('headsetChoose')}
        </Action>
        <p class="help" role="status">
          {none.value && t('headsetNone')}
        </p>
      </div>
    </div>
  );
}
