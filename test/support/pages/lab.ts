/** The shipped page scripts with a phone behind them that does what a test says: for pages, not for calls. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Call } from '../../../lib/call/call.ts';
import { emptySlices, type Slices } from '../../../lib/mirror/slices.ts';
import { launchBrowser, type RunningBrowser } from '../chromium.ts';

/** A command as the phone got it, with the page it came from. */
export interface Done {
  name: string;
  input: unknown;
  from: string;
}

export interface Lab {
  readonly browser: RunningBrowser;
  /** Changes slices, as the engine does. */
  set(slices: Partial<Slices>): Promise<void>;
  /** Ready, no calls, nothing done. */
  reset(): Promise<void>;
  /** Ends the extension and starts it anew, as an update does. */
  reload(): Promise<void>;
  /** All commands so far. */
  done(): Promise<Done[]>;
  /** How many pages are connected. */
  views(): Promise<number>;
  close(): Promise<void>;
}

/** A name under which the site is not a secure context. */
export const insecureHost = 'crm.test';

/** Ready to call, with an account. */
const ready: Partial<Slices> = {
  session: { account: { id: 'a', kind: 'sip', label: 'Sandbox', identity: '1001@pbx.example' } },
  line: { state: 'ready', since: 1_700_000_000_000 },
  devices: { ...emptySlices.devices, microphone: 'granted' },
  calls: [],
};

/** Runs in the lab's worker in the engine's place. */
const worker = `
const ports = new Set();
globalThis.lab = {
  slices: ${JSON.stringify({ ...emptySlices, ...ready })},
  done: [],
  ports,
  set(some) {
    Object.assign(lab.slices, some);
    for (const port of ports) port.postMessage({ say: 'some', slices: some });
  },
};
const answers = {
  dial: () => ({ call: 'new' }),
  describeNumber: ({ input }) => ({ formatted: input, dialable: input.length > 2 }),
  findNumbers: ({ texts }) => texts.flatMap((text, at) =>
    [...text.matchAll(/\\+\\d[\\d ]{6,}\\d/g)].map((hit) =>
      [at, hit.index, hit.index + hit[0].length, hit[0].replaceAll(' ', '')])),
  whoIs: ({ numbers }) => numbers.map((number) => ({ number, region: 'US' })),
};
chrome.runtime.onConnect.addListener((port) => {
  ports.add(port);
  port.onDisconnect.addListener(() => ports.delete(port));
  port.onMessage.addListener(({ say, id, name, input }) => {
    if (say !== 'do') return;
    lab.done.push({ name, input, from: port.sender.url });
    port.postMessage({ say: 'done', id, result: answers[name]?.(input) });
  });
  port.postMessage({ say: 'all', slices: lab.slices });
});
chrome.runtime.onMessage.addListener((message, { tab, frameId }, reply) => {
  if (message.ask !== 'panel' && message.ask !== 'chip') return void reply(true);
  chrome.scripting
    .executeScript({ target: { tabId: tab.id, frameIds: [frameId] }, files: ['/' + message.ask + '.js'] })
    .then(() => reply(true));
  return true;
});
`;

/** Builds the lab from the last build and starts a browser with it. */
export async function openLab(): Promise<Lab> {
  const dir = mkdtempSync(join(tmpdir(), 'ringside-lab-'));
  cpSync(resolve('.output/chrome-mv3'), dir, { recursive: true });
  const manifest: Record<string, unknown> = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
  const page = { matches: ['<all_urls>'], run_at: 'document_idle' };
  writeFileSync(join(dir, 'background.js'), worker);
  writeFileSync(
    join(dir, 'manifest.json'),
    JSON.stringify({
      ...manifest,
      background: { service_worker: 'background.js' },
      host_permissions: ['<all_urls>'],
      content_scripts: [
        { ...page, js: ['overlay.js'] },
        { ...page, js: ['numbers.js'], css: ['assets/marks.css'] },
      ],
    }),
  );
  const browser = await launchBrowser({
    extension: dir,
    grantSites: false,
    // A plain http site that is not this machine, which a browser trusts less.
    extraArgs: [`--host-resolver-rules=MAP ${insecureHost} 127.0.0.1`],
  });
  const engine = () => browser.worker();

  return {
    browser,
    async set(slices) {
      await (await engine()).evaluate((some) => Reflect.get(globalThis, 'lab').set(some), slices);
    },
    async reset() {
      await (
        await engine()
      ).evaluate(
        (some) => {
          Reflect.get(globalThis, 'lab').done = [];
          Reflect.get(globalThis, 'lab').set(some);
        },
        { ...emptySlices, ...ready },
      );
    },
    async reload() {
      await (
        await engine()
      ).evaluate(() => {
        // Not before this call is answered.
        setTimeout(() => Reflect.get(globalThis, 'chrome').runtime.reload());
      });
    },
    async done() {
      return (await engine()).evaluate((): Done[] => Reflect.get(globalThis, 'lab').done);
    },
    async views() {
      return (await engine()).evaluate((): number => Reflect.get(globalThis, 'lab').ports.size);
    },
    async close() {
      await browser.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A call for the screen. */
export function aCall(some: Partial<Call> = {}): Call {
  return {
    id: 'c1',
    direction: 'incoming',
    phase: 'offered',
    party: { number: '+17865550198', name: 'Ana Martínez' },
    earlyMedia: false,
    muted: false,
    hold: { ours: 'off', theirs: false },
    digits: '',
    startedAt: 1_700_000_000_000,
    ...some,
  };
}
