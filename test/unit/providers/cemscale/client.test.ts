import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FaultError } from '../../../../lib/mirror/fault.ts';
import { wordsOf } from '../../../../lib/providers/cemscale/errors.ts';
import { rowsIn } from '../../../../lib/providers/cemscale/client.ts';
import {
  assumedRoutes,
  routeIds,
  routesWith,
  unknownRoutes,
  urlOf,
} from '../../../../lib/providers/cemscale/routes.ts';
import { startSandbox, type Sandbox } from '../../../../server/sandbox/sandbox.ts';
import type { CemscaleFaultsInput } from '../../../../server/sandbox/cemscale/faults.ts';
import {
  administratorOne,
  cemscaleAt,
  elsewhere,
  operatorOne,
  operatorTwo,
} from '../../../support/cemscale.ts';
import { until } from '../../../support/facts.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const faultOf = async (work: Promise<unknown> | undefined) => {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error instanceof FaultError ? error.fault : { code: String(error), said: undefined };
  }
};
const wrong = (rest: NonNullable<CemscaleFaultsInput['rest']>) => sandbox.setFaults({ cemscale: { rest } });

describe('what the service says', () => {
  test.each([
    [{ error: { code: 'CALL_STATE', message: 'not now' } }, { code: 'CALL_STATE', message: 'not now' }],
    [{ error: 'not now' }, { message: 'not now' }],
    [{ message: 'not now' }, { message: 'not now' }],
    [{ status: 'error', message: 'not now' }, { message: 'not now' }],
    ['not now', {}],
    [undefined, {}],
    [[1], {}],
  ])('%j is read', (body, words) => expect(wordsOf(body)).toEqual(words));

  test.each(['error-object', 'error-string', 'message'] as const)('%s reaches the operator', async (form) => {
    const { provider } = cemscaleAt(sandbox);
    wrong({ routes: ['did.update'], status: 422, form });
    const fault = await faultOf(provider.admin?.assign('x', { kind: 'extension', target: '1' }));
    expect(fault).toMatchObject({ code: 'service-refused', said: 'sandbox fault 422' });
  });

  test.each([
    [400, 'service-refused'],
    [403, 'service-forbidden'],
    [404, 'service-refused'],
    [409, 'service-refused'],
    [429, 'service-unreachable'],
    [500, 'service-unreachable'],
  ])('%i without JSON is %s, said by its status', async (status, code) => {
    const { provider } = cemscaleAt(sandbox);
    wrong({ routes: ['did.list'], status, form: 'html' });
    const fault = await faultOf(provider.numbers?.list());
    expect(fault?.code).toBe(code);
    expect(fault?.said).toContain(String(status));
  });

  test('a page with 200 is no answer', async () => {
    const { provider } = cemscaleAt(sandbox, {
      fetch: (url, init) =>
        new URL(url instanceof Request ? url.url : url).pathname.endsWith('/dids')
          ? Promise.resolve(new Response('<h1>Welcome</h1>'))
          : fetch(url, init),
    });
    expect((await faultOf(provider.numbers?.list()))?.code).toBe('service-unreachable');
  });

  test('lists come named, alone or bare', () => {
    const rows = [{ id: 'a' }];
    for (const answer of [{ dids: rows, total: 1 }, { data: rows }, rows, { dids: [...rows, 7, null] }])
      expect(rowsIn(answer, 'dids').rows).toEqual(rows);
    for (const answer of [null, 'x', {}, { a: [], b: rows }]) expect(rowsIn(answer, 'dids').rows).toEqual([]);
  });
});

