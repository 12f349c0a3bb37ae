import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import * as v from 'valibot';
import { beforeEach, describe, expect, test } from 'vitest';
import { offered, placed } from '../../../lib/call/registry.ts';
import { createAccounts } from '../../../lib/engine/accounts.ts';
import { openDatabase, type Database } from '../../../lib/engine/database.ts';
import { createHistory } from '../../../lib/engine/history.ts';
import { createMissed } from '../../../lib/engine/missed.ts';
import { providerOf } from '../../../lib/engine/service.ts';
import { stored } from '../../../lib/engine/stored.ts';
import { createVault } from '../../../lib/engine/vault.ts';
import type { Host } from '../../../lib/host/host.ts';
import { account } from '../../support/accounts.ts';
import { memory } from '../../support/memory-host.ts';

let local: ReturnType<typeof memory>;
let db: Database;
let logged: string[];
const host = () =>
  ({
    local,
    session: memory(),
    managed: { get: () => Promise.resolve(undefined) },
    log: (line: string) => logged.push(line),
  }) as unknown as Host;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  local = memory();
  logged = [];
  db = await openDatabase();
});

const secret = { password: 'not-a-real-password', credentials: ['not-a-real-credential'] };

describe('the vault', () => {
  test('gives back what was sealed, and stores none of it readably', async () => {
    await createVault(db, local).seal('a', secret);
    expect(JSON.stringify([...local.all])).not.toContain('not-a-real');
    expect(await createVault(db, local).open('a')).toEqual(secret);
  });

  test('its key cannot be exported', async () => {
    await createVault(db, local).seal('a', secret);
    const key = await db.get('keys', 'vault');
    await expect(crypto.subtle.exportKey('raw', key as CryptoKey)).rejects.toThrow();
  });

  test('with the key gone, the secret counts as missing', async () => {
    await createVault(db, local).seal('a', secret);
    await db.clear('keys');
    expect(await createVault(db, local).open('a')).toBeUndefined();
  });

  test.each([[null], ['text'], [{ iv: 'AAAA', data: '!!' }], [{ iv: '', data: '' }]])(
    'what is no sealed secret is none: %j',
    async (value) => {
      await local.set('secret:a', value);
      expect(await createVault(db, local).open('a')).toBeUndefined();
    },
  );
});

describe('a stored value', () => {
  const file = (more = {}) =>
    stored({
      store: local,
      key: 'thing',
      version: 3,
      schema: v.object({ name: v.string() }),
      fallback: { name: 'nobody' },
      log: (line) => logged.push(line),
      ...more,
    });

  test('is the fallback at first and then what was saved', async () => {
    expect(await file().load()).toEqual({ name: 'nobody' });
    await file().save({ name: 'somebody' });
    expect(await file().load()).toEqual({ name: 'somebody' });
  });

  test('of an older version goes through every migration in order', async () => {
    await local.set('thing', { version: 1, value: 'a' });
    const migrations = {
      1: (old: unknown) => `${String(old)}b`,
      2: (old: unknown) => ({ name: `${String(old)}c` }),
    };
    expect(await file({ migrations }).load()).toEqual({ name: 'abc' });
  });

  test.each([
    [{ version: 3, value: { name: 7 } }],
    [{ version: 1, value: 'a' }],
    ['rubbish'],
    [{ name: 'bare' }],
  ])('that cannot be read is set aside, not lost: %j', async (raw) => {
    await local.set('thing', raw);
    expect(await file().load()).toEqual({ name: 'nobody' });
    expect(local.all.get('thing:unreadable')).toEqual(raw);
    expect(logged[0]).toContain('thing');
  });
});

