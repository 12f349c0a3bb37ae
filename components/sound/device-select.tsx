import { useContext } from 'preact/hooks';
import type { DeviceRole } from '../../lib/mirror/devices.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { DeskContext, send } from '../controls/desk.ts';
import { ChevronIcon } from '../controls/icons.tsx';
import { deviceOptions, likeSystem } from './device-options.ts';

interface DeviceSelectProps {
  phone: Phone;
  role: DeviceRole;
  /** What ties it to a label elsewhere. */
  id?: string;
  'aria-describedby'?: string;
  /** Its name where no label is tied to it. */
  label?: string;
}

/** Chooses the device of a role; in a call it changes under the call. */
export function DeviceSelect({ phone, role, label, ...parts }: DeviceSelectProps) {
  const desk = useContext(DeskContext);
  const { value, options } = deviceOptions(phone.devices.value, phone.settings.value.devices[role], role);
  return (
    <div class="select">
      <select
        {...parts}
        class="input"
        aria-label={label}
        value={value}
        disabled={desk.away}
        onChange={(event) => {
          const id = event.currentTarget.value;
          send(desk, phone.chooseDevice({ role, id: id === likeSystem ? null : id }));
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.gone}>
            {option.text}
          </option>
        ))}
      </select>
      <ChevronIcon />
    </div>
  );
}
