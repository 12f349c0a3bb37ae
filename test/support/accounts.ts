import type { SipAccountInput } from '../../lib/mirror/commands.ts';

/** An account form filled in; a test names only what it cares about. */
export function account(
  fields: Pick<SipAccountInput, 'servers' | 'user' | 'domain' | 'password'> & Partial<SipAccountInput>,
): SipAccountInput {
  return {
    kind: 'sip',
    label: '',
    iceServers: [],
    dtmf: 'rfc4733',
    dialRule: { format: 'e164', prefix: '', fromDigits: 7 },
    ...fields,
  };
}

/** Voice processing off: noise suppression takes a steady test tone for noise and removes it within seconds. */
export const plainVoice = {
  voice: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
};
