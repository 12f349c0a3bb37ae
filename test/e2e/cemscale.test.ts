/** A CemScale operator in a real browser, against the sandbox's CemScale: all of it as our sheet assumes it. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CemscaleAccountInput } from '../../lib/mirror/commands.ts';
import { administratorOne, operatorOne, operatorTwo } from '../support/cemscale.ts';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';

const desks: Desk[] = [];
let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
  desks.push(desk);
});
afterEach(async () => {
  for (const one of desks.splice(0)) await one.close();
});

const account = (at: Desk, facts: Partial<CemscaleAccountInput> = {}): CemscaleAccountInput => ({
  kind: 'cemscale',
  label: 'Sandbox',
  apiUrl: at.sandbox.cemscaleUrl,
  signInBy: 'password',
  ...operatorOne,
  dialBy: 'switch',
  ...facts,
});

async function signIn(at: Desk, facts: Partial<CemscaleAccountInput> = {}): Promise<void> {
  const { id } = await at.phone.do('saveAccount', account(at, facts));
  await at.phone.do('useAccount', { id });
  await at.phone.until('line', (line) => line.state === 'ready', 'the line does not become ready');
  await at.phone.until('desk', (one) => one.live === 'live', 'the socket is not open');
}

const tuningFork = '+17865550101';
const cemscale = () => desk.sandbox.cemscale;
const live = (at: Desk, message: string) => at.phone.call((one) => one.phase === 'live', message);

describe('a call by the switch', () => {
  test('is placed in a click with sound both ways, and goes on unharmed when the token ends in the middle of it', async () => {
    await signIn(desk);
    const { call: id } = await desk.phone.do('dial', { number: tuningFork });
    const call = await live(desk, 'the call is not live');
    expect(call).toMatchObject({ id, direction: 'outgoing', party: { number: tuningFork } });
    await desk.ears.hearing(farTone, ourTone);
    expect(cemscale().calls()).toMatchObject([{ direction: 'outbound', toNumber: tuningFork }]);

    // From here on no token is good, and none can be had: the password was changed meanwhile.
    const [tenant] = cemscale().tenants;
    const [extension] = tenant?.extensions ?? [];
    if (!extension) throw new Error('nobody there');
    extension.password = 'changed-not-a-secret';
    cemscale().endTokens({ sockets: true });
    const told = await desk.phone.until('desk', (one) => one.signIn.state === 'needed', 'nobody is told');
    expect(told.signIn.fault?.code).toBe('sign-in-refused');
    const [leg] = desk.sandbox.calls();
    desk.sandbox.restartMeter(leg?.id ?? '');
    await desk.ears.hearing(farTone, ourTone);
    expect((await live(desk, 'the call is gone')).id).toBe(id);

    extension.password = operatorOne.password;
    await desk.phone.do('signInAgain', {});
    await desk.phone.until('desk', (one) => one.signIn.state === 'signed-in', 'not signed in again');
    await desk.phone.until('desk', (one) => one.live === 'live', 'the socket stays closed');
    expect((await live(desk, 'the call is gone')).id).toBe(id);
    await desk.phone.do('hangUp', { call: id });
    await desk.phone.until('calls', (calls) => calls.every(({ phase }) => phase === 'closed'), 'still on');
    await until(() => cemscale().calls().length === 0, { message: 'the switch still has it' });
    await until(async () => (await desk.ears.leftOver()) === 0, { message: 'something is left over' });
  });

  test('is held by the switch and given to a colleague, who hears the other side', async () => {
    const other = await openDesk({});
    desks.push(other);
    await signIn(desk);
    await signIn(other, { ...operatorTwo, apiUrl: desk.sandbox.cemscaleUrl });
    const { call } = await desk.phone.do('dial', { number: tuningFork });
    await live(desk, 'the call is not live');
    await desk.ears.hearing(farTone, ourTone);
    await desk.phone.do('hold', { call });
    await desk.phone.until('calls', ([one]) => one?.hold.ours === 'on', 'not held');
    expect(cemscale().calls()).toMatchObject([{ state: 'held' }]);
    // The switch holds it, and no re-INVITE was sent.
    expect(desk.sandbox.calls()[0]?.heldByOperator).toBe(false);
    await desk.phone.do('resume', { call });
    await desk.phone.until('calls', ([one]) => one?.hold.ours === 'off', 'not resumed');
    await desk.ears.hearing(farTone, ourTone);

    await desk.phone.do('transfer', { call, to: '1002' });
    const ringing = await other.phone.call((one) => one.phase === 'offered', 'the colleague does not ring');
    const [gone] = await desk.phone.until('calls', ([one]) => one?.phase === 'closed', 'we still have it');
    expect(gone?.outcome?.kind).toBe('transferred');
    await other.phone.do('answer', { call: ringing.id });
    await live(other, 'the colleague is not through');
    await other.ears.hearing(farTone, ourTone);
  });
});

test('with a token of the company’s server, a call by the switch has sound, and goes on when a newer token is had', async () => {
  const tab = await desk.browser.context.newPage();
  await tab.goto(`${desk.sandbox.companionUrl}/sign-in?as=two`);
  await tab.close();
  await signIn(desk, {
    signInBy: 'companion',
    companionUrl: desk.sandbox.companionUrl,
    tenantId: undefined,
    extension: undefined,
    password: undefined,
  });
  const { call: id } = await desk.phone.do('dial', { number: tuningFork });
  expect(await live(desk, 'the call is not live')).toMatchObject({ id, direction: 'outgoing' });
  await desk.ears.hearing(farTone, ourTone);
  expect(cemscale().calls()).toMatchObject([{ extension: '1002', toNumber: tuningFork }]);
  cemscale().endTokens({ sockets: true });
  await desk.phone.do('hold', { call: id });
  await desk.phone.until('calls', ([one]) => one?.hold.ours === 'on', 'not held');
  expect(cemscale().calls()).toMatchObject([{ state: 'held' }]);
  await desk.phone.until('desk', (one) => one.live === 'live', 'the socket stays closed');
  expect((await desk.phone.slice('desk')).signIn.state).toBe('signed-in');
  await desk.phone.do('hangUp', { call: id });
});

test('a third person is called into the call, the first one waits and is let back in', async () => {
  await signIn(desk);
  const { call } = await desk.phone.do('dial', { number: tuningFork });
  await live(desk, 'the call is not live');
  await desk.ears.hearing(farTone, ourTone);
  await desk.phone.do('addPerson', { call, to: '+442079460018' });
  const dialling = await desk.phone.slice('threeWay');
  expect([dialling?.state, dialling?.since]).toEqual([expect.stringMatching(/dialing|holding/), undefined]);
  const holding = await desk.phone.until('threeWay', (one) => one?.state === 'holding', 'they do not come');
  expect([holding?.waits, holding?.since]).toEqual([{ first: true, added: false }, undefined]);
  await desk.phone.do('holdPerson', { who: 'first', on: false });
  const active = await desk.phone.until('threeWay', (one) => one?.state === 'active', 'not three');
  expect(active?.since).toBeGreaterThan(0);
  // The fork is heard again, through the conference.
  await desk.ears.hearing(farTone, ourTone);
  await desk.phone.do('dropPerson', {});
  await until(async () => (await desk.phone.slice('threeWay')) === null, { message: 'still three' });
  await desk.ears.hearing(farTone, ourTone);
  await desk.phone.do('hangUp', { call });
});

test('the team, blocked callers, company numbers and records, on the options page', async () => {
  await signIn(desk);
  await desk.phone.until('presence', (one) => one.own?.value === 'available', 'no status of ours');
  await desk.phone.do('setPresence', { status: 'away' });
  await desk.phone.until('presence', (one) => one.own?.value === 'away', 'the status was not set');
  const [tenant] = cemscale().tenants;
  expect(tenant?.extensions[0]?.presence).toBe('away');
  const { call } = await desk.phone.do('dial', { number: tuningFork });
  await live(desk, 'the call is not live');
  await desk.phone.do('hangUp', { call });
  await until(() => tenant?.cdr.length === 1, { message: 'no record' });

  const page = await desk.browser.open('options.html');
  const blocked = page.locator('#blocked');
  await blocked.getByRole('textbox').first().fill('+17865550102');
  await blocked.getByRole('textbox').nth(1).fill('Rings at night');
  await blocked.getByRole('button', { name: 'Block', exact: true }).click();
  await blocked.getByText('Rings at night').waitFor();
  expect(tenant?.blocked).toMatchObject([{ number: '+17865550102', reason: 'Rings at night' }]);
  await expect(desk.sandbox.cemscale.bringCall('1001', { persona: 'busy' })).rejects.toThrow('blocked');

  const numbers = page.locator('#company-numbers');
  await numbers.getByText('Sign in as administrator').click();
  await numbers.getByRole('textbox', { name: 'E-mail address' }).fill(administratorOne.email);
  await numbers.getByLabel('Password').fill(administratorOne.password);
  await numbers.getByRole('button', { name: 'Sign in', exact: true }).click();
  await numbers.getByText(`Signed in as ${administratorOne.email}`).waitFor();
  await numbers.getByLabel(/Sales/).selectOption({ label: 'AI agent: After hours' });
  const sales = () => tenant?.dids.find(({ label }) => label === 'Sales');
  await until(() => sales()?.routeTarget === 'after-hours', { message: 'the number was not given away' });
  expect(sales()?.routeType).toBe('ai_agent');

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    numbers.getByRole('button', { name: /CSV/ }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^call-records-\d{4}-\d\d-\d\d\.csv$/);
  const text = readFileSync(await file.path(), 'utf8');
  expect(text.split('\r\n')[0]).toContain('id,callUuid,direction,fromNumber,toNumber');
  expect(text).toContain(`,outbound,1001,${tuningFork},1001,`);

  await blocked.getByRole('button', { name: /^Unblock/ }).click();
  await blocked.getByText('Nobody is blocked').waitFor();
  expect(tenant?.blocked).toEqual([]);
});
