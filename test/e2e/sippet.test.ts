/** The operator's desk in a real browser, signed in at the sandbox's company with the operator's own cookie. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SippetAccountInput } from '../../lib/mirror/commands.ts';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';

/** The page's own global. */
declare const chrome: { storage: { session: { get(): Promise<unknown> } } };

const desks: Desk[] = [];
let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
  desks.push(desk);
});
afterEach(async () => {
  for (const one of desks.splice(0)) await one.close();
});

const account = (origin: string, facts: Partial<SippetAccountInput> = {}): SippetAccountInput => ({
  kind: 'sippet',
  label: 'Sandbox',
  apiOrigin: origin,
  tokenFrom: 'url',
  signInUrl: `${origin}/companion/operator-token`,
  ...facts,
});

/** Signs in at the company's page in a tab, as operators do, and then with the phone. */
async function signIn(at: Desk, origin: string, as = 'one'): Promise<void> {
  const page = await at.browser.context.newPage();
  await page.goto(`${origin}/companion/sign-in?as=${as}`);
  await page.close();
  const { id } = await at.phone.do('saveAccount', account(origin));
  await at.phone.do('useAccount', { id });
  await ready(at);
}

async function ready(at: Desk): Promise<void> {
  await at.phone.until('line', (line) => line.state === 'ready', 'the line does not become ready');
  await at.phone.until('desk', (one) => one.live === 'live', 'the channel is not live');
}

const sippet = () => desk.sandbox.sippet;
const waiting = (at: Desk) =>
  at.phone.until('queue', (queue) => queue.entries.some((one) => one.status === 'waiting'), 'nobody waits');

describe('the queue', () => {
  test('an entry is taken by two presses at once, and sound flows both ways; the caller is called as in the contacts', async () => {
    await signIn(desk, desk.sandbox.httpUrl);
    sippet().bringCaller({ persona: 'tone' });
    const { entries } = await waiting(desk);
    const [entry] = entries;
    const [one, two] = await Promise.all([
      desk.phone.do('acceptEntry', { entry: entry?.id ?? '' }),
      desk.phone.do('acceptEntry', { entry: entry?.id ?? '' }),
    ]);
    expect(one).toEqual(two);
    const call = await desk.phone.call((one) => one.phase === 'live', 'the call is not live');
    expect(call.id).toBe(one.call);
    const contact = sippet().store.contacts.find(({ phoneE164 }) => phoneE164 === call.party.number);
    expect(call.party.name).toBe(contact?.fullName);
    await desk.ears.hearing(farTone, ourTone);
    await desk.phone.until('queue', (queue) => queue.entries.length === 0, 'the entry stays');
    expect(desk.sandbox.calls()).toHaveLength(1);
    await desk.phone.do('hangUp', { call: call.id });
    await until(async () => (await desk.ears.leftOver()) === 0, { message: 'something is left over' });
  });

  test('two browsers take one caller at the same instant: one call, one “taken by”', async () => {
    const other = await openDesk();
    desks.push(other);
    await signIn(desk, desk.sandbox.httpUrl, 'one');
    await signIn(other, desk.sandbox.httpUrl, 'two');
    for (const round of [1, 2, 3]) {
      const { entryId: entry = '' } = sippet().bringCaller({ persona: 'tone' });
      for (const at of [desk, other])
        await at.phone.until('queue', (queue) => queue.entries.some(({ id }) => id === entry), 'not seen');
      const results = await Promise.allSettled(
        [desk, other].map((at) => at.phone.do('acceptEntry', { entry })),
      );
      const [won] = results.filter((result) => result.status === 'fulfilled');
      const [lost] = results.filter((result) => result.status === 'rejected');
      const said = results.map((result) => (result.status === 'rejected' ? String(result.reason) : 'taken'));
      expect([won?.status, lost?.status], `round ${round}: ${said.join('; ')}`).toEqual([
        'fulfilled',
        'rejected',
      ]);
      expect(String(lost?.reason)).toContain('taken-by');
      expect(String(lost?.reason)).toMatch(/Operator (One|Two)/);
      await desk.sandbox.until('the call', () =>
        desk.sandbox.calls().some((call) => call.state === 'answered'),
      );
      const legs = desk.sandbox.calls().filter((call) => call.state !== 'ended');
      expect(legs).toHaveLength(1);
      for (const { call } of sippet().calls()) sippet().hangUp(call.callUuid);
      for (const at of [desk, other])
        await at.phone.until('calls', (calls) => calls.every((one) => one.phase === 'closed'), 'still on');
    }
  });
});

