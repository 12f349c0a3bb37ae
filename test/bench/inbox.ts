/**
 * From an AI agent's tool call to the Inbox of 20 connected operators. The companion is a process of its own. Some operators
 * are whole browsers with the panel open on a page, measured to the frame that shows the item; the others are our client
 * in this process, measured to the item being checked. What they have no browser for (the engine's store, a port, a
 * list of 50 rows, a frame) is not in their figure.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { createInterface } from 'node:readline';
import { connectCompanion, type Companion } from '../../lib/providers/companion/companion.ts';
import { account } from '../support/accounts.ts';
import { launchBrowser, type RunningBrowser } from '../support/chromium.ts';
import type { Overlay } from '../support/chromium/overlay.ts';
import { until } from '../support/facts.ts';
import { openPhone } from '../support/phone.ts';
import { figure, keep, shown } from './figures.ts';

const operators = 20;
/** Pause between two tool calls, in ms: four a second. */
const pace = 250;

const now = () => performance.timeOrigin + performance.now();

/** What a page notes, by the name in the item. */
interface Painted {
  painted: Record<string, number>;
}

export async function benchInbox(rounds: number, browsers: number): Promise<void> {
  const sandbox = spawn(process.execPath, ['server/sandbox/main.ts', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const opened: RunningBrowser[] = [];
  const clients: Companion[] = [];
  try {
    const origin = await addressOf(sandbox.stdout);
    const panels: Overlay[] = [];
    for (let at = 0; at < browsers; at++) {
      const browser = await launchBrowser();
      opened.push(browser);
      panels.push(await openPanel(browser, origin, `op${at}`));
    }
    const arrived = new Map<string, number[]>();
    const rest = operators - browsers;
    for (let at = 0; at < rest; at++)
      clients.push(
        await connect(origin, `op${browsers + at}`, (name) => {
          const times = arrived.get(name) ?? [];
          arrived.set(name, [...times, now()]);
        }),
      );

    const sent = new Map<string, number>();
    const answered: number[] = [];
    for (let round = -10; round < rounds; round++) {
      const name = `Bench ${round + 10}`;
      const began = now();
      await callTool(origin, name);
      if (round >= 0) {
        sent.set(name, began);
        answered.push(now() - began);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, pace - (now() - began))));
    }
    const [last = ''] = [...sent.keys()].slice(-1);
    const pictures = () =>
      Promise.all(panels.map((panel) => panel.evaluate(() => (globalThis as unknown as Painted).painted)));
    await until(
      async () =>
        (await pictures()).every((one) => one[last] !== undefined) && arrived.get(last)?.length === rest,
      { message: 'the last item is not everywhere' },
    );
    const painted = await pictures();

    const names = [...sent.keys()];
    const paints = names.flatMap((name) => painted.map((one) => (one[name] ?? NaN) - (sent.get(name) ?? 0)));
    const checks = names.flatMap((name) => (arrived.get(name) ?? []).map((at) => at - (sent.get(name) ?? 0)));
    const slowest = names.map((name) =>
      Math.max(
        ...painted.map((one) => (one[name] ?? NaN) - (sent.get(name) ?? 0)),
        ...(arrived.get(name) ?? []).map((at) => at - (sent.get(name) ?? 0)),
      ),
    );
    const results = {
      'the agent is answered': summary(answered),
      [`painted, ${browsers} browsers`]: summary(paints),
      [`checked, ${rest} clients`]: summary(checks),
      [`at the slowest of ${operators}`]: summary(slowest),
    };
    console.log(`ms from the tool call, ${rounds} calls, ${1000 / pace} a second`);
    console.table(results);
    const missing = paints.filter(Number.isNaN).length + names.length * rest - checks.length;
    console.log(`load of the machine: ${loadavg()[0]?.toFixed(1)} on ${cpus().length} processors`);
    console.log(`${missing} of ${names.length * operators} did not arrive`);
    keep('inbox', { results, missing, browsers, clients: rest });
  } finally {
    for (const client of clients) client.stop();
    for (const browser of opened) await browser.close();
    sandbox.kill();
    await once(sandbox, 'exit');
  }
}

function summary(values: readonly number[]) {
  const { n, max } = figure(values);
  const p99 = values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * 0.99)] ?? NaN;
  return { n, median: shown(figure(values), 1), p99: p99.toFixed(1), max: max.toFixed(1) };
}

async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const found = /^Demo CRM\s+(http:\/\/[^/\s]+)/.exec(line)?.[1];
    if (found) return found;
  }
  throw new Error('the sandbox did not start');
}

async function callTool(origin: string, name: string): Promise<void> {
  const response = await fetch(`${origin}/sandbox/call-tool`, {
    method: 'POST',
    body: JSON.stringify({
      tool: 'leave_message',
      args: {
        caller_name: name,
        caller_phone: '+17865550101',
        message: 'Please call me back about my policy.',
      },
    }),
  });
  if (!response.ok) throw new Error(`the tool call was answered ${response.status}`);
}

/** Our client as an operator of its own, telling the names in items as they come. */
async function connect(origin: string, as: string, tell: (name: string) => void): Promise<Companion> {
  const signedIn = await fetch(`${origin}/companion/sign-in?as=${as}`);
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  return new Promise((resolve) => {
    let cursor: string | undefined;
    const client: Companion = connectCompanion({
      url: `${origin}/companion`,
      fetch: (url, init) => {
        const headers = new Headers(init?.headers);
        headers.set('cookie', cookie);
        return fetch(url, { ...init, headers });
      },
      log: () => undefined,
      cursor: () => cursor,
      hear(event) {
        if (event.type === 'items') for (const item of event.items) tell(item.name ?? '');
        if (event.type === 'ready' || event.type === 'items') cursor = event.cursor ?? cursor;
      },
      onSession: () => undefined,
      onState(state) {
        if (state === 'live') resolve(client);
      },
    });
  });
}

/** Signs in, opens the Inbox on a page, and has the page note when it has painted an item. */
async function openPanel(browser: RunningBrowser, origin: string, as: string): Promise<Overlay> {
  const phone = await openPhone(browser);
  const page = await browser.context.newPage();
  await page.goto(`${origin}/companion/sign-in?as=${as}`);
  const { id } = await phone.do('saveAccount', {
    ...account({
      servers: [`${origin.replace('http', 'ws')}/sip`],
      user: '1001',
      domain: 'sandbox.ringside.test',
      password: 'demo-1001-not-a-secret',
    }),
    companionUrl: `${origin}/companion`,
  });
  await phone.do('useAccount', { id });
  await phone.until('inbox', ({ state }) => state === 'live', 'the Inbox is not live');
  await page.goto(`${origin}/plain`);
  await page.bringToFront();
  const overlay = browser.overlay(page);
  await overlay.click('button', /^Ringside phone/);
  await overlay.click('tab', /Inbox/);
  await overlay.evaluate((root) => {
    const noted = globalThis as unknown as Painted;
    noted.painted = {};
    const look = () => {
      const fresh = [...root.querySelectorAll('.inbox-row .row-line b')]
        .map((one) => one.textContent ?? '')
        .filter((name) => noted.painted[name] === undefined);
      if (fresh.length === 0) return;
      requestAnimationFrame(() => {
        // A task after the frame's callbacks runs when it has been painted.
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => {
          for (const name of fresh) noted.painted[name] ??= performance.timeOrigin + performance.now();
        });
        port1.start();
        port2.postMessage(0);
      });
    };
    new MutationObserver(look).observe(root, { subtree: true, childList: true, characterData: true });
  });
  return overlay;
}
