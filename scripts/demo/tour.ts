/** The main job from beginning to end in a real browser, by real clicks; every step is proven and photographed. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Sandbox } from '../../server/sandbox/sandbox.ts';
import { writeTone } from '../../test/support/audio.ts';
import { plainVoice } from '../../test/support/accounts.ts';
import { launchBrowser, type RunningBrowser } from '../../test/support/chromium.ts';
import { farTone, ourTone } from '../../test/support/desk.ts';
import { listenIn } from '../../test/support/ears.ts';
import { until } from '../../test/support/facts.ts';
import { openPhone, type TestPhone } from '../../test/support/phone.ts';
import { inboxSteps } from './inbox-steps.ts';

const folder = '.output/demo';

interface Step {
  name: string;
  ok: boolean;
  /** Milliseconds. */
  ms: number;
  detail: string;
}

/** What the steps share. */
interface Tour {
  sandbox: Sandbox;
  browser: RunningBrowser;
  phone: TestPhone;
  ears: Awaited<ReturnType<typeof listenIn>>;
  /** The page that is photographed. */
  page: Page;
}

/** Performs the tour and writes the report; true if all of it held. */
export async function takeTour(sandbox: Sandbox): Promise<boolean> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const micWav = writeTone(join(folder, 'voice.wav'), { hz: ourTone, seconds: 10 });
  const browser = await launchBrowser({ micWav });
  const done: Step[] = [];
  try {
    const phone = await openPhone(browser);
    const ears = await listenIn(browser);
    // A steady tone is what noise suppression removes; people's voices are not.
    await phone.do('setSettings', plainVoice);
    const tour: Tour = { sandbox, browser, phone, ears, page: phone.page };
    for (const [name, step] of Object.entries(steps)) {
      const result = await take(tour, name, step);
      done.push(result);
      console.log(`${result.ok ? '✓' : '✗'} ${name} (${result.ms} ms) ${result.detail}`);
      if (!result.ok) break;
    }
  } finally {
    await browser.close();
  }
  const ok = done.length === Object.keys(steps).length && done.every((step) => step.ok);
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify({ ok, steps: done }, null, 2)}\n`);
  console.log(
    `${ok ? 'All of it held' : 'The tour failed'}; see ${folder}/report.json and the pictures beside it.`,
  );
  return ok;
}

async function take(tour: Tour, name: string, step: (tour: Tour) => Promise<string>): Promise<Step> {
  const started = performance.now();
  const ms = () => Math.round(performance.now() - started);
  try {
    const detail = await step(tour);
    return { name, ok: true, ms: ms(), detail };
  } catch (error) {
    return { name, ok: false, ms: ms(), detail: error instanceof Error ? error.message : String(error) };
  } finally {
    await tour.page.screenshot({ path: join(folder, `${name}.png`) });
  }
}

const theirs = (sandbox: Sandbox) => sandbox.calls().at(-1);
const live = (tour: Tour) => tour.phone.call((call) => call.phase === 'live', 'the call is not live');

const steps: Record<string, (tour: Tour) => Promise<string>> = {
  async 'signed-in'(tour) {
    const welcome = await tour.browser.open('welcome.html');
    tour.page = welcome;
    await welcome.getByRole('button', { name: 'Continue' }).click();
    await welcome.getByRole('button', { name: 'Continue' }).click();
    await welcome.getByRole('textbox', { name: 'Address of the sandbox' }).fill(tour.sandbox.wsUrl);
    await welcome.getByRole('button', { name: 'Connect' }).click();
    await tour.phone.until('line', (line) => line.state === 'ready', 'the line does not become ready');
    await welcome.getByText('Ready', { exact: true }).waitFor();
    const [registration] = tour.sandbox.registrations();
    return `registered as ${registration?.user} for ${registration?.expiresIn} s`;
  },

  async 'numbers-found'(tour) {
    const crm = await tour.browser.context.newPage();
    tour.page = crm;
    await crm.goto(tour.sandbox.crmUrl);
    await crm.bringToFront();
    const painted = await until(
      () =>
        crm.evaluate(
          () =>
            (CSS.highlights.get('ringside-number')?.size ?? 0) > 5 &&
            CSS.highlights.get('ringside-number')?.size,
        ),
      { message: 'no numbers are painted' },
    );
    return `${painted} numbers painted in view`;
  },

  async 'click-to-call'(tour) {
    const crm = tour.page;
    const number = crm.getByText('(786) 555-0101').first();
    await number.hover();
    await tour.browser.overlay(crm).click('button', /^Call/);
    await live(tour);
    return `INVITE for ${theirs(tour.sandbox)?.number} answered`;
  },

  async 'heard-remote'(tour) {
    const tone = await tour.ears.hearing(farTone, ourTone);
    return `their ${farTone} Hz at ${tone.toFixed(2)} of full scale in the engine`;
  },

  async 'remote-heard-us'(tour) {
    const tone = await tour.sandbox.until('our tone at the far end', () => {
      const heard = theirs(tour.sandbox)?.heard.tones[ourTone] ?? 0;
      return heard > 0.05 && heard;
    });
    return `our ${ourTone} Hz at ${tone.toFixed(2)} of full scale at the far end`;
  },

  async 'page-navigated'(tour) {
    await tour.page.reload();
    await tour.page.goto(new URL('/stream', tour.sandbox.crmUrl).href);
    await tour.browser.overlay(tour.page).waitFor('button', /hang up/i);
    await live(tour);
    return lossOf(tour);
  },

  async 'all-pages-closed'(tour) {
    const blank = await tour.browser.context.newPage();
    for (const page of tour.browser.context.pages()) if (page !== blank) await page.close();
    tour.page = blank;
    tour.phone = await openPhone(tour.browser);
    await live(tour);
    await tour.ears.hearing(farTone, ourTone);
    return lossOf(tour);
  },

  async 'worker-stopped'(tour) {
    await tour.browser.stopWorker();
    await tour.ears.hearing(farTone, ourTone);
    const loss = await lossOf(tour);
    tour.page = await tour.browser.popup();
    await tour.page.getByRole('button', { name: 'Hang up' }).click();
    await tour.sandbox.until('the end of the call', () => theirs(tour.sandbox)?.endedBy === 'operator');
    return `the call went on, and ended by a click in the popup; ${loss}`;
  },

  async 'incoming-answered'(tour) {
    await tour.page.close();
    const crm = await tour.browser.context.newPage();
    tour.page = crm;
    await crm.goto(tour.sandbox.crmUrl);
    await crm.bringToFront();
    await tour.sandbox.callOperator('1001', { persona: 'tone' });
    const overlay = tour.browser.overlay(crm);
    await overlay.waitFor('button', /^answer/i);
    // The panel slides in; it is photographed at rest. What pulses for ever while it rings does not count.
    await until(
      () =>
        overlay.evaluate((root) =>
          root
            .getAnimations()
            .every(
              (one) => one.playState !== 'running' || one.effect?.getComputedTiming().endTime === Infinity,
            ),
        ),
      { message: 'the panel does not come to rest' },
    );
    await crm.screenshot({ path: join(folder, 'incoming.png') });
    await overlay.click('button', /^answer/i);
    await live(tour);
    await tour.ears.hearing(farTone, ourTone);
    return 'rang on the page, was answered there, and sounds';
  },

  async 'hung-up'(tour) {
    await tour.browser.overlay(tour.page).click('button', /hang up/i);
    await tour.sandbox.until('the end of the call', () => theirs(tour.sandbox)?.endedBy === 'operator');
    await until(async () => (await tour.ears.leftOver()) === 0, {
      message: 'a microphone or connection is left open',
    });
    return 'no microphone, no connection left open';
  },

  ...inboxSteps,
};

async function lossOf(tour: Tour): Promise<string> {
  const here = await tour.ears.received();
  const there = theirs(tour.sandbox)?.heard;
  return `packets lost: ${here.lost} of ${here.packets} here, ${there?.lost} of ${there?.packets} there`;
}
