/** What the Inbox tells by the system’s notifications, over real HTTP. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InboxItem } from '../../../../lib/mirror/inbox.ts';
import { until } from '../../../support/facts.ts';
import {
  dana,
  inboxItem,
  marc,
  playCompanion,
  type PlayedCompanion,
} from '../../../support/played-companion.ts';
import { testInboxes, type TestInbox } from '../../../support/test-inbox.ts';

let company: PlayedCompanion;
let at: TestInbox;
const { open, again, end } = testInboxes(() => company.url);

beforeEach(async () => {
  company = await playCompanion();
});
afterEach(async () => {
  await end();
  await company.stop();
});

describe('the notification of an urgent item', () => {
  const shown = () => at.notices;

  test('comes once, goes when somebody has it, and does not come again after the engine’s end', async () => {
    at = await open();
    await at.live();
    const item = company.put(inboxItem({ urgent: true }));
    company.put(inboxItem());
    await until(() => shown().length > 0, { message: 'no notification' });
    expect(shown()).toEqual([`show ${item.id}`]);
    at = await again();
    await at.live();
    expect(shown()).toEqual([]);
    company.by(marc, 'claim', item.id);
    await until(() => shown().includes(`hide ${item.id}`), { message: 'it stays' });
    expect(shown()).toEqual([`hide ${item.id}`]);
  });

  test('is not shown for what was there long before, or for what was taken meanwhile', async () => {
    company.put(inboxItem({ urgent: true, at: new Date(Date.now() - 3_600_000).toISOString() }));
    at = await open();
    await at.live();
    await company.down();
    await at.state(({ state }) => state === 'lost', 'the loss is not seen');
    const taken = company.put(inboxItem({ urgent: true }));
    company.by(marc, 'claim', taken.id);
    await company.up();
    at.inbox.mustHave().disturbed();
    await at.live();
    const news = company.put(inboxItem({ urgent: true }));
    await until(() => shown().length > 0, { message: 'no notification' });
    expect(shown()).toEqual([`show ${news.id}`]);
  });

  test('waits while nobody may be disturbed, over the engine’s end too, and comes when that is over', async () => {
    at = await open();
    await at.live();
    at.setQuiet(true);
    const [first, second] = [inboxItem({ urgent: true }), inboxItem({ urgent: true })].map(company.put);
    await at.state(({ freshUrgent }) => freshUrgent === 2, 'they do not come');
    expect(shown()).toEqual([]);
    at = await again({ quiet: true });
    await at.live();
    company.by(marc, 'claim', second?.id ?? '');
    await at.state(({ freshUrgent }) => freshUrgent === 1, 'the claim is not seen');
    expect(shown()).toEqual([]);
    at.setQuiet(false);
    await until(() => shown().length > 0, { message: 'no notification' });
    expect(shown()).toEqual([`show ${first?.id}`]);
  });

  test('is one for all where many come at once, and says how many there still are', async () => {
    at = await open();
    await at.live();
    at.setQuiet(true);
    const all = Array.from({ length: 5 }, () => company.put(inboxItem({ urgent: true })));
    await at.state(({ freshUrgent }) => freshUrgent === 5, 'they do not come');
    at.setQuiet(false);
    await until(() => shown().length > 0, { message: 'no notification' });
    expect(shown()).toEqual(['show 5 waiting, 5 urgent']);
    for (const { id } of all) company.by(marc, 'claim', id);
    await until(() => shown().includes('hide waiting'), { message: 'it stays' });
    expect(shown().filter((line) => line.startsWith('show'))).toHaveLength(1);
    expect(shown()).toContain('now 4 waiting, 4 urgent');
  });

  test('comes for what a colleague hands over, also what is not urgent, and not for what one gives oneself', async () => {
    const [given, own, before] = [inboxItem(), inboxItem(), inboxItem({ urgent: true })].map(company.put) as [
      InboxItem,
      InboxItem,
      InboxItem,
    ];
    at = await open();
    await at.live();
    await until(() => shown().length > 0, { message: 'no notification' });
    await at.run('assignItem', { item: own.id, to: dana.id });
    company.by(marc, 'claim', given.id);
    for (const item of [given, before]) company.by(marc, 'assign', item.id, { to: dana.id });
    await until(() => shown().length > 2, { message: 'no notification' });
    expect(shown()).toEqual([
      `show ${before.id}`,
      `show ${given.id} by Marc Dubois`,
      `show ${before.id} by Marc Dubois`,
    ]);
  });
});
