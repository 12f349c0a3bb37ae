import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { amplitudeAt, stretch, writeTone } from '../support/audio.ts';
import { launchBrowser, type RunningBrowser } from '../support/chromium.ts';
import { until } from '../support/facts.ts';
import { type Peers, startPeers } from '../support/peers/peers.ts';
import type { Phone } from '../support/peers/phone.ts';
import { runSipp } from '../support/peers/sipp.ts';
import type * as PlainPhone from './plain-phone.ts';
import { registerScenario } from './register.scenario.ts';

declare const plain: typeof PlainPhone;

const OUR_TONE = 1000;
const CLEAR = 0.2;
const SILENT = 0.01;

const dir = mkdtempSync(join(tmpdir(), 'ringside-peers-'));
let peers: Peers;

beforeAll(async () => {
  peers = await startPeers({
    dir,
    wss: true,
    phones: { bob: { codec: 'PCMU', toneHz: 440 }, carol: { codec: 'opus', toneHz: 620 } },
  });
});

afterAll(async () => {
  await peers.stop();
  rmSync(dir, { recursive: true });
});

/** Waits until the phone's last half second holds the tone, and makes sure it holds nothing of the other one. */
async function hears(phone: Phone, hz: number, not: number): Promise<void> {
  const lately = async () => stretch(await phone.heard(), -0.5);
  await until(
    async () => {
      const sound = await lately();
      return sound.samples.length >= 0.5 * sound.rate && amplitudeAt(sound, hz) > CLEAR;
    },
    { message: async () => `${phone.uri} hears ${hz} Hz at ${amplitudeAt(await lately(), hz)}` },
  );
  expect(amplitudeAt(await lately(), not)).toBeLessThan(SILENT);
}

describe('two phones over UDP', () => {
  test('talk through Kamailio and rtpengine, each hearing the other', async () => {
    await peers.startPhone('carol', { codec: 'PCMU', toneHz: 620, answer: 'manual' });
    const [bob, carol] = [peers.phone('bob'), peers.phone('carol')];
    await bob.dial(carol.uri);
    await carol.waitFor('CALL_INCOMING');
    await carol.answer();
    await bob.waitFor('CALL_ESTABLISHED');
    await hears(carol, 440, 620);
    await hears(bob, 620, 440);
    await carol.hangup();
    await bob.waitFor('CALL_CLOSED');
    bob.forget();
    await peers.startPhone('carol', { codec: 'opus', toneHz: 620 });
  });
});

describe.each(['ws', 'wss'] as const)('a web page over %s', (transport) => {
  let browser: RunningBrowser;
  let server: Server;
  let page: Page;

  beforeAll(async () => {
    server = await serve(await bundle());
    browser = await launchBrowser({
      extension: false,
      micWav: writeTone(join(dir, 'microphone.wav'), { hz: OUR_TONE, seconds: 10 }),
      ignoreCertificateErrors: transport === 'wss',
      extraArgs: ['--autoplay-policy=no-user-gesture-required'],
    });
    page = await browser.context.newPage();
    const address = server.address();
    await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
  });

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  test('registers', async () => {
    const url = transport === 'ws' ? peers.wsUrl : peers.wssUrl;
    if (!url) throw new Error('there is no wss here');
    const account = {
      server: url,
      uri: 'sip:alice@sip.test',
      user: 'alice',
      password: peers.password('alice'),
    };
    await page.evaluate((to) => plain.register(to), account);
  });

  test.each([
    ['bob', 'audio/PCMU'],
    ['carol', 'audio/opus'],
  ] as const)('calls %s with %s and each hears the other', async (user, mimeType) => {
    const phone = peers.phone(user);
    await page.evaluate((to) => plain.call(to), phone.uri);
    await established();
    await hears(phone, OUR_TONE, phone.toneHz);
    await pageHears(phone.toneHz);
    expect(await page.evaluate(() => plain.codec())).toBe(mimeType);
    await page.evaluate(() => plain.hangup());
    await phone.waitFor('CALL_CLOSED');
    phone.forget();
  });

  test('is called by bob and each hears the other', async () => {
    const bob = peers.phone('bob');
    await bob.dial('sip:alice@sip.test');
    await bob.waitFor('CALL_ESTABLISHED');
    await established();
    await hears(bob, OUR_TONE, bob.toneHz);
    await pageHears(bob.toneHz);
    await bob.hangup();
    await until(async () => (await page.evaluate(() => plain.state())) === 'Terminated', {
      message: 'the page never learned that bob hung up',
    });
    bob.forget();
  });

  const established = () =>
    until(async () => (await page.evaluate(() => plain.state())) === 'Established', {
      message: async () => `the call is ${await page.evaluate(() => plain.state())}`,
    });

  async function pageHears(hz: number): Promise<void> {
    const lately = async () => {
      const { rate, samples } = await page.evaluate(() => plain.heard());
      return { rate, samples: Float32Array.from(samples) };
    };
    await until(async () => amplitudeAt(await lately(), hz) > CLEAR, {
      message: async () => `the page hears ${hz} Hz at ${amplitudeAt(await lately(), hz)}`,
    });
    expect(amplitudeAt(await lately(), OUR_TONE)).toBeLessThan(SILENT);
  }
});

describe('the registrar', () => {
  const register = (password: string) =>
    runSipp(registerScenario, {
      port: peers.sipPort,
      service: 'alice',
      user: 'alice',
      password,
      keys: { domain: peers.domain },
    });

  test('takes the right password and no other', async () => {
    expect(await register(peers.password('alice'))).toMatchObject({ ok: true });
    const refused = await register('wrong');
    expect(refused.ok).toBe(false);
    expect(refused.errors).toContain("received 'SIP/2.0 401");
  });

  test('is back after a restart and has forgotten everybody', async () => {
    await peers.restartKamailio();
    expect(await register(peers.password('alice'))).toMatchObject({ ok: true });
    const bob = peers.phone('bob');
    await bob.dial(peers.phone('carol').uri);
    expect((await bob.waitFor('CALL_CLOSED')).param).toContain('480');
  });
});

/** The plain phone with SIP.js in one script, under the global name `plain`. */
async function bundle(): Promise<string> {
  const entry = join(import.meta.dirname, 'plain-phone.ts');
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'plain' } },
  });
  const outputs = [built].flat().flatMap((result) => ('output' in result ? result.output : []));
  const chunk = outputs.find((output) => output.type === 'chunk');
  if (!chunk) throw new Error('nothing was bundled');
  return chunk.code;
}

async function serve(script: string): Promise<Server> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/plain.js';
    // SIP.js's grammar holds characters beyond ASCII: read as anything but UTF-8, it knows no URI any more.
    response.setHeader('content-type', `${isScript ? 'text/javascript' : 'text/html'}; charset=utf-8`);
    response.end(isScript ? script : '<!doctype html><title>plain</title><script src="/plain.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
