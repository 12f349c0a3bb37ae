/** What a step of the tour is, and what all of them share. */
import type { Page } from 'playwright-core';
import type { Sandbox } from '../../server/sandbox/sandbox.ts';
import type { RunningBrowser } from '../../test/support/chromium.ts';
import type { listenIn } from '../../test/support/ears.ts';
import type { TestPhone } from '../../test/support/phone.ts';

/** Where the report and the pictures go. */
export const folder = '.output/demo';

/** What the steps share. */
export interface Tour {
  sandbox: Sandbox;
  browser: RunningBrowser;
  phone: TestPhone;
  ears: Awaited<ReturnType<typeof listenIn>>;
  /** The page that is photographed. */
  page: Page;
}

/** Does one thing by real clicks, proves it, and tells what was seen. Throws when it does not hold. */
export type Step = (tour: Tour) => Promise<string>;

/** The popup at its true size. */
export async function openPopup(tour: Tour): Promise<void> {
  tour.page = await tour.browser.popup();
  await tour.page.setViewportSize({ width: 360, height: 600 });
}

/** The last call as the sandbox has it. */
export const theirs = (sandbox: Sandbox) => sandbox.calls().at(-1);

export const live = ({ phone }: Tour) => phone.call((call) => call.phase === 'live', 'the call is not live');
