import { createHash, timingSafeEqual } from 'node:crypto';
import type { Tenant } from '../config/tenant.ts';

/** What a request shows as its key: `Authorization`, with `Bearer` or bare, else `X-API-Key` (protocol sheet §11.2). */
function shownKeys(headers: Headers): string[] {
  const authorization = headers.get('authorization')?.replace(/^Bearer\s+/i, '');
  return [authorization, headers.get('x-api-key')].flatMap((key) => key?.trim() || []);
}

/**
 * Finds whose key a request shows. Digests are compared, each with every other in constant time, so that neither length
 * nor content nor place of a key shows in the time it takes.
 */
export function keyring(
  tenants: readonly Tenant[],
): (headers: Headers) => { tenant: Tenant; digest: string } | undefined {
  const keys = tenants.flatMap((tenant) =>
    tenant.keyDigests.map((digest) => ({ tenant, digest, bytes: Buffer.from(digest, 'hex') })),
  );
  return (headers) => {
    let found: { tenant: Tenant; digest: string } | undefined;
    for (const shown of shownKeys(headers)) {
      const digest = createHash('sha256').update(shown).digest();
      for (const key of keys) {
        const same = key.bytes.length === digest.length && timingSafeEqual(key.bytes, digest);
        if (same) found ??= key;
      }
    }
    return found;
  };
}
