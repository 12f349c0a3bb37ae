import { jwtVerify, SignJWT } from 'jose';
import type { Administrator, Extension, Tenant } from './store.ts';

/** Who asks: an operator by JWT, or the tenant's own server by key. Every read is filtered by its tenant. */
export interface Credential {
  tenant: Tenant;
  role: 'extension' | 'admin';
  /** Absent for a key and for an administrator. */
  extension: Extension | undefined;
}

/** Obviously no secret: whoever can reach the sandbox may read it here. */
const SECRET = new TextEncoder().encode('sandbox-jwt-secret-which-is-not-a-secret');
const USUAL_SECONDS = 8 * 3600;

/** JWTs as ASSUMED by the sheet (§3.2): HS256, `sub`, `tenantId`, `role`, `exp` after 8 h. */
export class Credentials {
  readonly #tenants: () => readonly Tenant[];
  /** Tokens of an earlier generation are no good. */
  #generation = 0;

  constructor(tenants: () => readonly Tenant[]) {
    this.#tenants = tenants;
  }

  async issue(tenant: Tenant, who: Extension | Administrator, seconds = USUAL_SECONDS): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const [role, subject] = 'email' in who ? ['admin', who.email] : ['extension', who.id];
    return new SignJWT({ tenantId: tenant.id, role, generation: this.#generation })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(subject)
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .sign(SECRET);
  }

  /** Every token given out so far is no good any more. */
  endAll(): void {
    this.#generation += 1;
  }

  /** `X-API-Key`, or a key or a JWT as Bearer; the token wins. Undefined: 401. */
  async of(headers: Headers): Promise<Credential | undefined> {
    const bearer = /^Bearer (\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
    const key = headers.get('x-api-key') ?? undefined;
    if (bearer !== undefined && !bearer.startsWith('csk_')) return this.ofToken(bearer);
    return this.#ofKey(bearer ?? key);
  }

  async ofToken(token: string): Promise<Credential | undefined> {
    try {
      const { payload } = await jwtVerify(token, SECRET, { algorithms: ['HS256'] });
      if (payload['generation'] !== this.#generation) return undefined;
      const tenant = this.#tenants().find(({ id }) => id === payload['tenantId']);
      if (payload['role'] === 'admin') {
        const known = tenant?.administrators.some(({ email }) => email === payload.sub);
        return known && tenant ? { tenant, role: 'admin', extension: undefined } : undefined;
      }
      const extension = tenant?.extensions.find(({ id }) => id === payload.sub);
      return tenant && extension && { tenant, role: 'extension', extension };
    } catch {
      return undefined; // Expired, forged or no JWT at all: all the same to whoever asks.
    }
  }

  #ofKey(key: string | undefined): Credential | undefined {
    const tenant = this.#tenants().find(({ apiKey }) => apiKey === key);
    return tenant && { tenant, role: 'admin', extension: undefined };
  }
}
