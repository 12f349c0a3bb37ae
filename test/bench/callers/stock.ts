import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from '../../../server/sandbox/sandbox.ts';
import { launchBrowser } from '../../support/chromium.ts';
import { until } from '../../support/facts.ts';
import { bundle } from '../numbers/bundle.ts';
import { type Caller, personPauses } from './caller.ts';
import { type Clocks, forgetSound, noteClicks, noteSound, slowMicrophone } from './clocks.ts';

/** Stock SIP.js in a plain page of a browser without our extension, registered as the sandbox's second operator. */
export async function openStock(
  sandbox: Sandbox,
  iceServers: RTCIceServer[],
): Promise<Caller & { close(): Promise<void> }> {
  const operator = sandbox.operators[1];
  if (!operator) throw new Error('the sandbox has no second operator');
  const script = await bundle('../stock/phone.ts');
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Stock</title><body>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = await launchBrowser({ extension: false });
  const page = await browser.context.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.evaluate(noteClicks);
  await page.evaluate(noteSound);
  await page.addScriptTag({ content: script });
  await page.evaluate((options) => window.startStock(options), {
    server: sandbox.wsUrl,
    user: operator.user,
    domain: sandbox.domain,
    password: operator.password,
    iceServers,
  });
  const clock = (name: 'clickedAt' | 'heardAt') =>
    page.evaluate((which) => (globalThis as unknown as Clocks)[which], name);
  const click = async (name: string) => {
    await page.getByRole('button', { name, exact: true }).click();
    return clock('clickedAt');
  };
  const theirs = () => sandbox.calls().findLast((call) => call.operator === operator.user);
  return {
    user: operator.user,
    dial: () => click('Call'),
    live: async () => void (await sandbox.until('the answer', () => theirs()?.state === 'answered', 15_000)),
    expect: () => Promise.resolve(),
    async answer() {
      await sandbox.until('ringing', () => theirs()?.state === 'ringing');
      await new Promise((resolve) => setTimeout(resolve, personPauses));
      await page.evaluate(forgetSound);
      const clicked = await click('Answer');
      const heard = await until(() => clock('heardAt'), { message: 'stock hears nothing', timeout: 20_000 });
      return { clicked, heard };
    },
    slowMicrophone: (ms) => page.evaluate(slowMicrophone, ms),
    async hangUp() {
      await click('Hang up');
      await sandbox.until('the end', () => theirs()?.state === 'ended');
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
