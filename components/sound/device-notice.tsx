import type { DeviceNotice as Notice, DeviceRole } from '../../lib/mirror/devices.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { CheckIcon, CloseIcon, WarnIcon } from '../controls/icons.tsx';
import { deviceName } from './device-options.ts';

/** What happened; `$1` is the device that was used before, `$2` the one that is used now. */
export const noticeWords: Readonly<Record<Notice['why'], TextKey>> = {
  gone: 'deviceNoticeGone',
  back: 'deviceNoticeBack',
  'default-changed': 'deviceNoticeDefault',
  'none-left': 'deviceNoticeNone',
};

/** What is used for the role now; `$1` is the device. */
export const usingWords: Readonly<Record<DeviceRole, TextKey>> = {
  microphone: 'usingMicrophone',
  speaker: 'usingSpeaker',
  ringer: 'usingRinger',
};

/** What it means that a role has no device. */
export const noneWords: Readonly<Record<DeviceRole, TextKey>> = {
  microphone: 'noMicrophoneLeft',
  speaker: 'noSpeakerLeft',
  ringer: 'noRingerLeft',
};

/** A device was replaced under the operator: which, by what, and it can be put away. */
export function DeviceNotice({ phone }: { phone: Phone }) {
  const { notice } = phone.devices.value;
  if (!notice) return null;
  const { role, why, from, to } = notice;
  return (
    <div class={why === 'back' ? 'notice calm' : 'notice'} role={why === 'none-left' ? 'alert' : 'status'}>
      {why === 'back' ? <CheckIcon /> : <WarnIcon />}
      <div class="notice-text">
        <b>{t(noticeWords[why], deviceName(why === 'back' ? (to ?? from) : from))}</b>
        <p>{to === undefined ? t(noneWords[role]) : t(usingWords[role], deviceName(to))}</p>
      </div>
      <Action
        class="icon-button small"
        run={() => phone.dismissDeviceNotice({})}
        label={t('putAway')}
        title={t('putAway')}
      >
        <CloseIcon />
      </Action>
    </div>
  );
}
