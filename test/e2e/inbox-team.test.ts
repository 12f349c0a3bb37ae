/** Operators of one company in real browsers: who is faster, who hands over to whom, and who was away. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { InboxEntry } from '../../lib/mirror/inbox.ts';
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import type { Overlay } from '../support/chromium/overlay.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { itemOf, leaveMessage, live, signIn, slice } from '../support/inbox-desk.ts';
import { wayTo } from '../support/way.ts';

const say = (key: keyof typeof messages, part = '') => messages[key].message.replace('$1', part);

let desk: Desk;
let other: Desk;
let page: Page;
let overlay: Overlay;
const message = () => leaveMessage(desk);

beforeAll(async () => {
  desk = await openDesk();
  other = await openDesk();
  await signIn(desk, 'one');
  await signIn(other, 'two', desk.sandbox.httpUrl);
  page = await desk.browser.context.newPage();
  await page.goto(`${desk.sandbox.httpUrl}/plain`);
  overlay = desk.browser.overlay(page);
  await overlay.waitFor('button', /^Ringside phone/);
});
afterAll(async () => {
  await desk?.close();
  await other?.close();
});
afterEach(async () => {
  for (const at of [desk, other])
    for (const call of await at.phone.slice('calls'))
      if (call.phase !== 'closed') await at.phone.do('hangUp', { call: call.id });
});

async function openInbox(): Promise<void> {
  await page.bringToFront();
  if (!(await overlay.find('dialog'))) await overlay.click('button', /^Ringside phone/);
  await overlay.click('tab', new RegExp(say('tabInbox')));
}

describe('two operators', () => {
  test('claim one item at the same instant: one has it, the other sees who', async () => {
    for (let round = 0; round < 3; round++) {
      const name = await message();
      const { id: item } = await itemOf(desk, name);
      await itemOf(other, name);
      const results = await Promise.allSettled([desk, other].map((at) => at.phone.do('claimItem', { item })));
      const lost = results.filter((result) => result.status === 'rejected');
      expect(lost).toHaveLength(1);
      expect(String(lost[0]?.reason)).toMatch(/taken-by.*Operator (One|Two)/);
      const seen = await Promise.all(
        [desk, other].map((at) => itemOf(at, name, ({ state }) => state === 'claimed')),
      );
      expect(seen[0]?.by).toEqual(seen[1]?.by);
      expect(seen.filter(({ mine }) => mine)).toHaveLength(1);
    }
  });

  const both = () => [desk, other] as const;
  const rung = () => both().reduce((sum, at) => sum + at.sandbox.calls().length, 0);

  test('call back at the same instant: the caller is rung once, the other is told who has it', async () => {
    const name = await message();
    const { id: item } = await itemOf(desk, name);
    await itemOf(other, name);
    const before = rung();
    const results = await Promise.allSettled(both().map((at) => at.phone.do('callBack', { item })));
    const at = results.findIndex(({ status }) => status === 'fulfilled');
    const [winner, loser] = at === 0 ? [desk, other] : [other, desk];
    const lost = results.filter((result) => result.status === 'rejected');
    expect(lost).toHaveLength(1);
    expect(String(lost[0]?.reason)).toMatch(/taken-by.*Operator (One|Two)/);
    const { id: call } = await winner.phone.call(({ phase }) => phase === 'live', 'nobody is called');
    expect(await loser.phone.slice('calls')).toEqual([]);
    expect(rung()).toBe(before + 1);
    await winner.phone.do('hangUp', { call });
    expect(await itemOf(loser, name, ({ state }) => state === 'claimed')).toMatchObject({ mine: false });
  });

  test('hand it over: it waits for the other, who takes it; it is taken back, and that is seen', async () => {
    const name = await message();
    const { id: item } = await itemOf(desk, name);
    await desk.phone.do('claimItem', { item });
    const people = await desk.phone.do('readColleagues', {});
    const two = people.find((person) => person.name === 'Operator Two')?.id ?? '';
    await desk.phone.do('assignItem', { item, to: two });
    const given = await itemOf(other, name, ({ assignedTo }) => assignedTo?.id === two);
    expect(given).toMatchObject({ state: 'open', mine: true, assignedBy: { name: 'Operator One' } });
    await other.phone.do('claimItem', { item });
    await itemOf(desk, name, ({ by }) => by?.id === two);
    await openInbox();
    await overlay.click('button', new RegExp(`${name}(?!\\d)`));
    await overlay.click('button', say('inboxTakeOver'));
    await overlay.click('button', say('inboxTakeOverFrom', 'Operator Two'));
    await itemOf(other, name, ({ by, mine }) => by?.name === 'Operator One' && !mine);
    await overlay.waitForText(say('inboxMineNow'));
    await overlay.click('button', new RegExp(say('tabInbox')));
    const popup = await other.browser.popup();
    await popup.getByRole('tab', { name: say('tabInbox') }).click();
    await popup.getByText(say('inboxTookFromYou', 'Operator One')).first().waitFor();
    await popup.close();
  });
});

test('an hour out of reach: all of it is there on return, once, as others left it, and one’s own changes are delivered', async () => {
  const away = await openDesk();
  const way = await wayTo(desk.sandbox.httpUrl);
  try {
    await signIn(away, 'two', way.origin);
    const before = await message();
    const mine = await itemOf(away, before);
    const taken = await message();
    const lost = await itemOf(away, taken);
    way.cut();
    await slice(away, ({ state }) => state === 'lost', 'the loss is not seen');
    await away.phone.do('noteItem', { item: mine.id, text: 'Written far away.' });
    await away.phone.do('claimItem', { item: lost.id });
    await desk.phone.do('finishItem', { item: lost.id });
    // No token of before is good when they come back: the company's clock is an hour on.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000, shouldAdvanceTime: true });
    const names: string[] = [];
    for (let count = 0; count < 230; count++) names.push(await message());
    const items = await Promise.all(names.slice(-20).map(async (name) => (await itemOf(desk, name)).id));
    for (const [at, item] of items.entries())
      await desk.phone.do(at < 10 ? 'claimItem' : 'finishItem', { item });
    expect((await away.phone.slice('inbox')).state).not.toBe('live');

    way.mend();
    await live(away, 60_000);
    await slice(away, ({ undelivered }) => undelivered === 0, 'the note is not delivered', 60_000);
    const all: InboxEntry[] = [];
    for (const view of ['open', 'done'] as const)
      for (let offset = 0, more = true; more; offset += 200) {
        const { rows, total } = await away.phone.do('readInbox', { view, limit: 200, offset });
        all.push(...rows);
        more = offset + rows.length < total;
      }
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const states = names.map((name) => all.filter((one) => one.name === name).map(({ state }) => state));
    expect(states).toEqual(names.map((_, at) => [at < 210 ? 'open' : at < 220 ? 'claimed' : 'done']));
    const one = all.find(({ name }) => name === names[210]);
    expect(one?.by?.name).toBe('Operator One');
    expect(all.find(({ id }) => id === mine.id)?.notes).toMatchObject([{ text: 'Written far away.' }]);
    expect(all.find(({ id }) => id === lost.id)).toMatchObject({
      state: 'done',
      by: { name: 'Operator One' },
      refused: [{ kind: 'claim', code: 'taken' }],
    });
  } finally {
    vi.useRealTimers();
    await way.stop();
    await away.close();
  }
});
