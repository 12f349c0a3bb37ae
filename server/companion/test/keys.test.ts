/** How a key is compared: digests of one length, each with every configured one, in constant time. */
import { timingSafeEqual } from 'node:crypto';
import { beforeEach, expect, it, vi } from 'vitest';
import { keyring } from '../receiver/keys.ts';
import { digestOf, tenantWith } from './support/desk.ts';

vi.mock(import('node:crypto'), async (original) => {
  const real = await original();
  return { ...real, timingSafeEqual: vi.fn<typeof real.timingSafeEqual>(real.timingSafeEqual) };
});

const KEYS = ['first-not-a-secret', 'a-second-one-that-is-longer-not-a-secret', 'third'];
const ring = keyring([
  tenantWith({ id: 'north', keyDigests: KEYS.slice(0, 2).map(digestOf) }),
  tenantWith({ id: 'south', keyDigests: KEYS.slice(2).map(digestOf) }),
]);
const compared = vi.mocked(timingSafeEqual);
beforeEach(() => void compared.mockClear());

it.each([
  ['the first', KEYS[0] ?? '', 'north'],
  ['the second', KEYS[1] ?? '', 'north'],
  ['the last', KEYS[2] ?? '', 'south'],
  ['a wrong one of equal length', 'First-not-a-secret', undefined],
  ['a short one', 'x', undefined],
  ['a very long one', 'x'.repeat(10_000), undefined],
  ['the digest of one', digestOf(KEYS[0] ?? ''), undefined],
])('%s', (_what, shown, tenant) => {
  expect(ring(new Headers({ authorization: `Bearer ${shown}` }))?.tenant.id).toBe(tenant);
  expect(compared.mock.calls.map(([one, other]) => [one.byteLength, other.byteLength])).toEqual(
    KEYS.map(() => [32, 32]),
  );
  const configured = compared.mock.calls.map(([one]) => Buffer.from(one as Buffer).toString('hex'));
  expect(configured).toEqual(KEYS.map(digestOf));
});
