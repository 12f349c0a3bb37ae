/** The account that the sandbox of this project serves on the operator's own machine. It holds no secret. */
import type { SipAccountInput } from '../../lib/mirror/commands.ts';
import type { AccountView } from '../../lib/mirror/slices.ts';

/** Where the sandbox listens when nobody told it otherwise. */
export const sandboxAddress = 'ws://127.0.0.1:8787/sip';

const user = '1001';
const domain = 'sandbox.ringside.test';

/** Whether a saved account is the sandbox's. */
export const isSandbox = (account: AccountView | SipAccountInput): boolean =>
  account.kind === 'sip' && account.user === user && account.domain === domain;

/** The sandbox's account at an address; `id` where it was saved before. */
export const sandboxAccount = (address: string, label: string, id?: string): SipAccountInput => ({
  id,
  kind: 'sip',
  label,
  servers: [address],
  user,
  domain,
  password: 'demo-1001-not-a-secret',
  iceServers: [],
  dtmf: 'rfc4733',
  dialRule: { format: 'e164', prefix: '', fromDigits: 7 },
  // The caller who greets and gives back what it hears.
  testNumber: '601',
});
