/** The same phone in Firefox, where the engine lives in the background page. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { Browser } from 'wxt/browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../server/sandbox/sandbox.ts';
import type { CommandInput, CommandName } from '../../lib/mirror/commands.ts';
import type { Slices } from '../../lib/mirror/slices.ts';
import { account, plainVoice } from '../support/accounts.ts';
import { until } from '../support/facts.ts';
import { hasFirefox, launchFirefox, type RunningFirefox } from '../support/firefox.ts';

/** The page's own global, where functions below run. */
declare const browser: typeof Browser;

interface Kept {
  slices: Partial<Slices>;
  port: Browser.runtime.Port;
  /** The connections that the engine made. */
  pcs: RTCPeerConnection[];
}
declare const kept: Kept;

interface Handlers {
  schemes?: { tel?: { handlers?: unknown[] } };
}

/** What the profile says of those who may open telephone links; Firefox writes it a little later. */
function handlersOf(profile: string): unknown[] | undefined {
  const file = join(profile, 'handlers.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as Handlers).schemes?.tel?.handlers;
}

describe.skipIf(!hasFirefox)('in Firefox', () => {
  let sandbox: Sandbox;
  let firefox: RunningFirefox;
  let page: Page;

  beforeAll(async () => {
    if (process.env['RINGSIDE_NO_BUILD'] !== '1')
      execFileSync(process.execPath, ['node_modules/wxt/bin/wxt.mjs', 'build', '-b', 'firefox', '--mv3'], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    sandbox = await startSandbox();
    firefox = await launchFirefox();
    page = await firefox.open('popup.html');
    await page.evaluate(async () => {
      await browser.runtime.sendMessage({ ask: 'wake' });
      // The engine's own page, where the phone's connections are made.
      const engine = (await browser.runtime.getBackgroundPage()) as unknown as typeof globalThis;
      const pcs: RTCPeerConnection[] = [];
      engine.RTCPeerConnection = class extends engine.RTCPeerConnection {
        constructor(config?: RTCConfiguration) {
          super(config);
          pcs.push(this);
        }
      };
      const port = browser.runtime.connect({ name: 'ringside-mirror' });
      Object.assign(globalThis, { kept: { slices: {}, port, pcs } });
      port.onMessage.addListener((message: { slices?: object }) => {
        if (message.slices) Object.assign(kept.slices, message.slices);
      });
    });
  });
  afterAll(async () => {
    await firefox?.close();
    await sandbox?.stop();
  });

  const send = <N extends CommandName>(name: N, input: CommandInput<N>) =>
    page.evaluate(
      (command, value) => kept.port.postMessage({ say: 'do', id: 1, name: command, input: value }),
      name,
      input,
    );
  const slices = () => page.evaluate(() => kept.slices);

  /** How loud what arrives is once it is decoded, of 1; there is no sound card, so nothing further can be measured. */
  const heard = () =>
    page.evaluate(async () => {
      const stats = await kept.pcs.at(-1)?.getStats();
      const levels: number[] = [];
      stats?.forEach((one: { type: string; audioLevel?: number }) => {
        if (one.type === 'inbound-rtp') levels.push(one.audioLevel ?? 0);
      });
      return Math.max(0, ...levels);
    });

  /** Presses a button again and again until what it is for has come: what slides in may be missed by a click. */
  const press = async (on: Page, name: string, done: () => boolean) => {
    await until(
      async () => {
        const middle = done() ? undefined : await firefox.button(on, name);
        if (middle && !done()) await on.mouse.click(middle.x, middle.y);
        return done();
      },
      { message: `no button ${name}, or pressing it does nothing` },
    );
  };

  test('is offered for telephone links', async () => {
    const handlers = await until(() => handlersOf(firefox.profile), {
      message: 'Firefox knows no handlers of ours',
      timeout: 20_000,
    });
    const uriTemplate = await page.evaluate(() => `${browser.runtime.getURL('/tel.html')}?dial=%s`);
    expect(handlers).toContainEqual({ name: 'Ringside', uriTemplate });
  });

  test('registers, calls, and is heard for longer than Firefox lets a background page sleep', async () => {
    const [operator] = sandbox.operators;
    await send('setSettings', plainVoice);
    await send(
      'saveAccount',
      account({
        servers: [sandbox.wsUrl],
        user: '1001',
        domain: sandbox.domain,
        password: operator?.password ?? '',
      }),
    );
    await until(async () => (await slices()).line?.state === 'ready', { message: 'the line is not ready' });
    await send('dial', { number: '602' });
    await until(async () => (await slices()).calls?.[0]?.phase === 'live', {
      message: 'the call is not live',
    });
    // Firefox's fake microphone is a tone of 1 kHz; theirs is one of half the full amplitude.
    await sandbox.until('our tone at the far end', () => (sandbox.calls()[0]?.heard.tones[1000] ?? 0) > 0.05);
    await until(async () => Math.abs((await heard()) - 0.5) < 0.1, { message: 'their tone is not heard' });
    // 50 packets a second: 36 s of call, where Firefox puts an idle background page to sleep after 30.
    await sandbox.until('36 s of sound', () => (sandbox.calls()[0]?.heard.packets ?? 0) > 1800, 60_000);
    expect(sandbox.calls()[0]).toMatchObject({ state: 'answered', heard: { lost: 0 } });
    expect((await slices()).calls?.[0]?.phase).toBe('live');
  }, 90_000);

  test('is called, answers and hangs up', async () => {
    const first = (await slices()).calls?.[0]?.id ?? '';
    await send('hangUp', { call: first });
    await until(async () => !(await slices()).calls?.some((call) => call.phase === 'live'), {
      message: 'not ended',
    });
    await sandbox.callOperator('1001', { persona: 'tone' });
    const offered = await until(
      async () => (await slices()).calls?.find((call) => call.phase === 'offered'),
      {
        message: 'nothing rings',
      },
    );
    await send('answer', { call: offered.id });
    await until(
      async () => (await slices()).calls?.find((call) => call.id === offered.id)?.phase === 'live',
      {
        message: 'not answered',
      },
    );
    await sandbox.until('our tone again', () => (sandbox.calls().at(-1)?.heard.tones[1000] ?? 0) > 0.05);
    await send('hangUp', { call: offered.id });
    await sandbox.until('the end', () => sandbox.calls().at(-1)?.endedBy === 'operator');
  });

  test('floats on a page, paints its numbers, and calls one from its chip', async () => {
    const options = await firefox.open('options.html');
    await (await options.waitForSelector('[role=switch]'))?.click();
    await until(() => options.evaluate(() => browser.permissions.contains({ origins: ['<all_urls>'] })), {
      message: 'the sites are not allowed',
    });
    const before = sandbox.calls().length;
    const crm = await firefox.visit(`${sandbox.httpUrl}/`);
    const at = await until(
      () =>
        crm.evaluate(() => {
          if (CSS.highlights.size === 0) return undefined;
          const cell = [...document.querySelectorAll('td')].find((one) => /\+44 20/.test(one.textContent));
          const range = document.createRange();
          if (!cell) return undefined;
          range.selectNodeContents(cell);
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        }),
      { message: 'nothing is painted' },
    );
    await until(
      async () => {
        // A hand is never quite still.
        await crm.mouse.move(at.x - 2, at.y);
        await crm.mouse.move(at.x, at.y);
        return firefox.button(crm, 'Call');
      },
      { message: 'no chip at the number' },
    );
    await press(crm, 'Call', () => sandbox.calls()[before]?.state === 'answered');
    expect(sandbox.calls()[before]).toMatchObject({ number: '+442079460018' });
    await press(crm, 'Hang up', () => sandbox.calls()[before]?.endedBy === 'operator');
  });

  test('a page asks through window.ringside, once the operator has let it', async () => {
    const crm = await firefox.visit(`${sandbox.httpUrl}/`);
    await until(() => crm.evaluate(() => 'ringside' in window), { message: 'no page API' });
    let told = false;
    const asked = crm
      .evaluate(async () => (await window.ringside?.getActiveCalls())?.length)
      .finally(() => (told = true));
    await press(crm, 'Allow', () => told);
    expect(await asked).toBe(0);
  });
});
