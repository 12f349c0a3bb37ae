/** An account the administrator set by managed policy (`storage.managed`, see public/managed-schema.json). */
import * as v from 'valibot';
import type { Host } from '../host/host.ts';
import { sippetAccountInput } from '../mirror/commands.ts';
import type { SavedSippet } from './saved-accounts.ts';

const { label, apiOrigin, signInUrl, token, rpcPath, topic, companionUrl } = sippetAccountInput.entries;
const policy = v.object({
  label: v.optional(label, ''),
  apiOrigin,
  signInUrl,
  token,
  rpcPath,
  topic,
  companionUrl,
});

/** The policy's account; its token is kept apart, for the engine alone. */
export interface ManagedAccount {
  account: SavedSippet;
  token?: string;
}

const managedId = 'managed';

/** Undefined where there is no policy, or one that does not fit, which is logged. */
export async function readPolicy(host: Pick<Host, 'managed' | 'log'>): Promise<ManagedAccount | undefined> {
  const raw = await host.managed.get('account');
  if (raw === undefined) return undefined;
  const read = v.safeParse(policy, raw);
  if (!read.success) {
    host.log(`the managed account does not fit: ${v.summarize(read.issues)}`, 'warn');
    return undefined;
  }
  const { token, ...account } = read.output;
  const tokenFrom = token === undefined && account.signInUrl !== undefined ? 'url' : 'managed';
  return { account: { ...account, kind: 'sippet', id: managedId, tokenFrom }, token };
}