describe('asking again', () => {
  test('what reads is asked four times at most, and the truth is taken as soon as it comes', async () => {
    const { provider, asked } = cemscaleAt(sandbox);
    wrong({ routes: ['did.list'], status: 502, form: 'html', times: 3 });
    expect(await provider.numbers?.list()).toHaveLength(2);
    expect(asked.filter((one) => one === 'GET /api/dids')).toHaveLength(4);
    wrong({ routes: ['did.list'], status: 503 });
    expect((await faultOf(provider.numbers?.list()))?.code).toBe('service-unreachable');
    expect(asked.filter((one) => one === 'GET /api/dids')).toHaveLength(8);
  });

  test('a plain 500 is not asked again', async () => {
    const { provider, asked } = cemscaleAt(sandbox);
    wrong({ routes: ['did.list'], status: 500 });
    await faultOf(provider.numbers?.list());
    expect(asked.filter((one) => one === 'GET /api/dids')).toHaveLength(1);
  });

  test('nobody is called, transferred, held or hung up on twice', async () => {
    const { provider, asked } = cemscaleAt(sandbox);
    wrong({
      routes: ['calls.originate', 'calls.transfer', 'calls.hold', 'calls.hangup', 'conf.add'],
      status: 503,
    });
    await faultOf(provider.numbers?.call('+17865550101', undefined));
    await faultOf(provider.control?.transfer('x', '1002'));
    await faultOf(provider.control?.hold('x', true));
    await faultOf(provider.control?.hangUp('x'));
    await faultOf(provider.control?.conference.add('x', '1002'));
    expect(asked.filter((one) => one.startsWith('POST /api/calls'))).toHaveLength(5);
  });

  test('an answer that was lost is not believed to be a no: the call is there once', async () => {
    const { provider } = cemscaleAt(sandbox);
    await provider.blocked?.list();
    wrong({ routes: ['block.add'], status: 502, when: 'after', form: 'empty' });
    expect((await faultOf(provider.blocked?.add('+17865550142', '')))?.code).toBe('service-unreachable');
    expect(sandbox.cemscale.tenants[0]?.blocked).toHaveLength(1);
  });
});

describe('signing in', () => {
  test('a token that is no good any more is had anew once, and the request is answered', async () => {
    const { provider, asked } = cemscaleAt(sandbox);
    await provider.numbers?.list();
    sandbox.cemscale.endTokens();
    expect(await provider.numbers?.list()).toHaveLength(2);
    expect(asked.filter((one) => one === 'POST /api/auth/login')).toHaveLength(2);
  });

  test('a new token that is refused as well: sign in again, told once, and no loop', async () => {
    const { provider, asked, events } = cemscaleAt(sandbox);
    provider.start?.(() => undefined);
    await until(() => events.some((one) => one.type === 'sign-in' && one.state === 'signed-in'), {
      message: 'not signed in',
    });
    wrong({ routes: ['did.list'], status: 401 });
    expect((await faultOf(provider.numbers?.list()))?.code).toBe('sign-in-needed');
    expect((await faultOf(provider.numbers?.list()))?.code).toBe('sign-in-needed');
    expect(asked.filter((one) => one === 'POST /api/auth/login')).toHaveLength(2);
    expect(events.filter((one) => one.type === 'sign-in' && one.state === 'needed')).toHaveLength(1);
    sandbox.setFaults({});
    await provider.signInAgain?.();
    expect(await provider.numbers?.list()).toHaveLength(2);
    provider.stop();
  });

  test.each([
    [{ password: 'wrong-not-a-secret' }, 'sign-in-refused'],
    [{ extension: '9999' }, 'sign-in-refused'],
    [{ tenantId: elsewhere.tenantId }, 'sign-in-refused'],
  ])('with %j it is refused, in the service’s words', async (change, code) => {
    const credentials = { ...operatorOne, ...change };
    const { provider } = cemscaleAt(sandbox, { signIn: { by: 'password', credentials } });
    const fault = await faultOf(provider.numbers?.list());
    expect(fault).toMatchObject({ code, said: 'Extension, password or tenant is wrong.' });
  });

  test('a service that is down is worth another try, not the operator’s trouble', async () => {
    const { provider } = cemscaleAt(sandbox);
    wrong({ routes: ['auth.login'], status: 503, form: 'html' });
    expect((await faultOf(provider.numbers?.list()))?.code).toBe('sign-in-unreachable');
  });

  test('neither password nor token is logged', async () => {
    const { provider, logged } = cemscaleAt(sandbox);
    wrong({ status: 502, form: 'html', times: 2 });
    await faultOf(provider.numbers?.list());
    sandbox.setFaults({});
    provider.start?.(() => undefined);
    await faultOf(provider.numbers?.list());
    provider.stop();
    expect(logged.join('\n')).not.toMatch(/not-a-secret|eyJ/);
  });
});

