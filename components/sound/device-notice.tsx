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
  refused: 'deviceNoticeRefused',
  ready: 'deviceNoticeReady',
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

/** What it means that a device cannot be opened and nothing is used in its place. */
const refusedWords: Readonly<Record<DeviceRole, TextKey>> = {
  microphone: 'microphoneRefusedNow',
  speaker: 'speakerRefusedNow',
  ringer: 'ringerRefusedNow',
};

const isGood = (why: Notice['why']) => why === 'back' || why === 'ready';

/** What is used for the role now, or what it means that nothing is. */
function usedWords({ role, why, to }: Notice): string {
  if (to !== undefined) return t(usingWords[role], deviceName(to));
  return t((why === 'refused' ? refusedWords : noneWords)[role]);
}

/** What a notice is about: the device that went or came. */
const deviceOf = ({ why, from, to }: Notice): string => deviceName(isGood(why) ? (to ?? from) : from);

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
    <div
      class={isGood(why) ? 'notice calm' : 'notice'}
      role={group.some(({ to }) => to === undefined) ? 'alert' : 'status'}
    >
      {isGood(why) ? <CheckIcon /> : <WarnIcon />}
      <div class="notice-text">
        <b>{t(noticeWords[why], deviceOf(first))}</b>
        {group.map((one) => (
          <p key={one.role}>{usedWords(one)}</p>
        ))}
        {why === 'refused' && <p>{t('deviceRefusedWhy')}</p>}
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
