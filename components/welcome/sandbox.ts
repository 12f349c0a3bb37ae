/**
 * The account at the sandbox of this project on the operator's own machine: its Sippet, signed in through its companion
 * with the cookie of its demo CRM, as at a real company. It holds no secret.
 */
import type { SippetAccountInput } from '../../lib/mirror/commands.ts';
import type { AccountView } from '../../lib/mirror/slices.ts';
import { readUrl } from '../settings/site-pattern.ts';

/** Where the sandbox listens when nobody told it otherwise. */
export const sandboxAddress = 'http://127.0.0.1:8787';

const signInPath = '/companion/operator-token';

/** Whether a saved account is the sandbox's. */
export const isSandbox = (account: AccountView | SippetAccountInput): boolean =>
  account.kind === 'sippet' && account.signInUrl === account.apiOrigin + signInPath;

/** The sandbox's account at an address (its CRM's will do); `id` where it was saved before. */
export function sandboxAccount(address: string, label: string, id?: string): SippetAccountInput {
  const origin = readUrl(address)?.origin ?? address;
  return {
    id,
    kind: 'sippet',
    label,
    apiOrigin: origin,
    tokenFrom: 'url',
    signInUrl: origin + signInPath,
    companionUrl: `${origin}/companion`,
    // The caller who greets and gives back what it hears.
    testNumber: '601',
  };
}
