/** Saved accounts: one is active. Passwords live in the vault, tokens on the shelf; neither is ever in a slice. */
import { computed, signal } from '@preact/signals-core';
import type { Host } from '../host/host.ts';
import type {
  AccountInput,
  CemscaleAccountInput,
  SipAccountInput,
  SippetAccountInput,
} from '../mirror/commands.ts';
import { FaultError } from '../mirror/fault.ts';
import type { AccountView, SessionSlice } from '../mirror/slices.ts';
import { unknownRoutes } from '../providers/cemscale/routes.ts';
import type { SipAccount } from '../providers/sip/provider.ts';
import { readPolicy, type ManagedAccount } from './policy.ts';
import {
  savedAccounts,
  savedMigrations,
  savedVersion,
  sessionOf,
  viewOf,
  type AnyAccount,
  type SavedAccount,
  type SavedCemscale,
  type SavedSip,
  type SavedSippet,
} from './saved-accounts.ts';
import { stored } from './stored.ts';
import { createTokenShelf } from './token-shelf.ts';
import type { Secrets, Vault } from './vault.ts';

interface Saved {
  active: string | null;
  accounts: SavedAccount[];
}

const noSecrets: Secrets = { password: '', credentials: [] };

/** The account in use, with all it takes to sign in. */
export type AccountInUse =
  | { kind: 'sip'; account: SipAccount }
  | { kind: 'sippet'; account: SavedSippet; managedToken?: string }
  | { kind: 'cemscale'; account: SavedCemscale; password: string };

export function createAccounts(host: Host, vault: Vault) {
  const file = stored({
    store: host.local,
    key: 'accounts',
    version: savedVersion,
    schema: savedAccounts,
    fallback: { active: null, accounts: [] },
    migrations: savedMigrations,
    log: (line) => host.log(line),
  });
  const saved = signal<Saved>({ active: null, accounts: [] });
  const managed = signal<ManagedAccount | undefined>(undefined);
  const secrets = new Map<string, Secrets>();
  const shelf = createTokenShelf(host.session);

  const all = computed<AnyAccount[]>(() => [
    ...(managed.value ? [managed.value.account] : []),
    ...saved.value.accounts,
  ]);
  /** The administrator's account wins (DESIGN §7). */
  const activeId = computed(() => managed.value?.account.id ?? saved.value.active);
  const active = computed(() => all.value.find((one) => one.id === activeId.value));

  const views = computed<AccountView[]>(() =>
    all.value.map((one) => {
      const known = secrets.get(one.id) ?? noSecrets;
      return viewOf(one, {
        password: known.password !== '',
        credentials: known.credentials.map(Boolean),
        token: shelf.get(one.id) !== undefined || managed.value?.token !== undefined,
        managed: one === managed.value?.account,
      });
    }),
  );

  const session = computed<SessionSlice>(() => sessionOf(active.value));

  async function keep(next: Saved): Promise<void> {
    try {
      await file.save(next);
    } catch (error) {
      throw new FaultError('storage-failed', { said: String(error), cause: error });
    }
    saved.value = next;
  }

  async function sealed(id: string, input: SipAccountInput): Promise<SavedAccount> {
    const { password, iceServers, id: _id, ...rest } = input;
    const before = saved.peek().accounts.find((one) => one.id === id);
    const old = secrets.get(id) ?? noSecrets;
    const next: Secrets = {
      password: password ?? old.password,
      credentials: iceServers.map((server) => server.credential ?? keptCredential(server, before, old)),
    };
    await vault.seal(id, next);
    secrets.set(id, next);
    return { ...rest, id, iceServers: iceServers.map(({ urls, username }) => ({ urls, username })) };
  }

  /** The password goes into the vault; a token is for the one it was given to. */
  async function registered(id: string, input: CemscaleAccountInput): Promise<SavedAccount> {
    const { password, id: _id, ...rest } = input;
    const old = secrets.get(id) ?? noSecrets;
    const missing = missingOf(rest, password ?? old.password);
    if (missing) throw new FaultError('bad-input', { said: missing });
    const before = saved.peek().accounts.find((one) => one.id === id);
    const same = before?.kind === 'cemscale' && signInOf(before) === signInOf({ ...rest, id });
    if (before && (!same || password !== undefined)) await shelf.remove(id);
    if (rest.signInBy === 'password') {
      const next: Secrets = { password: password ?? old.password, credentials: [] };
      await vault.seal(id, next);
      secrets.set(id, next);
    } else {
      await vault.forget(id);
      secrets.delete(id);
    }
    return { ...rest, id };
  }

  async function shelved(id: string, input: SippetAccountInput): Promise<SavedAccount> {
    const { token, id: _id, ...rest } = input;
    if (rest.tokenFrom === 'url' && !rest.signInUrl)
      throw new FaultError('bad-input', { said: 'signInUrl: missing' });
    const before = saved.peek().accounts.find((one) => one.id === id);
    const { origin } = new URL(rest.apiOrigin);
    const elsewhere =
      before?.kind === 'sippet' && (before.apiOrigin !== origin || before.tokenFrom !== rest.tokenFrom);
    // A token is for the service it was given for.
    if (elsewhere) await shelf.remove(id);
    if (token) await shelf.put(id, { token });
    return { ...rest, apiOrigin: origin, id };
  }

  return {
    views,
    session,
    shelf,
    activeId: () => activeId.value,
    /** A saved account as it is kept; undefined for none, and for the administrator's. */
    saved: (id: string | undefined): SavedAccount | undefined =>
      saved.peek().accounts.find((one) => one.id === id),
    /** The account that the administrator has set. */
    managed: () => managed.peek(),
    /** What the policy says now; nothing is changed by reading it. */
    async readManaged(): Promise<ManagedAccount | undefined> {
      const policy = await readPolicy(host);
      if (policy) await shelf.load(policy.account.id);
      return policy;
    },
    takeManaged(policy: ManagedAccount | undefined): void {
      managed.value = policy;
    },
    /** The company server of the account in use, where it has one. */
    companionUrl: () => active.peek()?.companionUrl,
    /** Every secret in memory, so that a report can be searched for them. */
    secretsHeld: (): string[] => [
      ...[...secrets.values()].flatMap(({ password, credentials }) => [
        password,
        ...credentials.filter((one) => one !== null),
      ]),
      ...shelf.held(),
      ...(managed.peek()?.token ? [managed.peek()?.token ?? ''] : []),
    ],

    async load(): Promise<void> {
      const [read, policy] = await Promise.all([file.load(), this.readManaged()]);
      for (const one of read.accounts) {
        if (one.kind !== 'sippet') secrets.set(one.id, (await vault.open(one.id)) ?? noSecrets);
        if (one.kind !== 'sip') await shelf.load(one.id);
      }
      managed.value = policy;
      saved.value = read;
    },

    /** Saves a new or changed account; the first one becomes active. Absent secrets stay as they were. */
    async save(input: AccountInput): Promise<string> {
      const id = input.id ?? crypto.randomUUID();
      const before = saved.peek().accounts.find((one) => one.id === id);
      if (input.id !== undefined && before?.kind !== input.kind)
        throw new FaultError('bad-input', { said: 'no such account' });
      const account = await (input.kind === 'sip'
        ? sealed(id, input)
        : input.kind === 'sippet'
          ? shelved(id, input)
          : registered(id, input));
      const others = saved.peek().accounts;
      await keep({
        active: saved.peek().active ?? id,
        accounts: before ? others.map((one) => (one.id === id ? account : one)) : [...others, account],
      });
      return id;
    },

    async use(id: string | null): Promise<void> {
      if (managed.peek() && id !== activeId.peek())
        throw new FaultError('not-allowed', { said: 'the account is set by your administrator' });
      if (id !== null && !all.peek().some((one) => one.id === id))
        throw new FaultError('bad-input', { said: 'no such account' });
      await keep({ ...saved.peek(), active: id });
    },

    async remove(id: string): Promise<void> {
      await vault.forget(id);
      await shelf.remove(id);
      secrets.delete(id);
      const accounts = saved.peek().accounts.filter((one) => one.id !== id);
      const active = saved.peek().active === id ? (accounts[0]?.id ?? null) : saved.peek().active;
      await keep({ active, accounts });
    },

    /** The account in use; undefined when there is none. */
    inUse(): AccountInUse | undefined {
      const account = active.peek();
      if (!account) return undefined;
      if (account.kind === 'sippet') return { kind: 'sippet', account, managedToken: managed.peek()?.token };
      if (account.kind === 'cemscale')
        return { kind: 'cemscale', account, password: (secrets.get(account.id) ?? noSecrets).password };
      return { kind: 'sip', account: withSecrets(account, secrets.get(account.id) ?? noSecrets) };
    },
  };
}

