import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../../../server/sandbox/sandbox.ts';
import { cemscaleAt, operatorOne } from '../../../support/cemscale.ts';
import { until } from '../../../support/facts.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const started = async () => {
  const one = cemscaleAt(sandbox);
  one.provider.start?.(() => undefined);
  await one.live();
  await letIn();
  return one;
};
/** The service looks at the token a moment after the socket is open; before that it tells nothing, and cannot be cut. */
const letIn = () => until(() => sandbox.cemscale.sockets() === 1, { message: 'not let in' });
const lives = (one: Awaited<ReturnType<typeof started>>) =>
  one.events.filter((event) => event.type === 'link' && event.state === 'live').length;

describe('the realtime socket', () => {
  test('tells of what happens; names nobody knows are logged and harm nothing', async () => {
    const one = await started();
    sandbox.cemscale.event('brand_new_event', { anything: 1 });
    sandbox.cemscale.event('call_end', { callUuid: 'u' });
    await until(() => one.events.some((event) => event.type === 'call'), { message: 'no event' });
    expect(one.events.at(-1)).toEqual({ type: 'call', callUuid: 'u', over: true });
    expect(one.logged).toContain('realtime: brand_new_event');
    one.provider.stop();
  });

  test('comes back after a cut and says so, so that everything is read again', async () => {
    const one = await started();
    for (const times of [1, 2, 3]) {
      sandbox.cemscale.disconnect(times === 2 ? 4408 : 1006);
      await until(() => lives(one) === times + 1, { message: 'it stays away' });
      await letIn();
    }
    one.provider.stop();
  });

  test('a token that is refused is had anew; without one nothing is tried until there is', async () => {
    const one = await started();
    sandbox.cemscale.endTokens({ sockets: true });
    await until(() => lives(one) === 2, { message: 'not back with a new token' });
    sandbox.setFaults({ cemscale: { rest: { routes: ['auth.login'], status: 401 } } });
    sandbox.cemscale.endTokens({ sockets: true });
    await until(() => one.events.some((event) => event.type === 'sign-in' && event.state === 'needed'), {
      message: 'nobody is told',
    });
    const tried = one.asked.length;
    sandbox.setFaults({});
    await one.provider.signInAgain?.();
    await until(() => lives(one) === 3, { message: 'not back after the sign-in' });
    // One sign-in, and nothing in between.
    expect(one.asked.slice(tried)).toEqual(['POST /api/auth/login']);
    one.provider.stop();
  });

  test('also takes its token as a first message, and nobody without one', async () => {
    const { pathname, host } = new URL(sandbox.cemscaleUrl);
    const answer = await fetch(`${sandbox.cemscaleUrl}/api/auth/login`, {
      method: 'POST',
      body: JSON.stringify({ ...operatorOne, username: operatorOne.extension }),
    });
    const { token } = (await answer.json()) as { token: string };
    const good = new WebSocket(`ws://${host}${pathname}/ws`);
    good.addEventListener('open', () => good.send(JSON.stringify({ type: 'auth', token })));
    await until(() => sandbox.cemscale.sockets() === 1, { message: 'not let in' });
    const bad = new WebSocket(`ws://${host}${pathname}/ws?token=nonsense`);
    const code = await new Promise((resolve) =>
      bad.addEventListener('close', (event) => resolve(event.code), { once: true }),
    );
    expect([code, sandbox.cemscale.sockets()]).toEqual([4401, 1]);
    good.close();
  });

  test('stopped, it is silent and opens nothing', async () => {
    const one = await started();
    one.provider.stop();
    const before = one.events.length;
    await until(() => sandbox.cemscale.sockets() === 0, { message: 'the socket stays' });
    sandbox.cemscale.event('call_end', { callUuid: 'u' });
    await one.provider.presence?.list();
    expect([one.events.length, sandbox.cemscale.sockets()]).toEqual([before, 0]);
  });
});

describe('SIP access', () => {
  test('is the service’s, for a while; else what the account says', async () => {
    const own = { wssUrl: 'wss://own.example', domain: 'own.example' };
    const { provider } = cemscaleAt(sandbox, { line: own });
    const access = await provider.lines?.();
    expect(access).toMatchObject({ servers: [sandbox.wsUrl], user: '1001', domain: sandbox.domain });
    expect(access?.passing?.expiresAt).toBeGreaterThan(Date.now());
    sandbox.setFaults({ cemscale: { rest: { routes: ['ext.sip'], status: 404, form: 'html' } } });
    const fallen = await provider.lines?.();
    expect(fallen).toMatchObject({ servers: ['wss://own.example'], user: '1001' });
    expect(fallen?.passing).toBeUndefined();
    const without = cemscaleAt(sandbox).provider;
    await expect(without.lines?.()).rejects.toThrow('404');
  });
});
