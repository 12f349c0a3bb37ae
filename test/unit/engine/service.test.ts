import 'fake-indexeddb/auto';
import { signal } from '@preact/signals-core';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Call } from '../../../lib/call/call.ts';
import { placed } from '../../../lib/call/registry.ts';
import { keepAccess } from '../../../lib/engine/access.ts';
import { createAccounts } from '../../../lib/engine/accounts.ts';
import { openDatabase } from '../../../lib/engine/database.ts';
import { whenIdle } from '../../../lib/engine/idle.ts';
import { createPageTokens } from '../../../lib/engine/page-tokens.ts';
import { onlyRenewed } from '../../../lib/engine/saved-accounts.ts';
import { covers, missingFor, sessionUrlOf } from '../../../lib/engine/service.ts';
import { createVault } from '../../../lib/engine/vault.ts';
import type { SippetAccountInput } from '../../../lib/mirror/commands.ts';
import { FaultError } from '../../../lib/mirror/fault.ts';
import type { SipAccess } from '../../../lib/providers/provider.ts';
import { accessOf } from '../../../lib/providers/sippet/access.ts';
import { memoryHost } from '../../support/memory-host.ts';
import { access } from '../../support/sip-line.ts';

afterEach(() => void vi.useRealTimers());

describe('SIP access', () => {
  function keeper({ changes = true } = {}) {
    const answers: (SipAccess | FaultError)[] = [];
    const done: string[] = [];
    const kept = keepAccess({
      lines: () => {
        const answer = answers.shift() ?? access;
        return answer instanceof FaultError ? Promise.reject(answer) : Promise.resolve(answer);
      },
      connect: ({ password }) => done.push(`connect ${password}`),
      change({ password }) {
        if (changes) done.push(`change ${password}`);
        return changes;
      },
      failed: ({ code }) => done.push(`failed ${code}`),
      log: () => undefined,
    });
    return { kept, answers, done };
  }
  const passing = (password: string, life = 600_000): SipAccess => ({
    ...access,
    password,
    passing: { expiresAt: Date.now() + life },
  });

  beforeEach(() => void vi.useFakeTimers());

  test('of a plain account is asked for once, whatever happens', async () => {
    const { kept, done } = keeper();
    await kept.get();
    kept.callEnded();
    kept.refused();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(done).toEqual(['connect not-a-real-password']);
  });

  test('that passes is had again before its end, after a call, and when the server refuses it: the line stays', async () => {
    const { kept, answers, done } = keeper();
    answers.push(passing('one'), passing('two'), passing('three'), passing('four'));
    await kept.get();
    await vi.advanceTimersByTimeAsync(545_000);
    expect(done).toEqual(['connect one', 'change two']);
    kept.callEnded();
    await vi.advanceTimersByTimeAsync(1000);
    expect(done.at(-1)).toBe('change three');
    kept.refused();
    await vi.advanceTimersByTimeAsync(1000);
    // Refused the moment it was given: not asked for again at once.
    expect(done).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(done.at(-1)).toBe('change four');
  });

  test('for another SIP user needs another line', async () => {
    const { kept, answers, done } = keeper({ changes: false });
    answers.push(passing('one'), passing('two'));
    await kept.get();
    kept.callEnded();
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toEqual(['connect one', 'connect two']);
  });

  test('that cannot be had is asked for on a ladder, told only while there is no line, and at once after a sign-in', async () => {
    const { kept, answers, done } = keeper();
    answers.push(new FaultError('service-unreachable'), new FaultError('sign-in-needed'), passing('one'));
    await kept.get();
    await vi.advanceTimersByTimeAsync(2000);
    expect(done).toEqual(['failed service-unreachable', 'failed sign-in-needed']);
    kept.nudge();
    await vi.advanceTimersByTimeAsync(0);
    expect(done.at(-1)).toBe('connect one');
    answers.push(new FaultError('service-unreachable'));
    kept.callEnded();
    await vi.advanceTimersByTimeAsync(0);
    expect(done.at(-1)).toBe('connect one');
  });

  test('stopped, it is not asked for again', async () => {
    const { kept, answers, done } = keeper();
    answers.push(passing('one', 20_000));
    await kept.get();
    kept.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(done).toEqual(['connect one']);
  });
});