/** A credential belongs to its URL: one for another server is not carried over. */
function keptCredential(
  server: { urls: string },
  before: SavedAccount | undefined,
  old: Secrets,
): string | null {
  if (before?.kind !== 'sip') return null;
  return old.credentials[before.iceServers.findIndex((one) => one.urls === server.urls)] ?? null;
}

/** What a CemScale account cannot do without, in a word; undefined where nothing is missing. */
function missingOf(
  input: Omit<CemscaleAccountInput, 'password' | 'id'>,
  password: string,
): string | undefined {
  const { signInBy, extension, tenantId, companionUrl, routes } = input;
  const [unknown] = unknownRoutes(routes);
  if (unknown !== undefined) return `routes: no route is called ${unknown}`;
  if (signInBy === 'companion') return companionUrl ? undefined : 'companionUrl: missing';
  if (!extension) return 'extension: missing';
  if (!tenantId) return 'tenantId: missing';
  return password === '' ? 'password: missing' : undefined;
}

/** Who signs in where: a token is no good for anything else. */
const signInOf = ({ apiUrl, signInBy, tenantId, extension, companionUrl }: SavedCemscale): string =>
  JSON.stringify([apiUrl, signInBy, tenantId, extension, companionUrl]);

function withSecrets(account: SavedSip, known: Secrets): SipAccount {
  return {
    ...account,
    password: known.password,
    iceServers: account.iceServers.map((server, index) => ({
      ...server,
      credential: known.credentials[index] ?? undefined,
    })),
  };
}
