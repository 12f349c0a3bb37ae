/** Secrets at rest: encrypted with a key that no script can export, kept apart from what it encrypts. */
import type { Store } from '../host/host.ts';
import type { Database } from './database.ts';
import * as v from 'valibot';

const sealed = v.object({ iv: v.string(), data: v.string() });
const secrets = v.object({
  password: v.string(),
  /** TURN credentials by position in the account's ICE servers. */
  credentials: v.array(v.nullable(v.string())),
});
export type Secrets = v.InferOutput<typeof secrets>;

const keyName = 'vault';
const place = (account: string) => `secret:${account}`;

export type Vault = ReturnType<typeof createVault>;

export function createVault(db: Database, store: Store) {
  let known: Promise<CryptoKey> | undefined;

  async function key(): Promise<CryptoKey> {
    const saved = await db.get('keys', keyName);
    if (saved) return saved;
    const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]);
    await db.put('keys', made, keyName);
    return made;
  }

  return {
    async seal(account: string, value: Secrets): Promise<void> {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const text = new TextEncoder().encode(JSON.stringify(value));
      const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await (known ??= key()), text);
      await store.set(place(account), { iv: base64(iv), data: base64(new Uint8Array(data)) });
    },
    /** Undefined when there is none, or when the key is gone (a cleared browser profile): the operator must type it again. */
    async open(account: string): Promise<Secrets | undefined> {
      const saved = v.safeParse(sealed, await store.get(place(account)));
      if (!saved.success) return undefined;
      try {
        const iv = bytes(saved.output.iv);
        const text = await crypto.subtle.decrypt(
          { name: 'AES-GCM', iv },
          await (known ??= key()),
          bytes(saved.output.data),
        );
        return v.parse(secrets, JSON.parse(new TextDecoder().decode(text)));
      } catch {
        return undefined; // Sealed with a key that is gone; the account then says that its password is missing.
      }
    },
    forget: (account: string) => store.remove(place(account)),
  };
}

const base64 = (from: Uint8Array) => btoa(String.fromCharCode(...from));
const bytes = (from: string) => Uint8Array.from(atob(from), (one) => one.charCodeAt(0));
