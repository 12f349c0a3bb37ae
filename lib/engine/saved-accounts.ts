/** How accounts are kept: each kind's form without its secrets. */
import * as v from 'valibot';
import {
  cemscaleAccountInput,
  sipAccountInput,
  sippetAccountInput,
  type AccountInput,
} from '../mirror/commands.ts';
import type { AccountView, SessionSlice, TokenSource } from '../mirror/slices.ts';

const savedSip = v.object({
  ...v.omit(sipAccountInput, ['password', 'iceServers', 'id']).entries,
  id: v.string(),
  iceServers: v.array(v.object({ urls: v.string(), username: v.optional(v.string()) })),
});

const savedSippet = v.object({ ...v.omit(sippetAccountInput, ['token', 'id']).entries, id: v.string() });

const savedCemscale = v.object({
  ...v.omit(cemscaleAccountInput, ['password', 'id']).entries,
  id: v.string(),
});

/** The file: `active` is the id of the one in use. */
export const savedAccounts = v.object({
  active: v.nullable(v.string()),
  accounts: v.array(v.variant('kind', [savedSip, savedSippet, savedCemscale])),
});

export type SavedSip = v.InferOutput<typeof savedSip>;
export type SavedSippet = Omit<v.InferOutput<typeof savedSippet>, 'tokenFrom'> & { tokenFrom: TokenSource };
export type SavedCemscale = v.InferOutput<typeof savedCemscale>;
export type SavedAccount = v.InferOutput<typeof savedAccounts>['accounts'][number];

/** The id of the account a policy sets. */
export const managedId = 'managed';

/** Any account, saved or set by a policy. */
export type AnyAccount = SavedSip | SavedSippet | SavedCemscale;

/** The file's version; 2 has kinds, of which there may come more. */
export const savedVersion = 2;

/** Version 1 knew SIP accounts only. */
export const savedMigrations: Record<number, (value: unknown) => unknown> = {
  1: (value) => {
    const old = v.safeParse(v.object({ active: v.unknown(), accounts: v.array(v.looseObject({})) }), value);
    if (!old.success) return value;
    return { ...old.output, accounts: old.output.accounts.map((one) => ({ ...one, kind: 'sip' })) };
  },
};

/** Whether an input changes no more of a saved account than its name and its token: nothing that a call could feel. */
export function onlyRenewed(before: SavedAccount, input: AccountInput): boolean {
  // Secrets that are typed anew count as others, whatever they are.
  if (input.kind !== 'sippet' && input.password !== undefined) return false;
  if (input.kind === 'sip' && input.iceServers.some(({ credential }) => credential !== undefined))
    return false;
  const { label: _old, ...was } = before;
  const { label: _new, id: _id, ...will } = input;
  const wanted: Record<string, unknown> = { ...will, id: before.id };
  delete wanted['token'];
  delete wanted['password'];
  if (input.kind === 'sippet') wanted['apiOrigin'] = new URL(input.apiOrigin).origin;
  return written(was) === written(wanted);
}

/** Whether two policies set the same account, whatever its token. */
export const sameManaged = (
  one: { account: AnyAccount } | undefined,
  other: { account: AnyAccount } | undefined,
): boolean => written(one?.account ?? {}) === written(other?.account ?? {});

/** As text in which order and absent members make no difference. */
function written(value: object): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

/** Who the operator is signed in as, for the top bar. */
export function sessionOf(account: AnyAccount | undefined): SessionSlice {
  if (!account) return { account: null };
  const { id, kind } = account;
  if (account.kind === 'sippet') {
    const { host } = new URL(account.apiOrigin);
    const { testNumber } = account;
    return { account: { id, kind, label: account.label || host, identity: host, testNumber } };
  }
  if (account.kind === 'cemscale') {
    const identity = account.extension ?? new URL(account.apiUrl).host;
    return { account: { id, kind, label: account.label || identity, identity } };
  }
  const { user, domain, testNumber } = account;
  return { account: { id, kind, label: account.label || `${user}@${domain}`, identity: user, testNumber } };
}

/** A saved account as the options page shows it. */
export function viewOf(
  account: AnyAccount,
  known: { password: boolean; credentials: boolean[]; token: boolean; managed: boolean },
): AccountView {
  if (account.kind === 'sippet') return { ...account, hasToken: known.token, managed: known.managed };
  if (account.kind === 'cemscale') return { ...account, hasPassword: known.password, managed: known.managed };
  return {
    ...account,
    hasPassword: known.password,
    iceServers: account.iceServers.map((server, index) => ({
      ...server,
      hasCredential: Boolean(known.credentials[index]),
    })),
  };
}
