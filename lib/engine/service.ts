/** The provider behind an account, and where its operator token comes from. */
import type { Host } from '../host/host.ts';
import { FaultError } from '../mirror/fault.ts';
import type { SitesSlice } from '../mirror/slices.ts';
import type { Provider } from '../providers/provider.ts';
import { cemscaleProvider } from '../providers/cemscale/provider.ts';
import { sipProvider } from '../providers/sip/provider.ts';
import { mintAt, type Token } from '../providers/mint.ts';
import { sippetProvider } from '../providers/sippet/provider.ts';
import type { TokenOrigin } from '../providers/tokens.ts';
import type { AccountInUse } from './accounts.ts';
import type { TokenShelf } from './token-shelf.ts';

export interface ServiceDeps {
  host: Pick<Host, 'log'>;
  shelf: TokenShelf;
  sites(): SitesSlice;
  /** Asks the page that offered tokens for a newer one; undefined when there is none to ask. */
  askPage(): Promise<string | undefined>;
}

type CemscaleInUse = Extract<AccountInUse, { kind: 'cemscale' }>;
type SippetInUse = Extract<AccountInUse, { kind: 'sippet' }>;

/** Undefined without an account. */
export function providerOf(inUse: AccountInUse | undefined, deps: ServiceDeps): Provider | undefined {
  if (!inUse) return undefined;
  if (inUse.kind === 'sip') return sipProvider(inUse.account);
  if (inUse.kind === 'cemscale') return cemscaleOf(inUse, deps);
  const { apiOrigin, rpcPath, topic } = inUse.account;
  return sippetProvider({
    origin: apiOrigin,
    rpcPath,
    topic,
    tokens: originOf(inUse, deps),
    company: companyOf(inUse.account, deps),
    fetch: (url, init) => globalThis.fetch(url, init),
    log: (line) => deps.host.log(line),
  });
}

/** Where the company may give out session tokens: at its companion, or beside the address that signs in. */
export function sessionUrlOf({ companionUrl, signInUrl, tokenFrom }: SignInAccount): string | undefined {
  if (companionUrl) return `${companionUrl.replace(/\/+$/, '')}/realtime-session`;
  return tokenFrom === 'url' && signInUrl ? new URL('realtime-session', signInUrl).href : undefined;
}

function companyOf(account: SignInAccount, deps: ServiceDeps): (() => Promise<Token>) | undefined {
  const url = sessionUrlOf(account);
  if (url === undefined) return undefined;
  return async () => {
    if (missingSite(url, deps.sites()))
      throw new FaultError('site-permission-needed', { about: new URL(url).host });
    return mintAt(url, (to, init) => globalThis.fetch(to, init));
  };
}

function cemscaleOf({ account, password }: CemscaleInUse, deps: ServiceDeps): Provider {
  const { id, apiUrl, routes, dialBy, wssUrl, sipDomain, extension = '', tenantId = '' } = account;
  const mint = async () => {
    const url = signInUrlOf(account) ?? '';
    if (missingFor(account, deps.sites()))
      throw new FaultError('site-permission-needed', { about: new URL(url).host });
    return mintAt(url, (to, init) => globalThis.fetch(to, init));
  };
  return cemscaleProvider({
    apiUrl,
    routes,
    dialBy,
    signIn:
      account.signInBy === 'password'
        ? { by: 'password', credentials: { extension, password, tenantId } }
        : { by: 'companion', mint },
    tokens: { first: deps.shelf.get(id), keep: (token) => deps.shelf.put(id, token) },
    ...(wssUrl !== undefined && sipDomain !== undefined && { line: { wssUrl, domain: sipDomain } }),
    fetch: (url, init) => globalThis.fetch(url, init),
    log: (line) => deps.host.log(line),
  });
}

/** The page that signs in with the operator's own cookies, where the account has one. */
export function signInUrlOf(account: SignInAccount): string | undefined {
  if (account.tokenFrom === 'url') return account.signInUrl;
  if (account.signInBy !== 'companion' || !account.companionUrl) return undefined;
  return `${account.companionUrl.replace(/\/+$/, '')}/cemscale-token`;
}

/** What of an account says where its token comes from. */
interface SignInAccount {
  tokenFrom?: string;
  signInUrl?: string;
  signInBy?: string;
  companionUrl?: string;
}

function originOf({ account, managedToken }: SippetInUse, deps: ServiceDeps): TokenOrigin {
  const { id, tokenFrom, signInUrl } = account;
  const keep = (token: Token) => deps.shelf.put(id, token);
  const first = tokenFrom === 'managed' && managedToken ? { token: managedToken } : deps.shelf.get(id);
  if (tokenFrom === 'url' && signInUrl) {
    const mint = async () => {
      const missing = missingFor(account, deps.sites());
      if (missing) throw new FaultError('site-permission-needed', { about: new URL(signInUrl).host });
      return mintAt(signInUrl, (url, init) => globalThis.fetch(url, init));
    };
    return { mint, first, keep };
  }
  if (tokenFrom !== 'page') return { first, keep };
  const mint = async () => {
    const token = await deps.askPage();
    if (!token) throw new FaultError('sign-in-needed', { said: 'no page offers a token' });
    return { token };
  };
  return { mint, first, keep };
}

/** The match pattern the browser must let us ask before we can sign in with cookies; undefined where nothing is missing. */
export function missingFor(account: SignInAccount | undefined, sites: SitesSlice): string | undefined {
  const signInUrl = account && signInUrlOf(account);
  return signInUrl ? missingSite(signInUrl, sites) : undefined;
}

/** The same for any address that is asked with cookies. */
export function missingSite(address: string, sites: SitesSlice): string | undefined {
  if (sites.everywhere) return undefined;
  const url = new URL(address);
  if (sites.chosen.some((pattern) => covers(pattern, url))) return undefined;
  // Match patterns know no ports.
  return `${url.protocol}//${url.hostname}/*`;
}

/** Whether a match pattern of a host permission (`https://*.example.com/*`) covers a URL; ports do not count. */
export function covers(pattern: string, url: URL): boolean {
  const [, scheme, host] = /^(\*|https?):\/\/([^/]*)\//.exec(pattern) ?? [];
  if (scheme === undefined || host === undefined) return false;
  if (scheme !== '*' && `${scheme}:` !== url.protocol) return false;
  const bare = host.replace(/:\d+$/, '');
  if (bare === '*') return true;
  if (!bare.startsWith('*.')) return bare === url.hostname;
  return url.hostname === bare.slice(2) || url.hostname.endsWith(bare.slice(1));
}
