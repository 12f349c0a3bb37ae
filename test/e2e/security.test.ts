import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { Browser } from 'wxt/browser';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { IsolatedWorld } from '../support/chromium/isolated-world.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { privateSlices } from '../../lib/mirror/slices.ts';
import { until } from '../support/facts.ts';

/** The extensions' own global, where functions below run. */
declare const chrome: typeof Browser;

/** A neighbour extension that tries to talk to ours. */
function neighbour(): string {
  const dir = mkdtempSync(join(tmpdir(), 'neighbour-'));
  mkdirSync(dir, { recursive: true });
  writeFileSync(
    join(dir, 'manifest.json'),
    JSON.stringify({
      manifest_version: 3,
      name: 'Neighbour',
      version: '1',
      background: { service_worker: 'worker.js' },
      // Whoever may draw on pages may also run beside our scripts there.
      content_scripts: [{ matches: ['<all_urls>'], js: ['content.js'] }],
    }),
  );
  writeFileSync(join(dir, 'worker.js'), '');
  writeFileSync(join(dir, 'content.js'), '');
  return dir;
}

let desk: Desk;
let server: Server;
let page: Page;
let neighbourDir: string;
const build = resolve('.output/chrome-mv3');

beforeAll(async () => {
  neighbourDir = neighbour();
  server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Hostile</title><p id="n">Call +1 786 555 0101 now</p>');
  }).listen(0, '127.0.0.1');
  desk = await openDesk({
    browser: {
      extraArgs: [
        `--disable-extensions-except=${build},${neighbourDir}`,
        `--load-extension=${build},${neighbourDir}`,
      ],
    },
  });
  await desk.signIn();
});
afterAll(async () => {
  await desk?.close();
  server?.close();
});

beforeEach(async () => {
  page = await desk.browser.context.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await until(() => desk.browser.overlay(page).exists(), { message: 'the overlay is not there' });
});
afterEach(() => page?.close());

const world = () => new IsolatedWorld(page, `chrome-extension://${desk.browser.extensionId}`);

/** Says things on a mirror port as a subverted content script would, and returns what the engine said within a turn. */
const forge = (...messages: unknown[]) =>
  world().evaluate<
    { say: string; id?: number; slices?: object; fault?: { code: string } }[]
  >(`new Promise((resolve) => {
    const port = chrome.runtime.connect({ name: 'ringside-mirror' });
    const heard = [];
    port.onMessage.addListener((message) => {
      heard.push(message);
      // The last command is harmless and answered last: all before it have been answered by then.
      if (message.id === 999) { port.disconnect(); resolve(heard); }
    });
    for (const message of ${JSON.stringify(messages)}) port.postMessage(message);
    port.postMessage({ say: 'do', id: 999, name: 'describeNumber', input: { input: '1' } });
  })`);

/** The engine took no notice: nothing was dialled. */
async function nothingDialled(): Promise<void> {
  // A command of our own after the attempt: whatever the attempt set off has had its turn.
  await desk.phone.do('describeNumber', { input: '1' });
  expect(await desk.phone.slice('calls')).toEqual([]);
  expect(desk.sandbox.calls()).toEqual([]);
}

test('the page sees one closed element and nothing of what is in it', async () => {
  const seen = await page.evaluate(() => ({
    elements: [...document.querySelectorAll('*')].filter((one) => one.localName.includes('-')).length,
    root: document.querySelector('ringside-overlay')?.shadowRoot ?? null,
    text: document.body.innerText,
    globals: Object.keys(window).filter((name) => /ringside|sip|phone/i.test(name)),
    runtime: typeof (globalThis as { chrome?: { runtime?: unknown } }).chrome?.runtime,
  }));
  expect(seen).toMatchObject({ elements: 1, root: null, globals: [], runtime: 'undefined' });
  expect(seen.text).toBe('Call +1 786 555 0101 now');
});

test('synthetic clicks and keys on everything of ours dial nothing and open nothing', async () => {
  await page.evaluate(() => {
    const host = document.querySelector('ringside-overlay');
    const number = document.querySelector('#n');
    for (const target of [host, number, document, window]) {
      for (const type of [
        'pointerover',
        'pointermove',
        'mouseover',
        'pointerdown',
        'pointerup',
        'mousedown',
        'mouseup',
        'click',
        'dblclick',
      ])
        target?.dispatchEvent(
          new PointerEvent(type, { bubbles: true, composed: true, clientX: 60, clientY: 25 }),
        );
      for (const key of ['Enter', ' ', 'Escape'])
        target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
    }
    (host as HTMLElement | null)?.click();
  });
  await nothingDialled();
  expect(await desk.browser.overlay(page).find('button', /hang up|call/i)).toBeUndefined();
});

test('messages posted in the page are nobody', async () => {
  await page.evaluate(() => {
    for (const message of [
      { say: 'do', id: 1, name: 'dial', input: { number: '602' } },
      { ask: 'panel' },
      { lend: 'localGet', args: ['accounts'] },
    ]) {
      window.postMessage(message, '*');
      window.dispatchEvent(new CustomEvent('ringside', { detail: message }));
      new BroadcastChannel('ringside-mirror').postMessage(message);
    }
  });
  await nothingDialled();
});