describe('an AI call', () => {
  test('is listened to, barged into with sound, and handed back', async () => {
    await signIn(desk, desk.sandbox.httpUrl);
    const ai = sippet().startAiCall({ persona: 'echo', pace: 40, repeat: true });
    const { callUuid } = ai.call;
    await desk.phone.until(
      'aiCalls',
      (calls) => calls[0]?.lines.some((line) => line.final) ?? false,
      'no words',
    );
    await desk.phone.do('listenIn', { callUuid, on: true });
    const [listened] = await desk.phone.until(
      'aiCalls',
      (calls) => calls[0]?.codec !== undefined,
      'no codec',
    );
    expect(listened).toMatchObject({ codec: 'PCMU', state: 'ai', listening: true });
    const { call } = await desk.phone.do('bargeIn', { callUuid });
    await desk.phone.call((one) => one.id === call && one.phase === 'live', 'not in the call');
    await desk.phone.until(
      'aiCalls',
      (calls) => calls[0]?.call === call && calls[0].state === 'ours',
      'not ours',
    );
    // The echo gives us back to ourselves.
    await desk.ears.hearing(ourTone, farTone);
    await desk.phone.until('transcripts', (all) => (all[call]?.length ?? 0) > 0, 'no transcript of our call');
    await desk.phone.do('handBack', { callUuid });
    await desk.phone.call((one) => one.id === call && one.phase === 'closed', 'our leg stays');
    await desk.phone.until('aiCalls', (calls) => calls[0]?.state === 'ai', 'the AI has it not back');
    expect(sippet().calls()[0]).toMatchObject({ ai: 'talking', operator: undefined });
  });
});

test('the least a service may offer: sockets for the company’s sessions alone, a new SIP user each time, a leg that waits', async () => {
  sippet().setVariants({
    bearerSession: 'refuse',
    bearerSocket: 'refuse',
    sipUsers: 'fresh',
    handBack: 'park',
    callUuidHeader: 'X-Call-UUID',
    conversations: 'none',
  });
  await signIn(desk, desk.sandbox.httpUrl);
  const { callUuid } = sippet().startAiCall({ persona: 'echo', pace: 40, repeat: true }).call;
  await desk.phone.until('aiCalls', (calls) => calls.length === 1, 'no AI call');
  const { call } = await desk.phone.do('bargeIn', { callUuid });
  await desk.ears.hearing(ourTone, farTone);
  await desk.phone.do('handBack', { callUuid });
  expect(sippet().calls()[0]).toMatchObject({ ai: 'talking', parked: true });
  expect(await desk.phone.do('bargeIn', { callUuid })).toEqual({ call });
  await desk.ears.hearing(ourTone, farTone);
  expect(sippet().calls()[0]).toMatchObject({ ai: 'silenced', parked: false });
  await desk.phone.do('hangUp', { call });
  await desk.phone.call((one) => one.id === call && one.phase === 'closed', 'the call does not end');
  // The next call goes to the SIP user of the next access.
  sippet().bringCaller({ persona: 'tone' });
  const { entries } = await waiting(desk);
  await desk.phone.do('acceptEntry', { entry: entries[0]?.id ?? '' });
  await desk.ears.hearing(farTone, ourTone);
});

