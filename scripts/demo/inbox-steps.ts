/** The tour's part at the Inbox: an AI agent's tool calls come in by HTTP and are worked on by real clicks. */
import type { Sandbox } from '../../server/sandbox/sandbox.ts';
import { farTone, ourTone } from '../../test/support/desk.ts';
import { until } from '../../test/support/facts.ts';
import { live, type Step } from './step.ts';

const caller = 'Sample Caller';

export const inboxSteps: Readonly<Record<string, Step>> = {
  async 'ai-message-received'(tour) {
    const { sandbox, browser, phone } = tour;
    await phone.until('inbox', ({ state }) => state === 'live', 'the Inbox is not live');
    const crm = await browser.context.newPage();
    await crm.goto(sandbox.crmUrl);
    await crm.bringToFront();
    await tour.page.close();
    tour.page = crm;
    const { message } = await sandbox.company.callTool({
      tool: 'leave_message',
      args: {
        caller_name: caller,
        caller_phone: '+17865550101',
        message: 'There is water coming through my ceiling. Please call me as soon as you can.',
        for_person: 'Ana',
        urgent: true,
      },
    });
    const overlay = browser.overlay(crm);
    if (!(await overlay.find('dialog'))) await overlay.click('button', /^Ringside phone/);
    await overlay.click('tab', /Inbox/);
    await overlay.waitForText(/water coming through my ceiling/);
    return `the caller heard “${message}”, and the operator reads it`;
  },

  async 'called-back-from-inbox'(tour) {
    const overlay = tour.browser.overlay(tour.page);
    await overlay.click('button', `Call ${caller} back`);
    await live(tour);
    await tour.ears.hearing(farTone, ourTone);
    const to = tour.sandbox.calls().at(-1)?.number;
    await overlay.click('button', /hang up/i);
    await tour.phone.until('calls', (all) => all.every((one) => one.phase === 'closed'), 'it goes on');
    return `${to} answered, with sound`;
  },

  async 'appointment-shown'(tour) {
    const { status } = await tour.sandbox.company.callTool({
      tool: 'schedule_appointment',
      args: {
        caller_name: 'Appointed Caller',
        phone: '+13055550103',
        date: '2099-03-05',
        time: '14:30',
        purpose: 'Policy review',
      },
    });
    const overlay = tour.browser.overlay(tour.page);
    await overlay.click('tab', /Inbox/);
    await overlay.waitForText(/2099/);
    return `${status}, and shown with its date`;
  },

  async 'item-claimed'(tour) {
    const overlay = tour.browser.overlay(tour.page);
    await overlay.click('tab', /Inbox/);
    await overlay.click('button', 'Take: Appointed Caller');
    const seen = await until(async () => (await seenByTwo(tour.sandbox)).find(isClaimed), {
      message: 'the other operator does not see it',
    });
    return `the other operator sees that ${seen.by?.name} has it`;
  },
};

interface SeenItem {
  name?: string;
  state: string;
  by?: { name?: string };
}

const isClaimed = ({ name, state }: SeenItem): boolean => name === 'Appointed Caller' && state === 'claimed';

/** The Inbox as the company's server tells another operator. */
async function seenByTwo({ companionUrl }: Sandbox): Promise<SeenItem[]> {
  const signedIn = await fetch(`${companionUrl}/sign-in?as=two`);
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const asked = await fetch(`${companionUrl}/inbox-token`, { method: 'POST', headers: { cookie } });
  const { token } = (await asked.json()) as { token: string };
  const found = await fetch(`${companionUrl}/inbox/search?q=Appointed`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return ((await found.json()) as { items: SeenItem[] }).items;
}
