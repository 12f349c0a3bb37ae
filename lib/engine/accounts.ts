/** Saved accounts: one is active. Passwords live in the vault and never in a slice. */
import { computed, signal } from '@preact/signals-core';
import * as v from 'valibot';
import type { Host } from '../host/host.ts';
import { accountInput, type AccountInput } from '../mirror/commands.ts';
import { FaultError } from '../mirror/fault.ts';
import type { AccountView, SessionSlice } from '../mirror/slices.ts';
import { sipProvider, type SipAccount } from '../providers/sip/provider.ts';
import type { Provider } from '../providers/provider.ts';
import { stored } from './stored.ts';
import type { Secrets, Vault } from './vault.ts';

/** What is saved of an account: the form without its secrets. */
const savedAccount = v.object({
  ...v.omit(accountInput, ['password', 'iceServers', 'id']).entries,
  id: v.string(),
  iceServers: v.array(v.object({ urls: v.string(), username: v.optional(v.string()) })),
});
const savedAccounts = v.object({ active: v.nullable(v.string()), accounts: v.array(savedAccount) });

type Saved = v.InferOutput<typeof savedAccounts>;

const noSecrets: Secrets = { password: '', credentials: [] };

export function createAccounts(host: Host, vault: Vault) {
  const file = stored({
    store: host.local,
    key: 'accounts',
    version: 1,
    schema: savedAccounts,
    fallback: { active: null, accounts: [] },
    log: (line) => host.log(line),
  });
  const saved = signal<Saved>({ active: null, accounts: [] });
  const secrets = new Map<string, Secrets>();

  const active = computed(() => saved.value.accounts.find((one) => one.id === saved.value.active));

  const views = computed<AccountView[]>(() =>
    saved.value.accounts.map((one) => {
      const known = secrets.get(one.id) ?? noSecrets;
      return {
        ...one,
        hasPassword: known.password !== '',
        iceServers: one.iceServers.map((server, index) => ({
          ...server,
          hasCredential: Boolean(known.credentials[index]),
        })),
      };
    }),
  );

  const session = computed<SessionSlice>(() => ({
    account: active.value
      ? {
          id: active.value.id,
          kind: active.value.kind,
          label: active.value.label || `${active.value.user}@${active.value.domain}`,
          identity: active.value.user,
          testNumber: active.value.testNumber,
        }
      : null,
  }));

  async function keep(next: Saved): Promise<void> {
    try {
      await file.save(next);
    } catch (error) {
      throw new FaultError('storage-failed', { said: String(error), cause: error });
    }
    saved.value = next;
  }

  return {
    views,
    session,
    activeId: () => saved.value.active,
    /** Every secret in memory, so that a report can be searched for them. */
    secretsHeld: (): string[] =>
      [...secrets.values()].flatMap(({ password, credentials }) => [
        password,
        ...credentials.filter((one) => one !== null),
      ]),

    async load(): Promise<void> {
      const read = await file.load();
      for (const one of read.accounts) secrets.set(one.id, (await vault.open(one.id)) ?? noSecrets);
      saved.value = read;
    },

    /** Saves a new or changed account; the first one becomes active. Absent secrets stay as they were. */
    async save(input: AccountInput): Promise<string> {
      const { password, iceServers, id: given, ...rest } = input;
      const id = given ?? crypto.randomUUID();
      const before = saved.peek().accounts.find((one) => one.id === id);
      if (given && !before) throw new FaultError('bad-input', { said: 'no such account' });
      const old = secrets.get(id) ?? noSecrets;
      const next: Secrets = {
        password: password ?? old.password,
        credentials: iceServers.map((server) => server.credential ?? keptCredential(server, before, old)),
      };
      await vault.seal(id, next);
      secrets.set(id, next);
      const account = {
        ...rest,
        id,
        iceServers: iceServers.map(({ urls, username }) => ({ urls, username })),
      };
      const others = saved.peek().accounts;
      await keep({
        active: saved.peek().active ?? id,
        accounts: before ? others.map((one) => (one.id === id ? account : one)) : [...others, account],
      });
      return id;
    },

    async use(id: string | null): Promise<void> {
      if (id !== null && !saved.peek().accounts.some((one) => one.id === id))
        throw new FaultError('bad-input', { said: 'no such account' });
      await keep({ ...saved.peek(), active: id });
    },

    async remove(id: string): Promise<void> {
      await vault.forget(id);
      secrets.delete(id);
      const accounts = saved.peek().accounts.filter((one) => one.id !== id);
      const active = saved.peek().active === id ? (accounts[0]?.id ?? null) : saved.peek().active;
      await keep({ active, accounts });
    },

    /** The provider behind the active account; undefined when there is none. */
    provider(): Provider | undefined {
      const account = saved.value.accounts.find((one) => one.id === saved.value.active);
      return account && sipProvider(withSecrets(account, secrets.get(account.id) ?? noSecrets));
    },
  };
}

/** A credential belongs to its URL: one for another server is not carried over. */
function keptCredential(
  server: { urls: string },
  before: Saved['accounts'][number] | undefined,
  old: Secrets,
): string | null {
  const index = before?.iceServers.findIndex((one) => one.urls === server.urls) ?? -1;
  return old.credentials[index] ?? null;
}

function withSecrets(account: Saved['accounts'][number], known: Secrets): SipAccount {
  return {
    ...account,
    password: known.password,
    iceServers: account.iceServers.map((server, index) => ({
      ...server,
      credential: known.credentials[index] ?? undefined,
    })),
  };
}
