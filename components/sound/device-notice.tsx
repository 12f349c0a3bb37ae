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

/** What a notice is about: the device that went or came. */
const deviceOf = ({ why, from, to }: Notice): string => deviceName(why === 'back' ? (to ?? from) : from);

/** A headset that is unplugged is gone in several roles: one message, in the order of the roles. */
export function groupNotices(notices: readonly Notice[]): Notice[][] {
  return [...Map.groupBy(notices, (one) => `${one.why} ${deviceOf(one)}`).values()];
}

/** Devices were replaced under the operator: which, by what, and each can be put away. */
export function DeviceNotices({ phone }: { phone: Phone }) {
  return groupNotices(phone.devices.value.notices).map((group) => (
    <DeviceNotice key={group[0]?.role} phone={phone} group={group} />
  ));
}

function DeviceNotice({ phone, group }: { phone: Phone; group: Notice[] }) {
  const [first] = group;
  if (!first) return null;
  const { why } = first;
  return (
    <div class={why === 'back' ? 'notice calm' : 'notice'} role={why === 'none-left' ? 'alert' : 'status'}>
      {why === 'back' ? <CheckIcon /> : <WarnIcon />}
      <div class="notice-text">
        <b>{t(noticeWords[why], deviceOf(first))}</b>
        {group.map(({ role, to }) => (
          <p key={role}>{to === undefined ? t(noneWords[role]) : t(usingWords[role], deviceName(to))}</p>
        ))}
      </div>
      <Action
        class="icon-button small"
        run={() => phone.dismissDeviceNotices({ roles: group.map(({ role }) => role) })}
        label={t('putAway')}
        title={t('putAway')}
      >
        <CloseIcon />
      </Action>
    </div>
  );
}