test('a content script cannot be one of our own pages, whatever it says', async () => {
  const heard = await forge(
    { say: 'do', id: 1, name: 'saveAccount', input: {}, role: 'own' },
    { say: 'do', id: 2, name: 'removeAccount', input: { id: 'x' } },
    { say: 'do', id: 3, name: 'setSettings', input: { appearance: 'dark' } },
    { say: 'do', id: 4, name: 'clearHistory', input: {} },
  );
  for (const id of [1, 2, 3, 4])
    expect(heard.find((one) => one.id === id)).toMatchObject({
      say: 'failed',
      fault: { code: 'not-allowed' },
    });
});

test('a content script gets no account, no history, no secret: not in a slice, not from storage, not from the worker', async () => {
  const [all] = await forge();
  const slices = Object.keys(all?.slices ?? {});
  expect(slices).toContain('calls');
  for (const name of privateSlices) expect(slices).not.toContain(name);
  const password = desk.sandbox.operators[0]?.password ?? '';
  expect(JSON.stringify(all)).not.toContain(password);
  const tried = await world().evaluate<string[]>(`Promise.all([
    chrome.storage?.local.get().then((all) => 'local ' + JSON.stringify(all), (error) => 'refused'),
    chrome.storage?.session.get().then((all) => 'session ' + JSON.stringify(all), (error) => 'refused'),
    chrome.runtime.sendMessage({ lend: 'localGet', args: ['accounts'] }).then((answer) => 'lent ' + JSON.stringify(answer), () => 'refused'),
    chrome.runtime.sendMessage({ lend: 'sessionSet', args: ['x', 1] }).then((answer) => 'lent ' + JSON.stringify(answer), () => 'refused'),
  ])`);
  for (const answer of tried) expect(answer).toMatch(/^(refused|lent (undefined|null))$/);
});

test('what lies in storage is sealed', async () => {
  const worker = await desk.browser.worker();
  const stored = await worker.evaluate(() => chrome.storage.local.get());
  const text = JSON.stringify(stored);
  expect(text).toContain('secret:');
  expect(text).not.toContain(desk.sandbox.operators[0]?.password);
});

test('another extension cannot connect, nor make itself heard', async () => {
  const worker = await until(
    () => desk.browser.context.serviceWorkers().find((one) => !one.url().includes(desk.browser.extensionId)),
    { message: 'the neighbour does not run' },
  );
  const answers = await worker.evaluate(async (id) => {
    const connected = new Promise<string>((resolve) => {
      const port = chrome.runtime.connect(id, { name: 'ringside-mirror' });
      port.onMessage.addListener((message) => resolve(`heard ${JSON.stringify(message)}`));
      port.onDisconnect.addListener(() => resolve('refused'));
      port.postMessage({ say: 'do', id: 1, name: 'dial', input: { number: '602' } });
    });
    const told = (message: unknown) =>
      chrome.runtime.sendMessage(id, message).then(
        (answer: unknown) => `answered ${JSON.stringify(answer)}`,
        () => 'refused',
      );
    return Promise.all([
      connected,
      told({ ask: 'wake' }),
      told({ lend: 'localGet', args: ['accounts'] }),
      told({ say: 'do', id: 1, name: 'dial', input: { number: '602' } }),
    ]);
  }, desk.browser.extensionId);
  expect(answers).toEqual(['refused', 'refused', 'refused', 'refused']);
  await nothingDialled();
});

test('a frame of our pages inside a page is refused', async () => {
  const framed = await page.evaluate(
    (url) =>
      new Promise((resolve) => {
        const readable = (one: HTMLIFrameElement) => {
          try {
            return Boolean(one.contentDocument);
          } catch {
            return false; // Another origin's frame may also throw.
          }
        };
        const frame = document.createElement('iframe');
        frame.src = url;
        frame.onload = () => resolve(readable(frame) ? 'readable' : 'opaque');
        document.body.append(frame);
      }),
    `chrome-extension://${desk.browser.extensionId}/popup.html`,
  );
  expect(framed).toBe('opaque');
  const frames = page.frames().map((frame) => frame.url());
  expect(frames.some((url) => url.endsWith('popup.html') && !url.startsWith('chrome-error'))).toBe(false);
});

test('the shipped manifest asks for no host at install', async () => {
  const manifest = await (await desk.browser.worker()).evaluate(() => chrome.runtime.getManifest());
  expect(manifest).toMatchObject({
    optional_host_permissions: ['<all_urls>'],
    optional_permissions: ['notifications'],
    externally_connectable: { ids: [] },
  });
  expect(manifest.host_permissions ?? []).toEqual([]);
  expect(manifest.content_scripts ?? []).toEqual([]);
  // Telephone links lead there; it shows nothing and does nothing in a frame (links.test.ts).
  expect(manifest.web_accessible_resources).toEqual([{ resources: ['tel.html'], matches: ['<all_urls>'] }]);
  expect([...(manifest.permissions ?? [])].toSorted()).toEqual([
    'activeTab',
    'alarms',
    'contextMenus',
    'offscreen',
    'scripting',
    'storage',
  ]);
});
