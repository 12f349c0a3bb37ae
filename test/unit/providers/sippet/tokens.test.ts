import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FaultError } from '../../../../lib/mirror/fault.ts';
import { LaterError, lifeOf, mintAt, type Token } from '../../../../lib/providers/mint.ts';
import { createTokens, type SignInEvent } from '../../../../lib/providers/tokens.ts';

const minute = 60_000;
const unreachable = () => new FaultError('sign-in-unreachable', { about: 'crm.example' });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface SourceOptions {
  /** null: nobody tells. */
  life?: number | null;
  first?: Token;
  mints?: boolean;
}

/** A source of tokens named t1, t2, …, each living so long; `troubles` is what the mint does instead. */
function source({ life = 60 * minute, first, mints = true }: SourceOptions = {}) {
  const events: SignInEvent[] = [];
  const kept: Token[] = [];
  const troubles: (FaultError | undefined)[] = [];
  let count = 0;
  const mint = () => {
    const trouble = troubles.shift();
    count += 1;
    if (trouble) return Promise.reject(trouble);
    return Promise.resolve({
      token: `t${count}`,
      expiresAt: life === null ? undefined : Date.now() + life,
    });
  };
  const tokens = createTokens(
    { mint: mints ? mint : undefined, first, keep: (token) => Promise.resolve(void kept.push(token)) },
    (event) => events.push(event),
    () => undefined,
  );
  return { tokens, events, kept, troubles, count: () => count, states: () => events.map((one) => one.state) };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof FaultError ? error.fault.code : String(error)),
  );

