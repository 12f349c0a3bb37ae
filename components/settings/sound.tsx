import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { DeviceRole } from '../../lib/mirror/devices.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Combobox } from '../controls/combobox.tsx';
import { DeskContext, send } from '../controls/desk.ts';
import { Field } from '../controls/field.tsx';
import { regionName } from '../controls/region-name.ts';
import { Switch } from '../controls/switch.tsx';
import { DeviceNotices } from '../sound/device-notice.tsx';
import { deviceOptions, roleNames } from '../sound/device-options.ts';
import { DeviceSelect } from '../sound/device-select.tsx';
import { TestSound } from '../sound/test-sound.tsx';
import type { BrowserSide } from './browser-side.ts';
import { Headsets } from './headsets.tsx';
import { Microphone } from './microphone.tsx';
import { MicrophoneMeter } from './microphone-meter.tsx';
import { Ringtones } from './ringtones.tsx';

interface SoundProps {
  phone: Phone;
  browser: Pick<BrowserSide, 'requestMicrophone' | 'requestHeadset'>;
  /** Every country with its name. */
  countries: readonly { value: string; text: string }[];
}

/** What speaks, what is heard and where it rings. */
export function Sound({ phone, browser, countries }: SoundProps) {
  const allowed = phone.devices.value.microphone === 'granted';
  return (
    <>
      <DeviceNotices phone={phone} />
      <Microphone phone={phone} browser={browser} />
      <div class="stack ruled">
        <Picker phone={phone} role="microphone">
          {allowed && <MicrophoneMeter phone={phone} />}
        </Picker>
        <Picker
          phone={phone}
          role="speaker"
          test={<TestSound phone={phone} role="speaker" label={t('testSpeaker')} />}
        />
        <Picker
          phone={phone}
          role="ringer"
          test={<TestSound phone={phone} role="ringer" label={t('testRinger')} />}
        />
      </div>
      <Headsets phone={phone} browser={browser} />
      <div class="stack ruled">
        <Ringtones phone={phone} />
        <Tones phone={phone} countries={countries} />
      </div>
      <Voice phone={phone} />
    </>
  );
}

interface PickerProps {
  phone: Phone;
  role: DeviceRole;
  /** Beside the list. */
  test?: ComponentChildren;
  /** Below it. */
  children?: ComponentChildren;
}

function Picker({ phone, role, test, children }: PickerProps) {
  const { gone, instead } = deviceOptions(phone.devices.value, phone.settings.value.devices[role], role);
  const help = gone
    ? instead === undefined
      ? t('deviceGoneNone')
      : t('deviceGoneUsing', instead)
    : undefined;
  return (
    <div class="picker">
      <Field label={t(roleNames[role])} help={help}>
        {(parts) => (
          <div class={test === undefined ? undefined : 'with-test'}>
            <DeviceSelect phone={phone} role={role} {...parts} />
            {test}
          </div>
        )}
      </Field>
      {children}
    </div>
  );
}

/** The tones of the line: the country's own, unless another one is wanted. */
function Tones({ phone, countries }: Pick<SoundProps, 'phone' | 'countries'>) {
  const desk = useContext(DeskContext);
  const { tonesOf, region } = phone.settings.value;
  const own = { value: '', text: t('tonesOwn', regionName(region)) };
  return (
    <Combobox
      label={t('tones')}
      help={t('tonesHelp')}
      value={tonesOf ?? ''}
      options={[own, ...countries]}
      change={(value) => send(desk, phone.setSettings({ tonesOf: value === '' ? null : value }))}
    />
  );
}

function Voice({ phone }: { phone: Phone }) {
  const { voice } = phone.settings.value;
  const set = (changed: Partial<typeof voice>) => phone.setSettings({ voice: { ...voice, ...changed } });
  return (
    <div class="stack ruled">
      <Switch
        label={t('echoCancellation')}
        help={t('echoCancellationHelp')}
        on={voice.echoCancellation}
        set={(echoCancellation) => set({ echoCancellation })}
      />
      <Switch
        label={t('noiseSuppression')}
        help={t('noiseSuppressionHelp')}
        on={voice.noiseSuppression}
        set={(noiseSuppression) => set({ noiseSuppression })}
      />
      <Switch
        label={t('autoGain')}
        help={t('autoGainHelp')}
        on={voice.autoGainControl}
        set={(autoGainControl) => set({ autoGainControl })}
      />
    </div>
  );
}
