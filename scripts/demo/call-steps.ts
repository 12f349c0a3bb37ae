/** The phone: a call that outlives everything around it, one that comes in, and nothing left open. */
import { join } from 'node:path';
import { farTone, ourTone } from '../../test/support/desk.ts';
import { until } from '../../test/support/facts.ts';
import { openPhone } from '../../test/support/phone.ts';
import { folder, live, openPopup, theirs, type Step, type Tour } from './step.ts';

export const callSteps: Readonly<Record<string, Step>> = {
  async 'signed-in'(tour) {
    const crm = await tour.browser.context.newPage();
    await crm.goto(tour.sandbox.crmUrl);
    await crm.getByRole('link', { name: 'Sign in as Operator One' }).click();
    await crm.getByText('Signed in as Operator One').waitFor();
    await crm.close();
    const welcome = await tour.browser.open('welcome.html');
    tour.page = welcome;
    await welcome.getByRole('button', { name: 'Continue' }).click();
    await welcome.getByRole('button', { name: 'Continue' }).click();
    await welcome.getByRole('textbox', { name: 'Address of the sandbox' }).fill(tour.sandbox.httpUrl);
    await welcome.getByRole('button', { name: 'Connect' }).click();
    await tour.phone.until('line', (line) => line.state === 'ready', 'the line does not become ready');
    await welcome.getByText('Ready', { exact: true }).waitFor();
    await tour.phone.until('desk', (desk) => desk.live === 'live', 'the desk is not live');
    const [registration] = tour.sandbox.registrations();
    const [token] = tour.sandbox.sippet.tokens();
    return `the companion minted a token for ${token?.email}; registered as ${registration?.user}`;
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
    await openPopup(tour);
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
};

async function lossOf(tour: Tour): Promise<string> {
  const here = await tour.ears.received();
  const there = theirs(tour.sandbox)?.heard;
  return `packets lost: ${here.lost} of ${here.packets} here, ${there?.lost} of ${there?.packets} there`;
}
