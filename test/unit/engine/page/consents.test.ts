import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createConsents, PageRefusal } from '../../../../lib/engine/page/consents.ts';
import { createLimits } from '../../../../lib/engine/page/limits.ts';
import type { Permit } from '../../../../lib/mirror/page-words.ts';
import { memoryHost } from '../../../support/memory-host.ts';

const crm = 'https://crm.example';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function consents() {
  const { host, local } = memoryHost();
  const made = createConsents(host);
  const leave = new AbortController();
  const ended: string[] = [];
  const need = (permit: Permit, about?: string, origin = crm) =>
    made.need(origin, permit, about === undefined ? {} : { about }, leave.signal).then(
      (said) => ended.push(said),
      (error: unknown) => ended.push(error instanceof PageRefusal ? error.code : String(error)),
    );
  const [first] = [() => made.questions.value[0]?.id ?? ''];
  return { made, host, local, leave, ended, need, first };
}

describe('a question', () => {
  test('is asked once for all that wait, and the answer is kept over a restart', async () => {
    const { made, host, ended, need, first } = consents();
    const all = [need('see'), need('see'), need('see')];
    expect(made.questions.value).toHaveLength(1);
    await made.answer(first(), 'allow');
    await Promise.all(all);
    expect(ended).toEqual(['asked', 'asked', 'asked']);
    await need('see');
    expect(ended.at(-1)).toBe('known');
    const later = createConsents(host);
    await later.load();
    expect(later.allows(crm, 'see')).toBe(true);
    expect(later.allows(crm, 'call')).toBe(false);
    expect(later.allows('https://crm.example.evil.example', 'see')).toBe(false);
  });

  test('ends by itself after a minute; put off, it is not asked again for ten', async () => {
    const { made, ended, need, first } = consents();
    void need('call', '1');
    await vi.advanceTimersByTimeAsync(60_001);
    expect(ended).toEqual(['consent-needed']);
    expect(made.questions.value).toEqual([]);
    void need('call', '1');
    await made.answer(first(), 'later');
    await vi.advanceTimersByTimeAsync(599_000);
    await need('call', '1');
    expect([ended, made.questions.value]).toEqual([
      ['consent-needed', 'consent-needed', 'consent-needed'],
      [],
    ]);
    await vi.advanceTimersByTimeAsync(2000);
    void need('call', '1');
    expect(made.questions.value).toHaveLength(1);
  });

  test('goes with its page, and an answer to it then allows nothing', async () => {
    const { made, leave, ended, need, first } = consents();
    const waiting = need('see');
    const id = first();
    leave.abort();
    await waiting;
    expect([ended, made.questions.value]).toEqual([['consent-needed'], []]);
    await made.answer(id, 'allow');
    expect(made.consents.value).toEqual([]);
  });

  test('never: refused at once, until it is forgotten', async () => {
    const { made, ended, need, first } = consents();
    void need('see');
    await made.answer(first(), 'never');
    await need('see');
    expect(ended).toEqual(['consent-denied', 'consent-denied']);
    await made.set(crm, 'see', null);
    expect(made.consents.value).toEqual([]);
    void need('see');
    expect(made.questions.value).toHaveLength(1);
  });

  test('about signing in counts for the one service', async () => {
    const { made, ended, need, first } = consents();
    void need('sign-in', 'https://one.example');
    await made.answer(first(), 'allow');
    await need('sign-in', 'https://one.example');
    expect(ended.at(-1)).toBe('known');
    void need('sign-in', 'https://two.example');
    expect(made.questions.value).toMatchObject([{ about: 'https://two.example' }]);
    expect(made.allows(crm, 'sign-in', 'https://two.example')).toBe(false);
  });

  test('is not multiplied: so many wait for a site, and so many sites are asked about', async () => {
    const { made, ended, need } = consents();
    for (let at = 0; at < 25; at++) void need('see');
    await vi.advanceTimersByTimeAsync(0);
    expect(ended.filter((one) => one === 'rate-limited')).toHaveLength(5);
    for (let at = 0; at < 20; at++) void need('see', undefined, `https://${at}.example`);
    expect(made.questions.value).toHaveLength(8);
  });

  test('about a site that is called like a member of every object is one like the others', async () => {
    const { made, ended, need, first } = consents();
    void need('see', undefined, '__proto__');
    expect(made.allows('constructor', 'see')).toBe(false);
    await made.answer(first(), 'later');
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toEqual(['consent-needed']);
  });
});

test('a change is told with its site, so that what it had going can end', async () => {
  const { made, need, first } = consents();
  const told: string[] = [];
  made.onChange((origin) => told.push(origin));
  void need('see');
  await made.answer(first(), 'allow');
  await made.set(crm, 'see', 'never');
  expect(told).toEqual([crm, crm]);
});

describe('a limit', () => {
  test('lets a burst through and then as many as time gives back, each site for itself', () => {
    let now = 0;
    const limits = createLimits({ read: { burst: 3, perSecond: 1 } }, () => now);
    const take = (who = 'a') => limits.take(who, 'read');
    expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
    expect(take('b')).toBe(true);
    now = 2000;
    expect([take(), take(), take()]).toEqual([true, true, false]);
    now = 1000;
    expect(take()).toBe(false);
    now = 1_000_000;
    expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
  });
});
