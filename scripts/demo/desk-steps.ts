/** The operator's desk, in the popup: the queue, an AI agent's call, presence, contacts, the history as a file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { farTone, ourTone } from '../../test/support/desk.ts';
import { until } from '../../test/support/facts.ts';
import { folder, live, openPopup, theirs, type Step, type Tour } from './step.ts';

export const deskSteps: Readonly<Record<string, Step>> = {
  async 'queue-shown'(tour) {
    await tour.page.close();
    await openPopup(tour);
    await tour.page.getByText('Nobody is waiting').waitFor();
    tour.sandbox.sippet.bringCaller({ persona: 'tone', queue: 'Sales' });
    const row = tour.page.locator('.queue-row');
    await row.getByText('Sales').waitFor();
    await row.getByText(/00:0[1-9]/).waitFor();
    return `the popup opened on the queue; ${await row.locator('b').innerText()} waits in it, and the time ticks`;
  },

  async 'queue-accepted'(tour) {
    await tour.page.getByRole('button', { name: /^Accept/ }).click();
    const { party } = await live(tour);
    await tour.ears.hearing(farTone, ourTone);
    await tour.sandbox.until('our tone at the far end', () => {
      const heard = theirs(tour.sandbox)?.heard.tones[ourTone] ?? 0;
      return heard > 0.05 && heard;
    });
    await tour.page.getByRole('button', { name: /^Hang up/ }).click();
    await over(tour);
    return `${party.name} was taken from the queue; heard both ways`;
  },

  async 'transcript-live'(tour) {
    await tour.page.getByRole('tab', { name: /^Queue/ }).click();
    tour.sandbox.sippet.startAiCall({ persona: 'echo', pace: 8, repeat: true });
    await tour.page.getByRole('button', { name: /^Listen in on/ }).click();
    const lines = tour.page.locator('.transcript-lines li');
    const first = await until(lines.count.bind(lines), { message: 'nothing is transcribed' });
    const later = await until(async () => (await lines.count()) > first && lines.count(), {
      message: 'the transcript does not go on',
    });
    return `the transcript of an AI agent's call grew from ${first} to ${later} lines`;
  },

  async 'barged-in'(tour) {
    await tour.page.getByRole('button', { name: /^Barge into/ }).click();
    await live(tour);
    // The caller gives back what it hears.
    const echo = await tour.ears.hearing(ourTone, farTone);
    const [held] = tour.sandbox.sippet.calls();
    if (held?.ai !== 'silenced') throw new Error(`the AI agent is ${held?.ai}`);
    return `the AI agent is silent; our ${ourTone} Hz comes back from the caller at ${echo.toFixed(2)}`;
  },

  async 'handed-back'(tour) {
    await tour.page.getByRole('button', { name: 'Hand back to the AI' }).first().click();
    await over(tour);
    const [held] = tour.sandbox.sippet.calls();
    if (held?.ai !== 'talking') throw new Error(`the AI agent is ${held?.ai}`);
    tour.sandbox.sippet.hangUp(held.call.callUuid);
    return 'the AI agent talks to the caller again, and our leg is gone';
  },

  async 'presence-set'(tour) {
    await tour.page.getByRole('button', { name: /^Your status/ }).click();
    await tour.page.getByRole('menuitemradio', { name: 'On a break' }).click();
    const { own } = await tour.phone.until(
      'presence',
      (presence) => presence.own?.value === 'on_break',
      'the status is not confirmed',
    );
    const there = tour.sandbox.sippet.store.statuses.find(({ status }) => status === own?.value);
    if (!there) throw new Error('the service does not have it');
    return `the service has ${there.agentName} as ${there.status}`;
  },

  async 'contact-created'(tour) {
    const { page, sandbox } = tour;
    await page.getByRole('tab', { name: 'Contacts' }).click();
    await page.getByRole('button', { name: 'New contact' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Pocket Orchestra');
    await page.getByLabel('Phone number').fill('+1 305 555 0142');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Pocket Orchestra' }).waitFor();
    const there = sandbox.sippet.store.contacts.find(({ fullName }) => fullName === 'Pocket Orchestra');
    if (there?.phoneE164 !== '+13055550142') throw new Error('the service does not have it');
    return `the service has ${there.fullName} with ${there.phoneE164}`;
  },

  async 'history-exported'(tour) {
    const { page } = tour;
    await page.getByRole('button', { name: /^Back to/ }).click();
    await page.getByRole('tab', { name: /^History/ }).click();
    await page.locator('.recent-open').first().waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: /CSV/ }).click();
    const saved = await saving;
    const file = join(folder, saved.suggestedFilename());
    await saved.saveAs(file);
    const rows = readFileSync(file, 'utf8').trim().split(/\r?\n/).length - 1;
    if (rows < 2) throw new Error(`${rows} calls in ${file}`);
    return `${rows} calls in ${saved.suggestedFilename()}`;
  },
};

/** Our call is over and nobody asks for a note any more. */
async function over({ phone }: Tour): Promise<void> {
  await phone.until('calls', (calls) => calls.every((call) => call.phase === 'closed'), 'our leg goes on');
  for (const { call } of await phone.slice('wrapUp')) await phone.do('finishWrapUp', { call });
  for (const { id } of await phone.slice('calls')) await phone.do('dismiss', { call: id });
}
