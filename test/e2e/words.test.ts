/** What goes wrong is told in the right words on the page, and the phone is in the right state afterwards. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { account } from '../support/accounts.ts';
import type { Overlay } from '../support/chromium/overlay.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';
import { say } from '../support/say.ts';

let desk: Desk;
let page: Page;
let overlay: Overlay;

async function openPage(): Promise<void> {
  page = await desk.browser.context.newPage();
  await page.goto(`${desk.sandbox.httpUrl}/plain`);
  await page.bringToFront();
  overlay = desk.browser.overlay(page);
  await overlay.waitFor('button', /^Ringside phone/);
}

/** Opens the panel by its launcher and dials as a person does. */
async function dialByHand(number: string): Promise<void> {
  if (!(await overlay.find('textbox'))) await overlay.click('button', /^Ringside phone/);
  await overlay.waitFor('textbox');
  await overlay.type('textbox', /.*/, number);
  await overlay.click('button', say('call'));
}

describe('with a line', () => {
  beforeAll(async () => {
    desk = await openDesk();
    await desk.signIn();
  });
  afterAll(() => desk?.close());
  beforeEach(openPage);
  afterEach(async () => {
    for (const call of await desk.phone.slice('calls'))
      if (call.phase !== 'closed') await desk.phone.do('hangUp', { call: call.id });
    await desk.phone.until(
      'calls',
      (all) => all.every((one) => one.phase === 'closed'),
      'calls are left over',
    );
    for (const call of await desk.phone.slice('calls')) await desk.phone.do('dismiss', { call: call.id });
    desk.sandbox.reset();
    await page.close();
  });

  test.each([
    ['603', 'outcomeBusy', '486'],
    ['605', 'outcomeDeclined', '603'],
    ['699', 'outcomeNotFound', '404'],
  ] as const)('%s: %s, with the server’s code', async (number, words, code) => {
    await dialByHand(number);
    await overlay.waitForText(say(words));
    expect(await overlay.text()).toContain(code);
    expect((await desk.phone.slice('line')).state).toBe('ready');
    // The next thing to do is at hand.
    await overlay.waitFor('button', say('callAgain'));
  });

  test('ringing, and given up', async () => {
    await dialByHand('604');
    await overlay.waitForText(say('stateRinging'));
    await overlay.click('button', say('cancelCall'));
    await overlay.waitForText(say('outcomeCancelled'));
  });

  test('an incoming call shows on every visible page and is gone the moment it stops ringing', async () => {
    const other = await desk.browser.context.newPage();
    await other.goto(`${desk.sandbox.httpUrl}/dark`);
    const report = await desk.sandbox.callOperator('1001', { persona: 'echo' });
    for (const one of [page, other]) {
      // Headless tabs are all visible to themselves; a person sees those in front.
      await desk.browser.overlay(one).waitFor('button', /^Answer/);
      await desk.browser.overlay(one).waitForText('Eve Reed');
    }
    desk.sandbox.hangUp(report.id);
    for (const one of [page, other]) await desk.browser.overlay(one).waitGone('button', /^Answer/);
    await overlay.waitForText(say('outcomeMissed'));
    await other.close();
  });

  test('two views answer at the same moment: answered once, and both show it', async () => {
    const other = await desk.browser.context.newPage();
    await other.goto(`${desk.sandbox.httpUrl}/dark`);
    const there = desk.browser.overlay(other);
    await desk.sandbox.callOperator('1001', { persona: 'echo' });
    await Promise.all([overlay.waitFor('button', /^Answer/), there.waitFor('button', /^Answer/)]);
    // Both at the same instant, which one mouse cannot do: pressed from the keyboard.
    for (const one of [overlay, there])
      await one.evaluate((root) => root.querySelector<HTMLElement>('.button.go')?.focus());
    await Promise.all([page.keyboard.press('Enter'), other.keyboard.press('Enter')]);
    for (const one of [overlay, there]) await one.waitFor('button', /^Hang up/);
    expect(desk.sandbox.calls().filter((call) => call.state === 'answered')).toHaveLength(1);
    await other.close();
  });

  test('a microphone that is refused leaves an incoming call ringing, and says why', async () => {
    await desk.phone.do('readMicrophone', {});
    await desk.browser.engine.evaluate(() => {
      const { mediaDevices } = navigator;
      const open = mediaDevices.getUserMedia.bind(mediaDevices);
      Object.assign(mediaDevices, {
        getUserMedia: () => {
          mediaDevices.getUserMedia = open;
          return Promise.reject(new DOMException('Permission dismissed', 'NotAllowedError'));
        },
      });
    });
    await desk.sandbox.callOperator('1001', { persona: 'echo' });
    await overlay.click('button', /^Answer/);
    await overlay.waitForText(say('faultMicrophoneRefused'));
    expect((await desk.phone.slice('calls'))[0]?.phase).toBe('offered');
    await overlay.click('button', /^Answer/);
    await overlay.waitFor('button', /^Hang up/);
  });

  test('a line that drops says so, and comes back by itself', async () => {
    desk.sandbox.setFaults({ refuseSocket: true });
    desk.sandbox.cutConnections();
    if (!(await overlay.find('textbox'))) await overlay.click('button', /^Ringside phone/);
    await overlay.waitForText(new RegExp(`${say('faultServerDropped')}|${say('faultServerUnreachable')}`));
    desk.sandbox.setFaults({});
    await desk.phone.until('line', (line) => line.state === 'ready', 'the line does not come back');
    await overlay.waitForText(say('lineReady'));
  });
});

describe('without one', () => {
  beforeAll(async () => {
    desk = await openDesk();
    await openPage();
  });
  afterAll(() => desk?.close());

  test('a wrong password: the server’s words, no second try, one thing to do', async () => {
    const { wsUrl, domain } = desk.sandbox;
    await desk.phone.do(
      'saveAccount',
      account({ servers: [wsUrl], user: '1001', domain, password: 'wrong' }),
    );
    await desk.phone.until('line', (line) => line.state === 'refused', 'it is not refused');
    await overlay.click('button', /^Ringside phone/);
    await overlay.waitForText(say('faultWrongPassword'));
    await overlay.waitFor('button', say('enterAgain'));
    expect(desk.sandbox.registrations()).toEqual([]);
  });

  test('an unknown host: cannot be reached, tries again by itself', async () => {
    const id = (await desk.phone.slice('session')).account?.id;
    await desk.phone.do(
      'saveAccount',
      account({
        id,
        servers: ['wss://nowhere.invalid/sip'],
        user: '1001',
        domain: 'nowhere.invalid',
        password: 'x',
      }),
    );
    await desk.phone.until('line', (line) => line.state === 'retrying', 'it does not try again');
    await overlay.waitForText(say('faultServerUnreachable'));
    const { retryAt } = await desk.phone.slice('line');
    expect(retryAt).toBeGreaterThan(Date.now() - 1000);
  });

  test('the right password mends it', async () => {
    await desk.signIn();
    await overlay.waitForText(say('lineReady'));
  });
});

test('a microphone the browser blocks: the call is not made, and the words say what to do', async () => {
  desk = await openDesk({ browser: { grantMic: 'refused' } });
  try {
    await desk.signIn();
    await openPage();
    await dialByHand('602');
    await overlay.waitForText(say('outcomeNoMicrophone'));
    expect(desk.sandbox.calls()).toEqual([]);
    await until(async () => (await desk.phone.slice('devices')).microphone === 'denied', {
      message: 'not known',
    });
    const [entry] = await desk.phone.slice('history');
    expect(entry?.outcome?.kind).toBe('no-microphone');
  } finally {
    await desk.close();
  }
});
