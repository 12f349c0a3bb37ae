/** The CemScale provider over the sandbox, in this very process: real HTTP and WebSockets, no browser. */
import { cemscaleProvider, type CemscaleOptions } from '../../lib/providers/cemscale/provider.ts';
import { mintAt } from '../../lib/providers/mint.ts';
import type { Provider, ProviderEvent } from '../../lib/providers/provider.ts';
import type { Sandbox } from '../../server/sandbox/sandbox.ts';
import { liveIn } from './live.ts';

/** The first tenant's operators, as the sandbox seeds them; obviously no secrets. */
export const operatorOne = {
  tenantId: '00000000-0000-4000-8000-0000000000aa',
  extension: '1001',
  password: 'demo-1001-not-a-secret',
};
/** Who looks after the first tenant. */
export const administratorOne = {
  email: 'admin@sandbox.ringside.test',
  password: 'admin@sandbox.ringside.test-not-a-secret',
};
export const operatorTwo = { ...operatorOne, extension: '1002', password: 'demo-1002-not-a-secret' };
/** The same extension in the other tenant. */
export const elsewhere = {
  tenantId: '00000000-0000-4000-8000-0000000000bb',
  extension: '1001',
  password: 'demo-other-not-a-secret',
};

/** Whoever is signed in at the sandbox's company, by its cookie, as a browser would send it. */
export async function byCompanion(
  { companionUrl }: Sandbox,
  as: 'one' | 'two' = 'one',
): Promise<CemscaleOptions['signIn']> {
  const signedIn = await fetch(`${companionUrl}/sign-in?as=${as}`);
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const withCookie: typeof fetch = (url, init) =>
    fetch(url, { ...init, headers: new Headers([...new Headers(init?.headers), ['cookie', cookie]]) });
  return { by: 'companion', mint: () => mintAt(`${companionUrl}/cemscale-token`, withCookie) };
}

export interface TestCemscale {
  provider: Provider;
  events: ProviderEvent[];
  /** Every request that was sent, in order: `POST /api/auth/login`. */
  asked: string[];
  logged: string[];
  /** Resolves when the socket is open. */
  live(): Promise<void>;
}

/** A provider that signs in by extension and password. It is not started. */
export function cemscaleAt(sandbox: Sandbox, options: Partial<CemscaleOptions> = {}): TestCemscale {
  const events: ProviderEvent[] = [];
  const asked: string[] = [];
  const logged: string[] = [];
  const provider = cemscaleProvider({
    apiUrl: sandbox.cemscaleUrl,
    signIn: { by: 'password', credentials: operatorOne },
    tokens: { keep: () => Promise.resolve() },
    dialBy: 'switch',
    log: (line) => logged.push(line),
    pace: 0.02,
    ...options,
    fetch: (url, init) => {
      const { pathname } = new URL(url instanceof Request ? url.url : url);
      asked.push(`${init?.method ?? 'GET'} ${pathname.replace(/^\/cemscale/, '')}`);
      return (options.fetch ?? fetch)(url, init);
    },
  });
  const start = provider.start?.bind(provider);
  provider.start = (tell) => start?.((event) => (events.push(event), tell(event)));
  return {
    provider,
    events,
    asked,
    logged,
    live: () => liveIn(events, logged),
  };
}
