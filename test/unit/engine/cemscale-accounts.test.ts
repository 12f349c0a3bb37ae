import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { createAccounts } from '../../../lib/engine/accounts.ts';
import { openDatabase } from '../../../lib/engine/database.ts';
import { missingFor, signInUrlOf } from '../../../lib/engine/service.ts';
import { createVault } from '../../../lib/engine/vault.ts';
import type { CemscaleAccountInput } from '../../../lib/mirror/commands.ts';
import { memoryHost } from '../../support/memory-host.ts';

describe('CemScale accounts', () => {
  const password = 'obviously-not-a-real-password';
  const input: CemscaleAccountInput = {
    kind: 'cemscale',
    label: '',
    apiUrl: 'https://api.example',
    signInBy: 'password',
    tenantId: '00000000-0000-4000-8000-0000000000aa',
    extension: '1001',
    password,
    dialBy: 'switch',
  };
  const companion: CemscaleAccountInput = {
    ...input,
    signInBy: 'companion',
    password: undefined,
    companionUrl: 'https://crm.example/ringside/',
  };
  async function made(world = memoryHost()) {
    globalThis.indexedDB = new IDBFactory();
    const vault = createVault(await openDatabase(), world.local);
    const accounts = createAccounts(world.host, vault);
    await accounts.load();
    return { ...world, accounts, vault };
  }

  test('keep their password in the vault, their token for the browser’s session, and show neither', async () => {
    const { accounts, local, session, vault } = await made();
    const id = await accounts.save(input);
    await accounts.shelf.put(id, { token: 'a-token' });
    expect(accounts.views.value).toMatchObject([{ kind: 'cemscale', hasPassword: true, managed: false }]);
    const shown = JSON.stringify([...local.all, accounts.views.value, accounts.session.value]);
    expect(shown).not.toContain(password);
    expect(shown).not.toContain('a-token');
    expect((await vault.open(id))?.password).toBe(password);
    expect(accounts.secretsHeld()).toEqual(expect.arrayContaining([password, 'a-token']));
    expect(accounts.inUse()).toMatchObject({ kind: 'cemscale', password });
    await accounts.remove(id);
    expect([await vault.open(id), session.all.size]).toEqual([undefined, 0]);
  });

  test('survive the engine, also beside the others', async () => {
    const world = memoryHost();
    const { accounts } = await made(world);
    await accounts.save(input);
    const database = globalThis.indexedDB;
    const again = createAccounts(world.host, createVault(await openDatabase(), world.local));
    expect(globalThis.indexedDB).toBe(database);
    await again.load();
    expect(again.inUse()).toMatchObject({ kind: 'cemscale', password, account: { extension: '1001' } });
  });

  test.each([
    [{ apiUrl: 'https://other.example' }],
    [{ extension: '1002' }],
    [{ password: 'another-not-a-real-one' }],
    [{ signInBy: 'companion' as const, companionUrl: 'https://crm.example' }],
  ])('with %j its token is forgotten', async (change) => {
    const { accounts } = await made();
    const id = await accounts.save(input);
    await accounts.shelf.put(id, { token: 'a-token' });
    await accounts.save({ ...input, password: undefined, id, label: 'Renamed' });
    expect(accounts.shelf.get(id)?.token).toBe('a-token');
    await accounts.save({ ...input, password: undefined, ...change, id });
    expect(accounts.shelf.get(id)).toBeUndefined();
  });

  test.each([
    [{ password: undefined }, 'password'],
    [{ extension: undefined }, 'extension'],
    [{ tenantId: undefined }, 'tenantId'],
    [{ signInBy: 'companion' as const }, 'companionUrl'],
    [{ routes: { 'calls.park': { path: '/x' } } }, 'no route is called calls.park'],
  ])('with %j it is not saved: %s', async (change, said) => {
    const { accounts } = await made();
    await expect(accounts.save({ ...input, ...change })).rejects.toThrow(said);
    expect(accounts.views.value).toEqual([]);
  });

  test('through the company needs no password, and the site of its server', async () => {
    const { accounts, vault } = await made();
    const id = await accounts.save(input);
    await accounts.save({ ...companion, id });
    expect(await vault.open(id)).toBeUndefined();
    expect(signInUrlOf(companion)).toBe('https://crm.example/ringside/cemscale-token');
    const none = { everywhere: false, chosen: [] };
    expect(missingFor(companion, none)).toBe('https://crm.example/*');
    expect(missingFor(input, none)).toBeUndefined();
  });

  test('an administrator sets one without anybody’s password; a mistaken route is told', async () => {
    const world = memoryHost();
    const policy = { kind: 'cemscale', apiUrl: 'https://api.example', companionUrl: 'https://crm.example' };
    await world.managed.set('account', policy);
    const { accounts } = await made(world);
    expect(accounts.views.value).toMatchObject([
      { id: 'managed', managed: true, signInBy: 'companion', dialBy: 'switch' },
    ]);
    for (const wrong of [
      { routes: { nothing: {} } },
      { companionUrl: undefined },
      { apiUrl: 'http://far.example' },
    ]) {
      const other = memoryHost();
      await other.managed.set('account', { ...policy, ...wrong });
      const { accounts: without, logged } = await made(other);
      expect(without.activeId()).toBeNull();
      expect(logged[0]).toContain('managed');
    }
  });
});
