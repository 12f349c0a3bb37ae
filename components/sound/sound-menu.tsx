import type { ComponentChildren } from 'preact';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { BellIcon, MicIcon, SpeakerIcon } from '../controls/icons.tsx';
import { Meter } from '../controls/meter.tsx';
import { useLevels } from '../controls/use-levels.ts';
import { DeviceSelect } from './device-select.tsx';
import { TestSound } from './test-sound.tsx';

/** The devices in a call, to be changed under it; the meters show that it worked. */
export function SoundMenu({ phone, live }: { phone: Phone; live: boolean }) {
  const levels = useLevels(phone, live);
  return (
    <div class="sound-menu" role="group" aria-label={t('sound')}>
      <Row icon={<MicIcon />}>
        <DeviceSelect phone={phone} role="microphone" label={t('microphone')} />
        <Meter slim label={t('meterMicrophone')} level={levels.microphone} />
      </Row>
      <Row icon={<SpeakerIcon />} end={<TestSound phone={phone} role="speaker" label={t('testSpeaker')} />}>
        <DeviceSelect phone={phone} role="speaker" label={t('speaker')} />
        <Meter slim label={t('meterFar')} level={levels.far} />
      </Row>
      <Row icon={<BellIcon />} end={<TestSound phone={phone} role="ringer" label={t('testRinger')} />}>
        <DeviceSelect phone={phone} role="ringer" label={t('ringer')} />
      </Row>
    </div>
  );
}

function Row({
  icon,
  end,
  children,
}: {
  icon: ComponentChildren;
  end?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <div class="sound-row">
      {icon}
      <div class="sound-device">{children}</div>
      {end}
    </div>
  );
}