describe('a call goes on untouched while', () => {
  /** Sound flows before, during and after; the call is the same object of the same age. */
  async function through(what: () => Promise<unknown>): Promise<void> {
    await desk.phone.do('dial', { number: '602' });
    const before = await desk.phone.call((one) => one.phase === 'live', 'the call is not live');
    await desk.ears.hearing(farTone, ourTone);
    await what();
    await desk.ears.hearing(farTone, ourTone);
    const after = await desk.phone.call((one) => one.id === before.id, 'the call is gone');
    expect(after).toEqual(before);
    expect(desk.sandbox.calls()).toHaveLength(1);
  }
  const signInState = async (state: string) =>
    desk.phone.until('desk', (one) => one.signIn.state === state, `not ${state}`, 20_000);

  test('the token runs out, is renewed, is revoked with no other to be had, and is there again', async () => {
    sippet().setVariants({ operatorTokenSeconds: 6, sessionTokenSeconds: 6, dropAtExpiry: true });
    await signIn(desk, desk.sandbox.httpUrl);
    await through(async () => {
      const first = sippet()
        .tokens()
        .find((one) => one.kind === 'operator')?.token;
      await until(
        () =>
          sippet()
            .tokens()
            .some((one) => one.kind === 'operator' && one.token !== first),
        { message: 'not renewed', timeout: 15_000 },
      );
      // The mint is dead and every token is taken back.
      desk.sandbox.setFaults({ sippet: { operatorAccess: { status: 500 } } });
      sippet().endTokens();
      await desk.phone.do('refreshQueue', {});
      await signInState('retrying');
      expect((await desk.phone.slice('queue')).state).toBe('failed');
      desk.sandbox.setFaults({});
      await desk.phone.do('signInAgain', {});
      await signInState('signed-in');
      await desk.phone.do('refreshQueue', {});
      await desk.phone.until('queue', (queue) => queue.state === 'ready', 'the queue is not back');
    });
  });

  test('nobody is signed in at the company any more: told once, and right again after a sign-in', async () => {
    await signIn(desk, desk.sandbox.httpUrl);
    await through(async () => {
      const page = await desk.browser.context.newPage();
      await page.goto(`${desk.sandbox.companionUrl}/sign-out`);
      sippet().endTokens();
      await desk.phone.do('refreshQueue', {});
      const { signIn: told } = await signInState('needed');
      expect(told.fault?.code).toBe('sign-in-needed');
      await page.goto(`${desk.sandbox.companionUrl}/sign-in?as=one`);
      await page.close();
      await desk.phone.do('signInAgain', {});
      await signInState('signed-in');
    });
  });

  test('SIP access is taken back and given again; the next call goes', async () => {
    sippet().setVariants({ revokeAtCallEnd: true });
    await signIn(desk, desk.sandbox.httpUrl);
    await through(async () => {
      sippet().revokeSip();
      await desk.phone.do('refreshQueue', {});
    });
    const { id } = await desk.phone.call((one) => one.phase === 'live', 'not live');
    await desk.phone.do('hangUp', { call: id });
    await desk.phone.until('calls', (calls) => calls.every((one) => one.phase === 'closed'), 'still on');
    sippet().bringCaller({ persona: 'tone' });
    const entry = (await waiting(desk)).entries.find((one) => one.status === 'waiting')?.id ?? '';
    await until(
      async () => {
        await desk.phone.do('acceptEntry', { entry });
        return true;
      },
      { message: 'not taken' },
    );
    await desk.ears.hearing(farTone, ourTone);
  });
});

test('a signed-in account that is edited keeps its token, and leaves before it comes again', async () => {
  await signIn(desk, desk.sandbox.httpUrl);
  const [before] = await desk.phone.slice('accounts');
  const operators = () =>
    sippet()
      .tokens()
      .filter((one) => one.kind === 'operator').length;
  const minted = operators();
  await desk.phone.do('saveAccount', {
    ...account(desk.sandbox.httpUrl),
    id: before?.id ?? '',
    label: 'Renamed',
  });
  await desk.phone.until('session', (one) => one.account?.label === 'Renamed', 'not renamed');
  await ready(desk);
  expect(operators()).toBe(minted);
  expect(desk.sandbox.registrations()).toHaveLength(1);
  // The access that is in use was not taken back with the old one.
  expect(sippet().revokeSip()).toBe(1);
});

test('signing out gives SIP access back and forgets the token; a restart of the engine keeps it', async () => {
  await signIn(desk, desk.sandbox.httpUrl);
  const before = sippet()
    .tokens()
    .filter((one) => one.kind === 'operator').length;
  await desk.browser.closeEngine();
  await desk.phone.until('desk', (one) => one.live === 'live', 'the engine does not come back', 40_000);
  // The token that was kept is used again.
  expect(
    sippet()
      .tokens()
      .filter((one) => one.kind === 'operator'),
  ).toHaveLength(before);
  await desk.phone.do('useAccount', { id: null });
  await desk.phone.until('line', (line) => line.state === 'none', 'still a line');
  await desk.sandbox.until('no registration', () => desk.sandbox.registrations().length === 0);
  await until(() => sippet().revokeSip() === 0, { message: 'SIP access was not given back' });
  const kept = await desk.phone.page.evaluate(() => chrome.storage.session.get());
  expect(JSON.stringify(kept)).not.toContain('sandbox-operator');
});