describe('the alias table (protocol sheet §5)', () => {
  const secret = 'not-a-real-password';
  test.each([
    [
      {
        sip_username: 'u',
        sip_password: secret,
        sip_domain: 'd.example',
        sip_websocket_url: 'wss://d.example',
      },
    ],
    [{ sipUsername: 'u', sipPassword: secret, sipDomain: 'd.example', sipWebsocketUrl: 'wss://d.example' }],
    [{ username: 'u', password: secret, realm: 'd.example', ws_url: 'wss://d.example' }],
    [{ user: 'u', password: secret, domain: 'd.example', wssUrl: 'wss://d.example' }],
    [
      {
        sip_user: 'u',
        password: secret,
        sip_url: 'sip:d.example:5060;transport=ws',
        sip_web_socket_url: 'wss://d.example',
      },
    ],
    [{ sip_uri: 'sip:u@d.example', password: secret, websocket_url: 'wss://d.example' }],
    [
      {
        data: {
          sipUser: 'u',
          sip_password: secret,
          sipUrl: 'u@d.example',
          sipWebSocketUrl: 'wss://d.example',
        },
      },
    ],
  ])('%j', (map) => {
    const inner = 'data' in map ? { ...map.data } : { ...map };
    expect(accessOf(inner).access).toMatchObject({
      user: 'u',
      authUser: 'u',
      domain: 'd.example',
      password: secret,
      servers: ['wss://d.example'],
    });
  });

  test('ICE servers and the end are read where they are; what is none is left out', () => {
    const { access: read } = accessOf(
      {
        username: 'u',
        password: secret,
        domain: 'd.example',
        ws_url: 'wss://d.example',
        ttl_seconds: 60,
        expires_at: '2020-01-01T00:00:00Z',
        ice_servers: [
          { urls: ['turn:t.example', 'http://x'], username: 'a', credential: 'not-a-real-one' },
          7,
          { url: 'stun:s.example' },
          {},
        ],
      },
      1000,
    );
    expect(read.passing).toEqual({ expiresAt: 61_000 });
    expect(read.iceServers).toEqual([
      { urls: ['turn:t.example'], username: 'a', credential: 'not-a-real-one' },
      { urls: ['stun:s.example'], username: undefined, credential: undefined },
    ]);
  });

  test('what lacks a part is refused by name, without its secret', () => {
    expect(() => accessOf({ username: 'u', password: secret })).toThrow('domain, socket');
  });
});

describe('sites that a sign-in needs', () => {
  const url = new URL('https://crm.example:8443/token');
  test.each([
    ['https://crm.example/*', true],
    ['*://crm.example/*', true],
    ['https://*.example/*', true],
    ['*://*/*', true],
    ['https://crm.example:8443/*', true],
    ['http://crm.example/*', false],
    ['https://other.example/*', false],
    ['https://*.rm.example/*', false],
    ['file:///*', false],
  ])('%s: %s', (pattern, covered) => {
    expect(covers(pattern, url)).toBe(covered);
  });

  test('name what is missing, without a port, and nothing where nothing is', () => {
    const account = { tokenFrom: 'url', signInUrl: url.href };
    const none = { everywhere: false, chosen: [] };
    expect(missingFor(account, none)).toBe('https://crm.example/*');
    expect(missingFor(account, { everywhere: true, chosen: [] })).toBeUndefined();
    expect(missingFor(account, { everywhere: false, chosen: ['https://crm.example/*'] })).toBeUndefined();
    expect(missingFor({ tokenFrom: 'pasted' }, none)).toBeUndefined();
    expect(missingFor(undefined, none)).toBeUndefined();
  });
});

