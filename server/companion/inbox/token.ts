import { errors, jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import { Refusal } from '../refusal.ts';
import type { Person } from './item.ts';

/** How long a token lives. */
const LIFE_MS = 15 * 60_000;
const AUDIENCE = 'ringside-inbox';

const Claims = v.object({
  sub: v.string(),
  tenant: v.string(),
  name: v.optional(v.string()),
  exp: v.number(),
});

/** Who asks, for which tenant, and until when (milliseconds since 1970). */
export interface Visitor {
  person: Person;
  tenant: string;
  until: number;
}

/** Makes and checks the Inbox's tokens: signed by us, with the operator and the tenant in them. */
export function inboxTokens(secret: Uint8Array) {
  return {
    async issue(person: Person, tenant: string): Promise<{ token: string; expiresAt: string }> {
      const expiresAt = new Date(Math.floor((Date.now() + LIFE_MS) / 1000) * 1000);
      const token = await new SignJWT({ tenant, ...(person.name !== undefined && { name: person.name }) })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(person.id)
        .setAudience(AUDIENCE)
        .setExpirationTime(expiresAt)
        .sign(secret);
      return { token, expiresAt: expiresAt.toISOString() };
    },

    /** Throws Refusal: `token_expired`, `token_invalid`. */
    async check(request: Request): Promise<Visitor> {
      const token = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
      if (token === undefined) throw invalid();
      try {
        const { payload } = await jwtVerify(token, secret, { algorithms: ['HS256'], audience: AUDIENCE });
        const { sub, tenant, name, exp } = v.parse(Claims, payload);
        return { person: { id: sub, ...(name !== undefined && { name }) }, tenant, until: exp * 1000 };
      } catch (error) {
        if (error instanceof errors.JWTExpired)
          throw new Refusal(401, 'token_expired', 'The token has expired; ask for a new one.');
        if (error instanceof errors.JOSEError || error instanceof v.ValiError) throw invalid();
        throw error;
      }
    },
  };
}

const invalid = (): Refusal => new Refusal(401, 'token_invalid', 'This is not a token of the Inbox.');
