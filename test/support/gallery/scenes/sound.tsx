/** Sound in a call: how it sounds, every complaint, and its devices. */
import { complaintWords } from '../../../../components/phone/quality-words.ts';
import { noticeWords } from '../../../../components/sound/device-notice.tsx';
import { deviceRoles, type DeviceNotice } from '../../../../lib/mirror/devices.ts';
import type { Complaint, ComplaintKind, VoiceSide } from '../../../../lib/mirror/quality.ts';
import { emptySlices, type Slices } from '../../../../lib/mirror/slices.ts';
import { t } from '../../../../lib/text.ts';
import { call, devices, fault, quality, withCalls } from '../states.ts';
import { Scene } from './phone.tsx';

const sides: VoiceSide[] = ['ours', 'theirs'];
const values: Record<ComplaintKind, number> = {
  silence: 3,
  quiet: 10,
  loss: 6,
  jitter: 45,
  delay: 450,
  mos: 3.2,
};

function sounding(mos: number, ...complaints: Complaint[]): Partial<Slices> {
  const live = call();
  return { ...withCalls(live), devices: devices(), quality: [quality(live, mos, ...complaints)] };
}

/** A headset that comes or goes is one device in three roles. */
const headset = (why: DeviceNotice['why']): DeviceNotice[] =>
  deviceRoles.map((role) => ({
    role,
    why,
    from: why === 'back' ? 'MacBook Pro' : 'Jabra Evolve2 65 (0b0e:030c)',
    to: why === 'back' ? 'Jabra Evolve2 65 (0b0e:030c)' : 'MacBook Pro',
    at: 1,
  }));

export function Sounds() {
  const kinds = Object.keys(complaintWords) as ComplaintKind[];
  const whys = Object.keys(noticeWords) as DeviceNotice['why'][];
  const gone = { id: 'x', label: 'Plantronics Blackwire 5220 Series with a long name' };
  return (
    <>
      <Scene title="clear" slices={sounding(4.3)} />
      <Scene title="fair" slices={sounding(3.8)} />
      {kinds.flatMap((kind) =>
        sides.map((side) => (
          <Scene
            key={kind + side}
            title={`${kind} of ${side}`}
            slices={sounding(3.2, { kind, side, value: values[kind] })}
          />
        )),
      )}
      <Scene
        title="line down in a call"
        slices={{ ...sounding(4.2), line: { state: 'retrying', since: 1, fault: fault('server-dropped') } }}
      />
      <Scene title="recovering" slices={withCalls(call({ phase: 'recovering' }))} />
      <Scene title="sound" slices={sounding(4.3)} press={t('sound')} />
      <Scene
        title="sound, devices gone"
        slices={{
          ...sounding(4.1),
          settings: { ...emptySlices.settings, devices: { microphone: gone, speaker: gone, ringer: gone } },
        }}
        press={t('sound')}
      />
      {whys.map((why, index) => (
        <Scene
          key={why}
          title={`device ${why}`}
          slices={{
            ...sounding(4.3),
            devices: devices({
              notices: [
                {
                  role: deviceRoles[index % deviceRoles.length] ?? 'microphone',
                  why,
                  from: 'Jabra Evolve2 65 (0b0e:030c)',
                  ...(why !== 'none-left' && { to: 'MacBook Pro Microphone' }),
                  at: 1,
                },
              ],
            }),
          }}
        />
      ))}
      <Scene
        title="the microphone cannot be opened, and nothing else is open"
        slices={{
          ...sounding(4.3),
          devices: devices({
            notices: [{ role: 'microphone', why: 'refused', from: 'Jabra Evolve2 65 (0b0e:030c)', at: 1 }],
          }),
        }}
      />
      <Scene
        title="a headset gone, in all its roles"
        slices={{ ...sounding(4.3), devices: devices({ notices: headset('gone') }) }}
      />
      <Scene
        title="a headset back, the ringer gone"
        slices={{
          ...sounding(4.3),
          devices: devices({
            notices: [
              ...headset('back').slice(0, 2),
              { role: 'ringer', why: 'none-left', from: 'Desk speaker', at: 1 },
            ],
          }),
        }}
      />
      <Scene
        title="do not disturb"
        slices={{ ...withCalls(), settings: { ...emptySlices.settings, doNotDisturb: true } }}
      />
    </>
  );
}
