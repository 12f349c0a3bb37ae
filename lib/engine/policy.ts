/** An account the administrator set by managed policy (`storage.managed`, see public/managed-schema.json). */
import * as v from 'valibot';
import type { Host } from '../host/host.ts';
import { cemscaleAccountInput, sippetAccountInput } from '../mirror/commands.ts';
import { unknownRoutes } from '../providers/cemscale/routes.ts';
import { managedId, type SavedCemscale, type SavedSippet } from './saved-accounts.ts';

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

const cemscale = cemscaleAccountInput.entries;
/** Nobody's password stands in a policy: its operators sign in by the company's server. */
const cemscalePolicy = v.object({
  kind: cemscale.kind,
  label: v.optional(cemscale.label, ''),
  apiUrl: cemscale.apiUrl,
  companionUrl: v.unwrap(cemscale.companionUrl),
  dialBy: v.optional(cemscale.dialBy, 'switch'),
  routes: v.pipe(
    cemscale.routes,
    v.check((routes) => unknownRoutes(routes).length === 0, 'names a route that is none'),
  ),
});

/** The policy's account; its token is kept apart, for the engine alone. */
export interface ManagedAccount {
  account: SavedSippet | SavedCemscale;
  token?: string;
}

/** Undefined where there is no policy, or one that does not fit, which is logged. */
export async function readPolicy(host: Pick<Host, 'managed' | 'log'>): Promise<ManagedAccount | undefined> {
  const raw = await host.managed.get('account');
  if (raw === undefined) return undefined;
  // A policy without a kind is from before there were two.
  const isCemscale = v.is(v.looseObject({ kind: v.literal('cemscale') }), raw);
  const read = isCemscale ? v.safeParse(cemscalePolicy, raw) : v.safeParse(policy, raw);
  if (!read.success) {
    host.log(`the managed account does not fit: ${v.summarize(read.issues)}`, 'warn');
    return undefined;
  }
  if ('apiUrl' in read.output) return { account: { ...read.output, id: managedId, signInBy: 'companion' } };
  const { token, ...account } = read.output;
  const tokenFrom = token === undefined && account.signInUrl !== undefined ? 'url' : 'managed';
  return { account: { ...account, kind: 'sippet', id: managedId, tokenFrom }, token };
}