describe('the operator token', () => {
  test('is had once, however many ask, and kept', async () => {
    const { tokens, count, kept, states } = source();
    expect(await Promise.all([tokens.get(), tokens.get(), tokens.get()])).toEqual(['t1', 't1', 't1']);
    expect(count()).toBe(1);
    expect(kept.map((one) => one.token)).toEqual(['t1']);
    expect(states()).toEqual(['signing-in', 'signed-in']);
  });

  test('one that is left from before is used, and no other asked for', async () => {
    const { tokens, count } = source({ first: { token: 'old', expiresAt: Date.now() + minute } });
    tokens.begin();
    expect(await tokens.get()).toBe('old');
    expect(count()).toBe(0);
  });

  test('is renewed before it ends, without anybody asking', async () => {
    const { tokens, count } = source();
    await tokens.get();
    await vi.advanceTimersByTimeAsync(54 * minute);
    expect(count()).toBe(1);
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(count()).toBe(2);
    expect(await tokens.get()).toBe('t2');
  });

  test('a life of two seconds is renewed too, and none of months fires at once', async () => {
    const short = source({ life: 2000 });
    await short.tokens.get();
    await vi.advanceTimersByTimeAsync(1200);
    expect(short.count()).toBe(2);
    const long = source({ life: 90 * 86_400_000 });
    await long.tokens.get();
    await vi.advanceTimersByTimeAsync(minute);
    expect(long.count()).toBe(1);
  });

  test('without a known end it is renewed only after a refusal, once for all who were refused', async () => {
    const { tokens, count } = source({ life: null });
    await tokens.get();
    await vi.advanceTimersByTimeAsync(48 * 60 * minute);
    expect(count()).toBe(1);
    expect(await Promise.all([tokens.renew('t1'), tokens.renew('t1')])).toEqual(['t2', 't2']);
    expect(await tokens.renew('t1')).toBe('t2');
    expect(count()).toBe(2);
  });

  test('a mint that does not answer is tried again by itself; a good token is used meanwhile, in silence', async () => {
    const { tokens, troubles, states, count } = source();
    await tokens.get();
    troubles.push(unreachable(), unreachable(), unreachable());
    await vi.advanceTimersByTimeAsync(55 * minute);
    expect(await tokens.get()).toBe('t1');
    expect(states()).toEqual(['signing-in', 'signed-in']);
    await vi.advanceTimersByTimeAsync(4 * minute);
    expect(count()).toBe(5);
    expect(await tokens.get()).toBe('t5');
  });

  test('dead for good: said as `retrying`, asked on a ladder and not by every request', async () => {
    const { tokens, troubles, events, count } = source({ life: minute });
    await tokens.get();
    troubles.push(...Array.from({ length: 100 }, unreachable));
    await vi.advanceTimersByTimeAsync(2 * minute);
    const before = count();
    const asked = await Promise.all(Array.from({ length: 50 }, () => codeOf(tokens.get())));
    expect(new Set(asked)).toEqual(new Set(['sign-in-unreachable']));
    expect(count() - before).toBeLessThanOrEqual(1);
    expect(events.at(-1)).toMatchObject({
      state: 'retrying',
      fault: { code: 'sign-in-unreachable', about: 'crm.example' },
    });
    await vi.advanceTimersByTimeAsync(10 * minute);
    expect(count()).toBeLessThan(before + 40);
    troubles.length = 0;
    await vi.advanceTimersByTimeAsync(minute);
    expect(events.at(-1)?.state).toBe('signed-in');
  });

  test('nobody signed in there: needed, and then quiet until the operator does something', async () => {
    const { tokens, troubles, count, events } = source();
    troubles.push(new FaultError('sign-in-needed', { about: 'crm.example' }));
    expect(await codeOf(tokens.get())).toBe('sign-in-needed');
    for (let asked = 0; asked < 20; asked++) expect(await codeOf(tokens.get())).toBe('sign-in-needed');
    await vi.advanceTimersByTimeAsync(60 * minute);
    expect(count()).toBe(1);
    expect(events.filter((event) => event.state === 'needed')).toHaveLength(1);
    await tokens.again();
    expect(await tokens.get()).toBe('t2');
    expect(events.at(-1)?.state).toBe('signed-in');
  });

  test('revoked: one refusal of a fresh one by 401 is enough', async () => {
    const { tokens, states, count } = source();
    const token = await tokens.renew(await tokens.get());
    tokens.refused('list_calls', 'plainly');
    expect(await codeOf(tokens.renew(token))).toBe('sign-in-needed');
    expect(states().at(-1)).toBe('needed');
    expect(count()).toBe(2);
  });

  test('a lack of rights is no lack of a sign-in: one action refused, others taken', async () => {
    const { tokens, states } = source();
    await tokens.get();
    for (let times = 0; times < 5; times++) {
      tokens.refused('list_gateways', 'perhaps');
      tokens.proven();
    }
    expect(states().at(-1)).toBe('signed-in');
    tokens.refused('list_gateways', 'perhaps');
    tokens.refused('list_phone_numbers', 'perhaps');
    expect(states().at(-1)).toBe('signed-in');
    // What every operator may do is refused too.
    tokens.refused('list_calls', 'oddly');
    expect(states().at(-1)).toBe('needed');
    // It still is asked with, and one success takes the word back.
    expect(await tokens.get()).toBe('t1');
    tokens.proven();
    expect(states().at(-1)).toBe('signed-in');
  });

  test('where it may be good after all, nothing happens to it', async () => {
    const pasted = source({ mints: false, first: { token: 'p' } });
    pasted.tokens.begin();
    expect(await pasted.tokens.perhapsNewer('p')).toBeUndefined();
    const signedOut = source({ first: { token: 'p' } });
    signedOut.tokens.begin();
    signedOut.troubles.push(new FaultError('sign-in-needed'));
    for (const _ of [1, 2, 3]) expect(await signedOut.tokens.perhapsNewer('p')).toBeUndefined();
    // Whoever has none is not asked again by every refusal.
    expect(signedOut.count()).toBe(1);
    for (const { tokens, states } of [pasted, signedOut]) {
      expect(await tokens.get()).toBe('p');
      expect(states()).toEqual(['signed-in']);
    }
    expect(await source().tokens.perhapsNewer('p')).toBe('t1');
  });

  test('a mint that wishes for a pause gets it', async () => {
    const { tokens, troubles, count } = source({ first: { token: 'p', expiresAt: Date.now() - 1 } });
    troubles.push(new LaterError('sign-in-unreachable', { retryAfter: 20_000 }));
    tokens.begin();
    await vi.advanceTimersByTimeAsync(19_000);
    expect(count()).toBe(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(count()).toBe(2);
  });

  test('a company server that is not set up right is told, and tried again by itself', async () => {
    const { tokens, troubles, events } = source({ first: { token: 'p', expiresAt: Date.now() - 1 } });
    troubles.push(new LaterError('sign-in-broken', { said: 'the key' }));
    tokens.begin();
    await vi.advanceTimersByTimeAsync(100);
    expect(events.at(-1)).toMatchObject({
      state: 'retrying',
      fault: { code: 'sign-in-broken', said: 'the key' },
    });
    await vi.advanceTimersByTimeAsync(minute);
    expect(events.at(-1)?.state).toBe('signed-in');
  });

  test('one that is offered is taken at once, also after `needed`', async () => {
    const { tokens, kept, states } = source({ mints: false });
    expect(await codeOf(tokens.get())).toBe('sign-in-needed');
    await tokens.offer('given');
    expect(await tokens.get()).toBe('given');
    expect(states()).toEqual(['needed', 'signed-in']);
    expect(kept).toEqual([{ token: 'given', expiresAt: undefined }]);
  });

  test('a pasted one that runs out is said when it does', async () => {
    const { tokens, states } = source({
      mints: false,
      first: { token: 'p', expiresAt: Date.now() + minute },
    });
    tokens.begin();
    await vi.advanceTimersByTimeAsync(2 * minute);
    expect(states()).toEqual(['signed-in', 'needed']);
  });

  test('stopped, it asks nothing and says nothing', async () => {
    const { tokens, events, count } = source();
    await tokens.get();
    const before = events.length;
    tokens.stop();
    await vi.advanceTimersByTimeAsync(600 * minute);
    expect([events.length, count()]).toEqual([before, 1]);
  });
});

/** A JWT of nobody's: header and signature are words. */
const jwt = (claims: object) =>
  `head.${btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.not-a-signature`;

describe('the end of a token', () => {
  const now = 1_800_000_000_000;
  test('is counted by our own clock where the JWT is new', () => {
    const iat = now / 1000 + 60;
    expect(lifeOf(jwt({ exp: iat + 3600, iat, name: 'ÿ?>' }), now)).toBe(now + 3_600_000);
  });
  test('is the JWT’s own where it is an old one or says no beginning', () => {
    const exp = now / 1000 + 100;
    expect(lifeOf(jwt({ exp, iat: now / 1000 - 5000 }), now)).toBe(exp * 1000);
    expect(lifeOf(jwt({ exp }), now)).toBe(exp * 1000);
  });
  test.each([['opaque'], ['a.b.c'], ['a.bm90IGpzb24.c'], [jwt({ sub: 'x' })], ['..']])(
    '%s has none',
    (token) => {
      expect(lifeOf(token, now)).toBeUndefined();
    },
  );
});

describe('a company’s sign-in URL', () => {
  const url = 'https://crm.example/operator-token';
  const at = (...answers: (Response | Error)[]) => {
    const asked: RequestInit[] = [];
    const fetching = ((_url: string, init: RequestInit) => {
      asked.push(init);
      const answer = answers.shift() ?? new Error('nobody there');
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    }) as unknown as typeof fetch;
    return { asked, token: () => mintAt(url, fetching) };
  };

  test.each([
    [{ token: 'x' }, undefined],
    [{ access_token: 'x', expires_in: 60 }, 60_000],
    [{ accessToken: 'x', ttlSeconds: 90 }, 90_000],
    [{ token: 'x', expires_at: '2027-01-01T00:00:00Z', ttl_seconds: 30 }, 30_000],
    [{ data: { token: 'x', ttl_seconds: '45' } }, 45_000],
    ['x', undefined],
  ])('%j', async (body, life) => {
    const { token, asked } = at(Response.json(body));
    expect(await token()).toEqual({
      token: 'x',
      expiresAt: life === undefined ? undefined : Date.now() + life,
    });
    expect(asked[0]).toMatchObject({ method: 'POST', credentials: 'include' });
  });

  test('is asked by GET where POST is not there', async () => {
    const { token, asked } = at(new Response('', { status: 405 }), Response.json({ token: 'x' }));
    expect((await token()).token).toBe('x');
    expect(asked.map((one) => one.method)).toEqual(['POST', 'GET']);
  });

  test.each([
    ['its login page', new Response('<html>Sign in</html>'), 'sign-in-needed'],
    ['JSON without a token', Response.json({ hello: 1 }), 'sign-in-needed'],
    ['401', new Response('', { status: 401 }), 'sign-in-needed'],
    ['403', new Response('', { status: 403 }), 'sign-in-needed'],
    ['500', new Response('', { status: 500 }), 'sign-in-unreachable'],
    ['429', new Response('', { status: 429 }), 'sign-in-unreachable'],
    ['nothing', new TypeError('Failed to fetch'), 'sign-in-unreachable'],
  ])('answers %s', async (_what, answer, code) => {
    expect(await codeOf(at(answer).token())).toBe(code);
  });

  test.each([
    [403, 'unknown_operator', 'operator-unknown'],
    [403, 'email_unverified', 'email-unverified'],
    [403, 'origin_not_allowed', 'sign-in-broken'],
    [502, 'key_refused', 'sign-in-broken'],
    [503, 'tokens_not_configured', 'sign-in-broken'],
    [504, 'upstream_timeout', 'sign-in-unreachable'],
    [401, 'session_expired', 'sign-in-needed'],
  ])(
    'says no as our companion does: %d %s, and its words reach the operator',
    async (status, error, code) => {
      const answer = Response.json({ error, message: 'Ask the administrator.' }, { status });
      const fault = await at(answer)
        .token()
        .catch((thrown: unknown) => (thrown instanceof FaultError ? thrown.fault : undefined));
      expect(fault).toMatchObject({ code, said: 'Ask the administrator.', about: 'crm.example' });
    },
  );

  test('leads to a login at another site, which we may not read: nobody is signed in', async () => {
    vi.useRealTimers();
    const site = createServer((request, response) => {
      // A port nobody listens at stands for a site that does not let us read its answer.
      response.writeHead(302, { location: 'http://127.0.0.1:1/login' }).end();
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const { port } = site.address() as AddressInfo;
    expect(await codeOf(mintAt(`http://127.0.0.1:${port}/token`, fetch))).toBe('sign-in-needed');
    await new Promise((resolve) => site.close(resolve));
    expect(await codeOf(mintAt(`http://127.0.0.1:${port}/token`, fetch))).toBe('sign-in-unreachable');
  });

  test('wishes for a pause', async () => {
    const error = await at(new Response('', { status: 503, headers: { 'retry-after': '7' } }))
      .token()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ retryAfter: 7000 });
  });
});