describe('the history', () => {
  const log = (line: string) => logged.push(line);
  const party = { number: '+17865550101' };

  test('a call without an end was interrupted', async () => {
    createHistory(db, log).record(placed('a', party, 5), 'acc');
    const again = createHistory(db, log);
    await until(async () => (await db.count('history')) === 1);
    await again.load();
    expect(again.entries.value).toMatchObject([
      { id: 'a', outcome: { kind: 'interrupted' }, account: 'acc' },
    ]);
  });

  test('a caller who still rang when the engine died was missed, and is counted although the list was seen meanwhile', async () => {
    const before = createHistory(db, log);
    before.record(offered('rang', party, 5), 'acc');
    before.record({ ...offered('talked', party, 6), phase: 'live', answeredAt: 7 }, 'acc');
    await until(async () => (await db.count('history')) === 2);
    const missed = createMissed(host(), before.entries);
    await missed.see();
    const seen = Date.now();
    await until(() => Promise.resolve(Date.now() > seen));
    const again = createHistory(db, log);
    const counted = createMissed(host(), again.entries);
    await Promise.all([again.load(), counted.load()]);
    expect(again.entries.value.map(({ id, outcome }) => [id, outcome?.kind])).toEqual([
      ['talked', 'interrupted'],
      ['rang', 'missed'],
    ]);
    expect(counted.count.value).toBe(1);
  });

  test('a call that rang while the list was seen is missed when its ringing ends', async () => {
    const history = createHistory(db, log);
    const missed = createMissed(host(), history.entries);
    const began = Date.now();
    const call = offered('a', party, began - 5000);
    history.record(call, 'acc');
    await missed.see();
    expect(missed.count.value).toBe(0);
    history.record(
      { ...call, phase: 'closed', outcome: { kind: 'missed' }, endedAt: Date.now() + 5000 },
      'acc',
    );
    expect(missed.count.value).toBe(1);
  });

  test('beginning and end are one entry, newest first, and kept', async () => {
    const history = createHistory(db, log);
    history.record(placed('a', party, 5), 'acc');
    history.record(offered('b', party, 6), 'acc');
    history.record(
      { ...placed('a', party, 5), phase: 'closed', outcome: { kind: 'busy' }, endedAt: 9 },
      'acc',
    );
    expect(history.entries.value.map((entry) => [entry.id, entry.outcome?.kind])).toEqual([
      ['b', undefined],
      ['a', 'busy'],
    ]);
    await until(async () => (await db.get('history', 'a'))?.outcome !== undefined);
  });

  test('is bounded, oldest out first, and can be cleared', async () => {
    const history = createHistory(db, log);
    for (let at = 0; at < 1010; at++)
      history.record({ ...placed(`c${at}`, party, at), phase: 'closed', outcome: { kind: 'busy' } }, '');
    await until(
      async () =>
        (await db.get('history', 'c9')) === undefined && (await db.get('history', 'c1009')) !== undefined,
    );
    expect(await db.count('history')).toBe(1000);
    expect(await db.get('history', 'c10')).toBeDefined();
    expect(history.entries.value).toHaveLength(100);
    // What the views do not get is found all the same, by this engine and by the next.
    const next = createHistory(db, log);
    await next.load();
    for (const one of [history, next]) {
      expect(one.find('786555').at(-1)?.id).toBe('c710');
      expect(one.find('none')).toEqual([]);
    }
    history.record(
      { ...offered('old', { number: '+442079460018' }, 11), phase: 'closed', outcome: { kind: 'missed' } },
      '',
    );
    expect(history.find('2079').map(({ id }) => id)).toEqual(['old']);
    await history.clear();
    expect(await db.count('history')).toBe(0);
    expect(history.entries.value).toEqual([]);
  });
});

describe('accounts', () => {
  const made = () => createAccounts(host(), createVault(db, local));
  const service = ({ shelf }: ReturnType<typeof made>) => ({
    host: host(),
    shelf,
    sites: () => ({ everywhere: true, chosen: [] }),
    askPage: () => Promise.resolve(undefined),
  });
  const input = account({
    servers: ['wss://pbx.example/ws'],
    user: '1001',
    domain: 'pbx.example',
    password: secret.password,
    iceServers: [{ urls: 'turn:turn.example', username: 'u', credential: 'not-a-real-credential' }],
  });

  test('the first one saved is active; views and storage hold no secret; a restart knows them', async () => {
    const accounts = made();
    const id = await accounts.save(input);
    expect(accounts.activeId()).toBe(id);
    expect(accounts.views.value[0]).toMatchObject({
      hasPassword: true,
      iceServers: [{ hasCredential: true }],
    });
    expect(JSON.stringify([...local.all, accounts.views.value, accounts.session.value])).not.toContain(
      'not-a-real',
    );
    const again = made();
    await again.load();
    const access = await providerOf(again.inUse(), service(again))?.lines?.();
    expect(access).toMatchObject({
      password: secret.password,
      authUser: '1001',
      iceServers: [{ urls: 'turn:turn.example', credential: 'not-a-real-credential' }],
    });
  });

  test('saving without a password keeps it; a TURN credential is not carried to another server', async () => {
    const accounts = made();
    const id = await accounts.save(input);
    const { password: _, ...rest } = input;
    await accounts.save({ ...rest, id, iceServers: [{ urls: 'turn:other.example' }] });
    const access = await providerOf(accounts.inUse(), service(accounts))?.lines?.();
    expect(access?.password).toBe(secret.password);
    expect(access?.iceServers).toEqual([
      { urls: 'turn:other.example', username: undefined, credential: undefined },
    ]);
  });

  test('removing the active one forgets its secret and takes the next', async () => {
    const accounts = made();
    const first = await accounts.save(input);
    const second = await accounts.save({ ...input, user: '1002' });
    await accounts.remove(first);
    expect(accounts.activeId()).toBe(second);
    expect(local.all.has(`secret:${first}`)).toBe(false);
  });

  test('an account nobody saved cannot be used or changed', async () => {
    await expect(made().use('nobody')).rejects.toThrow('bad-input');
    await expect(made().save({ ...input, id: 'nobody' })).rejects.toThrow('bad-input');
  });
});

/** Waits for a fact of the database. */
async function until(fact: () => Promise<boolean>): Promise<void> {
  while (!(await fact())) await new Promise(setImmediate);
}
