/** Pages that use `window.ringside`, and the operator who is asked about them. */
import type { Page } from 'playwright-core';
import type { PageQuestion, Permit, PermitWord } from '../../lib/mirror/page-words.ts';
import type { Desk } from './desk.ts';
import { until } from './facts.ts';
import type { TestSite } from './sites.ts';

/** How something a page began has ended. */
export interface Ended {
  value?: never;
  code?: string;
}

/** What the test keeps in the page. */
interface Kept {
  kept?: Record<string, Ended>;
}

export interface TestPages {
  open(path?: string, at?: TestSite): Promise<Page>;
  /** Begins something in a page and lets it go on; `settled` tells how it ended. */
  begin(page: Page, name: string, code: string): Promise<void>;
  settled(page: Page, name: string): Promise<Ended>;
  /** Begins something and waits for its end. */
  run(page: Page, code: string): Promise<Ended>;
  /** The question about a permit, once it is there. */
  question(permit: Permit): Promise<PageQuestion>;
  answer(permit: Permit, said: 'allow' | 'later' | 'never'): Promise<void>;
  say(permit: Permit, word: PermitWord | null, origin?: string): Promise<void>;
  /** Lets a site do this, by way of its own asking. */
  allow(page: Page, permit: 'see' | 'call'): Promise<void>;
  /** Closes every page, forgets every consent, ends every call. */
  clean(): Promise<void>;
}

export function testPages(desk: Desk, site: TestSite): TestPages {
  const pages: Page[] = [];
  let count = 0;
  const self: TestPages = {
    async open(path = '/', at = site) {
      const page = await desk.browser.context.newPage();
      pages.push(page);
      await page.goto(at.origin + path);
      return page;
    },
    begin: (page, name, code) =>
      page.evaluate(
        ([key, body]) => {
          const kept = ((window as unknown as Kept).kept ??= {});
          // oxlint-disable-next-line typescript/no-implied-eval -- the page's own code, written by the test
          const run = new Function(`return (${body})`) as () => Promise<never>;
          void (async () => run())().then(
            (value) => (kept[key as string] = { value }),
            (error: { code?: string; message?: string }) =>
              (kept[key as string] = { code: error.code ?? error.message ?? '' }),
          );
        },
        [name, code],
      ),
    settled: (page, name) =>
      until(() => page.evaluate((key) => (window as unknown as Kept).kept?.[key], name), {
        message: `${name} does not end`,
      }),
    async run(page, code) {
      const name = `run ${(count += 1)}`;
      await self.begin(page, name, code);
      return self.settled(page, name);
    },
    async question(permit) {
      const all = await desk.phone.until(
        'pageQuestions',
        (some) => some.some((one) => one.permit === permit),
        `nobody is asked about ${permit}`,
      );
      return all.find((one) => one.permit === permit) as PageQuestion;
    },
    async answer(permit, said) {
      const { id } = await self.question(permit);
      await desk.phone.do('answerPageQuestion', { id, answer: said });
    },
    say: (permit, word, origin = site.origin) => desk.phone.do('setPageConsent', { origin, permit, word }),
    async allow(page, permit) {
      const name = `allow ${(count += 1)}`;
      await self.begin(page, name, permit === 'see' ? 'ringside.getActiveCalls()' : 'ringside.decline()');
      await self.answer(permit, 'allow');
      await self.settled(page, name);
    },
    async clean() {
      for (const page of pages.splice(0)) await page.close();
      for (const { origin, permits } of await desk.phone.slice('pageConsents'))
        for (const permit of Object.keys(permits)) await self.say(permit as Permit, null, origin);
      // Also what was put off.
      for (const permit of ['see', 'call', 'sign-in'] as const) await self.say(permit, null);
      for (const { id } of await desk.phone.slice('calls')) {
        const [call] = (await desk.phone.slice('calls')).filter((one) => one.id === id);
        if (call && call.phase !== 'closed') await desk.phone.do('hangUp', { call: id });
        await desk.phone.until(
          'calls',
          (all) => all.every((one) => one.id !== id || one.phase === 'closed'),
          'a call stays',
        );
        await desk.phone.do('dismiss', { call: id });
      }
    },
  };
  return self;
}