describe('the route table', () => {
  test('an override replaces verb and path, and nothing else', () => {
    const table = routesWith({
      'calls.hold': { path: '/v2/{callUuid}/pause' },
      'ext.list': { verb: 'POST' },
    });
    expect(table['calls.hold']).toEqual({ verb: 'POST', path: '/v2/{callUuid}/pause', carrier: 'token' });
    expect(table['ext.list']).toEqual({ ...assumedRoutes['ext.list'], verb: 'POST' });
    expect(table['calls.unhold']).toEqual(assumedRoutes['calls.unhold']);
    expect(unknownRoutes({ 'calls.hold': {}, 'calls.park': {} })).toEqual(['calls.park']);
    expect(routesWith()).toEqual(assumedRoutes);
  });

  test('requests go where the override says', async () => {
    const { provider, asked } = cemscaleAt(sandbox, { routes: { 'did.list': { path: '/numbers/mine' } } });
    expect((await faultOf(provider.numbers?.list()))?.code).toBe('service-refused');
    expect(asked.at(-1)).toBe('GET /numbers/mine');
  });

  test('names are filled in and escaped; one that is not given is a mistake', () => {
    const route = assumedRoutes['ext.byCrm'];
    expect(urlOf('https://api.example/base/', route, { crmUserId: 'a/b@c' })).toBe(
      'https://api.example/base/api/extensions/by-crm-user/a%2Fb%40c',
    );
    expect(() => urlOf('https://api.example', route)).toThrow('crmUserId');
  });

  test('only the companion’s routes carry the key, and only the sign-ins carry nothing', () => {
    const by = (carrier: string) => routeIds.filter((id) => assumedRoutes[id].carrier === carrier);
    expect([by('key'), by('none')]).toEqual([['auth.operatorToken'], ['auth.login', 'auth.admin']]);
  });
});

describe('tenants', () => {
  test('see nothing of each other, also with the same extension', async () => {
    const ours = cemscaleAt(sandbox).provider;
    const theirs = cemscaleAt(sandbox, { signIn: { by: 'password', credentials: elsewhere } }).provider;
    await ours.blocked?.add('+17865550142', 'ours');
    expect(await theirs.blocked?.list()).toEqual([]);
    const numbers = (await theirs.numbers?.list())?.map(({ number }) => number);
    expect(numbers).toEqual(['+17865550190']);
    const [mine] = (await ours.admin?.numbers()) ?? [];
    const target = { kind: 'extension', target: '1001' } as const;
    const administrator = 'admin@other.ringside.test';
    await theirs.admin?.signIn?.(administrator, `${administrator}-not-a-secret`);
    expect((await faultOf(theirs.admin?.assign(mine?.id ?? '', target)))?.code).toBe('service-refused');
  });

  test('an operator who is no administrator reads, and may not change numbers', async () => {
    const { provider } = cemscaleAt(sandbox, { signIn: { by: 'password', credentials: operatorTwo } });
    const [first] = (await provider.admin?.numbers()) ?? [];
    const target = { kind: 'extension', target: '1002' } as const;
    expect((await faultOf(provider.admin?.assign(first?.id ?? '', target)))?.code).toBe('service-forbidden');
  });

  test('an administrator’s own sign-in may, for as long as it lasts, and the operator’s goes on as it was', async () => {
    const { provider, asked, logged } = cemscaleAt(sandbox);
    const { email, password } = administratorOne;
    const wrongOne = await faultOf(provider.admin?.signIn?.(email, 'wrong-not-a-secret'));
    expect(wrongOne).toMatchObject({ code: 'sign-in-refused', said: 'E-mail address or password is wrong.' });
    expect(provider.admin?.signedInAs?.()).toBeUndefined();
    await provider.admin?.signIn?.(email, password);
    expect(provider.admin?.signedInAs?.()).toBe(`${email} · Lumen Sandbox`);
    const [first] = (await provider.admin?.numbers()) ?? [];
    const target = { kind: 'extension', target: '1002' } as const;
    await provider.admin?.assign(first?.id ?? '', target);
    expect(sandbox.cemscale.tenants[0]?.dids[0]).toMatchObject({ routeTarget: '1002' });
    expect(await provider.blocked?.list()).toEqual([]);
    // It is over, and nobody but its owner can have it anew: the operator's own right is what is left.
    sandbox.cemscale.endTokens();
    expect((await faultOf(provider.admin?.assign(first?.id ?? '', target)))?.code).toBe('service-forbidden');
    expect(provider.admin?.signedInAs?.()).toBeUndefined();
    expect(asked.filter((one) => one === 'POST /api/auth/admin/login')).toHaveLength(2);
    expect(logged.join('\n')).not.toMatch(/not-a-secret|eyJ/);
  });

  test('every answer says that it is an emulator’s', async () => {
    for (const path of ['/api/dids', '/api/nothing', '/api/auth/login']) {
      const response = await fetch(sandbox.cemscaleUrl + path);
      expect(response.headers.get('x-emulator')).toBe('1');
      await response.body?.cancel();
    }
  });
});
