/** Where operator tokens lie between two starts of the engine: session storage, so that they end with the browser (DESIGN §7). */
import * as v from 'valibot';
import type { Store } from '../host/host.ts';

const keptToken = v.object({
  token: v.string(),
  /** ms since the epoch; absent where nobody told. */
  expiresAt: v.optional(v.number()),
});
export type KeptToken = v.InferOutput<typeof keptToken>;

export type TokenShelf = ReturnType<typeof createTokenShelf>;

const place = (account: string) => `token:${account}`;

export function createTokenShelf(store: Store) {
  const known = new Map<string, KeptToken>();
  return {
    /** What was read or put; `load` comes first. */
    get: (account: string): KeptToken | undefined => known.get(account),
    async load(account: string): Promise<void> {
      const read = v.safeParse(keptToken, await store.get(place(account)));
      if (read.success) known.set(account, read.output);
    },
    async put(account: string, token: KeptToken): Promise<void> {
      known.set(account, token);
      await store.set(place(account), token);
    },
    async remove(account: string): Promise<void> {
      known.delete(account);
      await store.remove(place(account));
    },
    /** Every token in memory, so that a report can be searched for them. */
    held: (): string[] => [...known.values()].map((one) => one.token),
  };
}
