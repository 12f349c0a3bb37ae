/** The Sippet provider over the sandbox, in this very process: real HTTP and WebSockets, no browser. */
import type { Provider, ProviderEvent } from '../../lib/providers/provider.ts';
import { sippetProvider, type SippetOptions } from '../../lib/providers/sippet/provider.ts';
import type { Token } from '../../lib/providers/mint.ts';
import type { Sandbox } from '../../server/sandbox/sandbox.ts';
import { liveIn } from './live.ts';

export const operatorOne = 'one@sandbox.ringside.test';
export const operatorTwo = 'two@sandbox.ringside.test';

export interface TestSippet {
  provider: Provider;
  events: ProviderEvent[];
  /** Every RPC request that was sent, in order. */
  asked: { action: string; input?: unknown; fields?: string[] }[];
  logged: string[];
  /** How often a token was minted. */
  mints(): number;
  /** Resolves when the channel is joined; events before do not count. */
  live(): Promise<void>;
}

export interface TestSippetOptions extends Partial<SippetOptions> {
  email?: string;
  mint?: () => Promise<Token>;
}

/** A provider that is signed in by minting at the sandbox. It is not started. */
export function sippetAt(sandbox: Sandbox, options: TestSippetOptions = {}): TestSippet {
  const events: ProviderEvent[] = [];
  const asked: TestSippet['asked'] = [];
  const logged: string[] = [];
  let mints = 0;
  const mint = () => {
    mints += 1;
    if (options.mint) return options.mint();
    const { token, expiresAt } = sandbox.sippet.mint('operator', options.email ?? operatorOne);
    return Promise.resolve({ token, expiresAt });
  };
  const provider = sippetProvider({
    origin: sandbox.httpUrl,
    tokens: { mint, keep: () => Promise.resolve() },
    log: (line) => logged.push(line),
    ...options,
    fetch: (url, init) => {
      const { href } = new URL(url instanceof Request ? url.url : url);
      if (href.includes('/rpc/') && typeof init?.body === 'string') asked.push(JSON.parse(init.body));
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
    mints: () => mints,
    live: () => liveIn(events, logged),
  };
}