describe('Sippet accounts', () => {
  const token = 'obviously-not-a-real-token';
  const input: SippetAccountInput = {
    kind: 'sippet',
    label: '',
    apiOrigin: 'https://api.example/anything?else',
    tokenFrom: 'pasted',
    token,
  };
  async function made(world = memoryHost()) {
    globalThis.indexedDB = new IDBFactory();
    const accounts = createAccounts(world.host, createVault(await openDatabase(), world.local));
    await accounts.load();
    return { ...world, accounts };
  }

  test('keep their token out of slices and of what outlives the browser', async () => {
    const { accounts, local, session } = await made();
    const id = await accounts.save(input);
    expect(accounts.views.value).toMatchObject([
      { kind: 'sippet', apiOrigin: 'https://api.example', hasToken: true },
    ]);
    expect(accounts.session.value.account).toMatchObject({ id, kind: 'sippet', label: 'api.example' });
    expect(JSON.stringify([...local.all, accounts.views.value, accounts.session.value])).not.toContain(token);
    expect(JSON.stringify([...session.all])).toContain(token);
    expect(accounts.secretsHeld()).toContain(token);
    await accounts.remove(id);
    expect(session.all.size).toBe(0);
  });

  test('a token is for its service: another origin, or another source, forgets it', async () => {
    for (const change of [{ apiOrigin: 'https://other.example' }, { tokenFrom: 'page' as const }]) {
      const { accounts, session } = await made();
      const id = await accounts.save(input);
      await accounts.save({ ...input, token: undefined, ...change, id });
      expect(session.all.size).toBe(0);
    }
  });

  test('without a new token the old one stays; a URL is wanted where it is the source', async () => {
    const { accounts } = await made();
    const id = await accounts.save(input);
    await accounts.save({ ...input, id, token: undefined, label: 'Renamed' });
    expect(accounts.shelf.get(id)?.token).toBe(token);
    await expect(accounts.save({ ...input, tokenFrom: 'url', token: undefined })).rejects.toThrow(
      'signInUrl',
    );
  });

  test('a new token or name is no other account; anything else is', async () => {
    const { accounts } = await made();
    const id = await accounts.save({ ...input, companionUrl: 'https://crm.example/phone' });
    const before = accounts.saved(id);
    if (!before) throw new Error('not saved');
    const same = { ...input, companionUrl: 'https://crm.example/phone' };
    for (const gentle of [{}, { token: 'another' }, { label: 'Renamed' }, { testNumber: undefined }])
      expect(onlyRenewed(before, { ...same, ...gentle })).toBe(true);
    for (const grave of [
      { apiOrigin: 'https://other.example' },
      { tokenFrom: 'page' as const },
      { topic: 'events:1' },
      { companionUrl: undefined },
    ])
      expect(onlyRenewed(before, { ...same, ...grave })).toBe(false);
  });

  test('the company gives out session tokens at its companion, or beside its sign-in address', () => {
    const signInUrl = 'https://crm.example/phone/operator-token?team=1';
    expect(sessionUrlOf({ tokenFrom: 'url', signInUrl })).toBe('https://crm.example/phone/realtime-session');
    expect(sessionUrlOf({ tokenFrom: 'pasted', companionUrl: 'https://crm.example/it/' })).toBe(
      'https://crm.example/it/realtime-session',
    );
    expect(sessionUrlOf({ tokenFrom: 'pasted' })).toBeUndefined();
  });

  test('saved accounts of version 1 are SIP accounts', async () => {
    const world = memoryHost();
    const old = {
      id: 'a',
      label: '',
      servers: ['wss://pbx.example'],
      user: '1001',
      domain: 'pbx.example',
      iceServers: [],
      dtmf: 'rfc4733',
      dialRule: { format: 'e164', prefix: '', fromDigits: 7 },
    };
    await world.local.set('accounts', {
      version: 1,
      value: { active: 'a', accounts: [old, { ...old, id: 'b', kind: 'sip' }] },
    });
    const { accounts } = await made(world);
    expect(accounts.views.value.map(({ id, kind }) => [id, kind])).toEqual([
      ['a', 'sip'],
      ['b', 'sip'],
    ]);
    expect(accounts.activeId()).toBe('a');
    expect(world.logged).toEqual([]);
  });

  test('the administrator’s account wins, cannot be left, and its token is in no slice', async () => {
    const world = memoryHost();
    await world.managed.set('account', { apiOrigin: 'https://api.example', token });
    const { accounts } = await made(world);
    await accounts.save({ ...input, label: 'mine' });
    expect(accounts.activeId()).toBe('managed');
    expect(accounts.views.value[0]).toMatchObject({ id: 'managed', managed: true, tokenFrom: 'managed' });
    expect(JSON.stringify(accounts.views.value)).not.toContain(token);
    expect(accounts.inUse()).toMatchObject({ kind: 'sippet', managedToken: token });
    await expect(accounts.use(null)).rejects.toThrow('not-allowed');
  });

  test('a policy with a sign-in URL needs no token; one that does not fit is none, and logged', async () => {
    const world = memoryHost();
    await world.managed.set('account', {
      apiOrigin: 'https://api.example',
      signInUrl: 'https://crm.example/t',
      companionUrl: 'https://crm.example/companion',
    });
    const byUrl = (await made(world)).accounts;
    expect(byUrl.inUse()).toMatchObject({ account: { tokenFrom: 'url' } });
    expect(byUrl.views.value).toMatchObject([{ id: 'managed', managed: true }]);
    expect(byUrl.companionUrl()).toBe('https://crm.example/companion');
    await world.managed.set('account', { apiOrigin: 'http://far.example' });
    const { accounts, logged } = await made(world);
    expect(accounts.activeId()).toBeNull();
    expect(logged[0]).toContain('managed');
  });
});

test('a page’s token is taken only for the service that wants pages’, and the site that gave it is asked again', async () => {
  const [crm, one, two] = ['https://crm.example', 'https://one.example', 'https://two.example'];
  let wanted: string | undefined;
  const taken: string[] = [];
  const pages = createPageTokens({
    wanted: () => wanted,
    take: (token) => Promise.resolve(void taken.push(token)),
  });
  pages.askThrough((site, service) => Promise.resolve(`newer, of ${site} for ${service}`));
  expect(await pages.offer(crm, 'first', one)).toBe(false);
  expect(await pages.ask()).toBeUndefined();
  wanted = one;
  expect(await pages.offer(crm, 'for another', two)).toBe(false);
  expect(await pages.offer(crm, 'first', one)).toBe(true);
  expect([taken, await pages.ask()]).toEqual([['first'], `newer, of ${crm} for ${one}`]);
});

test('what waits for the last call is done once, when it is over', async () => {
  const calls = signal<Call[]>([{ ...placed('1', { number: '1' }, 0), phase: 'live' }]);
  let done = 0;
  whenIdle(calls, () => (done += 1));
  expect(done).toBe(0);
  calls.value = [{ ...placed('1', { number: '1' }, 0), phase: 'closed' }];
  calls.value = [];
  await Promise.resolve();
  calls.value = [{ ...placed('2', { number: '1' }, 0), phase: 'closed' }];
  expect(done).toBe(1);
});
