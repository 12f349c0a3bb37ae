import { vi } from 'vitest';
import type { ProviderEvent } from '../../lib/providers/provider.ts';

/** Resolves when a provider's realtime link stands, by the events it told. */
export const liveIn = (events: readonly ProviderEvent[], logged: readonly string[]): Promise<void> =>
  vi.waitFor(
    () => {
      const last = events.findLast((event) => event.type === 'link');
      if (last?.type !== 'link' || last.state !== 'live') throw new Error(`not live: ${logged.join('\n')}`);
    },
    { timeout: 8000 },
  );
