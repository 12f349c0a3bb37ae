import { account } from '../../support/accounts.ts';
import type { Desk } from '../../support/desk.ts';
import { until } from '../../support/facts.ts';
import { emptySlices } from '../../../lib/mirror/slices.ts';
import { type Caller, personPauses } from './caller.ts';
import { type Clocks, forgetSound, noteClicks, noteSound, slowMicrophone } from './clocks.ts';

/** Our extension, used by mouse on the demo CRM, registered as the sandbox's first operator. */
export async function openOurs(
  { sandbox, browser, phone }: Desk,
  iceServers: RTCIceServer[],
): Promise<Caller> {
  const [operator] = sandbox.operators;
  if (!operator) throw new Error('the sandbox has no operators');
  const { user, password } = operator;
  // As the browser does it for everybody, and for stock as well.
  await phone.do('setSettings', { voice: emptySlices.settings.voice });
  const servers = iceServers.map(({ urls }) => ({ urls: [urls].flat()[0] ?? '' }));
  await phone.do(
    'saveAccount',
    account({ servers: [sandbox.wsUrl], user, domain: sandbox.domain, password, iceServers: servers }),
  );
  await phone.until('line', (line) => line.state === 'ready', 'the line does not become ready');
  await browser.engine.evaluate(noteSound);
  const page = await browser.context.newPage();
  await page.goto(sandbox.crmUrl);
  await page.bringToFront();
  await page.evaluate(noteClicks);
  const overlay = browser.overlay(page);
  const number = page.getByText('(786) 555-0101').first();
  const clicked = () => page.evaluate(() => (globalThis as unknown as Clocks).clickedAt);
  const pause = () => new Promise((resolve) => setTimeout(resolve, personPauses));
  return {
    user,
    async dial(way) {
      await page.mouse.move(5, 5);
      await number.hover();
      const control = await overlay.waitFor('button', 'Call (786) 555-0101');
      if (way === 'prepared') {
        await overlay.hover('button', 'Call (786) 555-0101');
        await pause();
      }
      const { x, y, width, height } = control.box ?? { x: 0, y: 0, width: 0, height: 0 };
      await page.mouse.click(x + width / 2, y + height / 2);
      return clicked();
    },
    live: async () =>
      void (await phone.call((call) => call.phase === 'live', 'the call is not live', 15_000)),
    expect: (way) =>
      browser.engine.evaluate((cold) => {
        (globalThis as unknown as Clocks).cold = cold;
      }, way === 'cold'),
    async answer() {
      await overlay.waitFor('button', /^answer/i);
      await pause();
      await browser.engine.evaluate(forgetSound);
      await overlay.click('button', /^answer/i);
      const heard = await until(
        () => browser.engine.evaluate(() => (globalThis as unknown as Clocks).heardAt),
        { message: 'the engine hears nothing', timeout: 20_000 },
      );
      return { clicked: await clicked(), heard };
    },
    slowMicrophone: (ms) => browser.engine.evaluate(slowMicrophone, ms),
    async hangUp() {
      const call = (await phone.slice('calls')).find(({ phase }) => phase !== 'closed');
      if (call) await phone.do('hangUp', { call: call.id });
      await phone.until('calls', (all) => all.every(({ phase }) => phase === 'closed'), 'it does not end');
      for (const { id } of await phone.slice('calls')) await phone.do('dismiss', { call: id });
    },
  };
}
