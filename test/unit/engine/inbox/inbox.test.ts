/** The Inbox over real HTTP: what is known, and what survives. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InboxEntry, InboxItem } from '../../../../lib/mirror/inbox.ts';
import { dana, inboxItem, playCompanion, type PlayedCompanion } from '../../../support/played-companion.ts';
import { codeOf } from '../../../support/played-service.ts';
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

const rows = async (view: 'open' | 'mine' | 'snoozed' | 'done' = 'open') =>
  (await at.run('readInbox', { view })).rows;
const row = async (item: InboxItem): Promise<InboxEntry> => at.run('readItem', { item: item.id });

describe('what is known', () => {
  test('everything comes, urgent first and then newest, and one more as it happens', async () => {
    const [old, urgent, young] = [inboxItem(), inboxItem({ urgent: true }), inboxItem()].map(company.put);
    at = await open();
    await at.live();
    const ids = async () => (await rows()).map(({ id }) => id);
    expect(await ids()).toEqual([urgent?.id, young?.id, old?.id]);
    const { version } = at.inbox.slice.value;
    const next = company.put(inboxItem());
    await at.state((slice) => slice.version > version && slice.counts.open === 4, 'it does not come');
    expect(await ids()).toEqual([urgent?.id, next.id, young?.id, old?.id]);
    expect(at.inbox.slice.value).toMatchObject({ me: dana, fresh: 4, freshUrgent: 1, known: true });
  });

  test('is there at once at the next start, also out of reach, and goes on where it stood', async () => {
    for (let count = 0; count < 450; count++) company.put(inboxItem());
    at = await open();
    await at.live();
    await company.down();
    await at.state(({ state }) => state === 'lost', 'the loss is not seen');
    at = await again();
    expect(at.inbox.slice.value.counts.open).toBe(450);
    expect((await rows()).length).toBe(50);
    await company.up();
    company.put(inboxItem());
    at.inbox.mustHave().disturbed();
    await at.live();
    expect(at.inbox.slice.value.counts.open).toBe(451);
    // The second engine asked for the rest only.
    expect(company.log.streams.at(-1)).toBeDefined();
    expect(Number(company.log.streams.at(-1))).toBeGreaterThan(0);
  });

  test('an unknown cursor: all of it comes again, and what is no longer there is forgotten', async () => {
    const [kept, lost] = [inboxItem(), inboxItem()].map(company.put);
    at = await open();
    await at.live();
    await company.down();
    await at.state(({ state }) => state === 'lost', 'the loss is not seen');
    company.items.delete(lost?.id ?? '');
    // Another database: its revisions begin anew.
    company.items.set(kept?.id ?? '', { ...inboxItem(kept), rev: 0, text: 'New words.' });
    company.play.reset = true;
    await company.up();
    at.inbox.mustHave().disturbed();
    await at.state((slice) => slice.state === 'live' && slice.counts.open === 1, 'the old one stays');
    expect((await rows())[0]?.text).toBe('New words.');
    at = await again();
    expect(at.inbox.slice.value.counts.open).toBe(1);
  });

  test('what was removed goes; an older revision changes nothing', async () => {
    const [one, two] = [inboxItem(), inboxItem()].map(company.put);
    at = await open();
    await at.live();
    company.remove(one?.id ?? '');
    company.tell('items', { items: [{ ...two, rev: 0, text: 'Old words.' }] });
    await at.state(({ counts }) => counts.open === 1, 'it does not go');
    expect((await rows())[0]?.text).toBe(two?.text);
    expect(await codeOf(() => at.run('readItem', { item: one?.id ?? '' }))).toBe('item-gone');
  });

  test('an item that does not fit is shown as far as it can be, and named in the log', async () => {
    company.put({ ...inboxItem(), at: 'yesterday', number: 'the usual one', kind: 'fax', extra: 1 } as never);
    at = await open();
    await at.live();
    const [shown] = await rows();
    expect(shown).toMatchObject({
      kind: 'other',
      needsReview: true,
      name: 'Eve Reed',
      numberAsGiven: 'the usual one',
    });
    expect(shown?.number).toBeUndefined();
    expect(at.logged.some((line) => /does not fit in kind, at, number/.test(line))).toBe(true);
  });

  test('another company’s items are not shown with this one’s', async () => {
    company.put(inboxItem());
    at = await open();
    await at.live();
    company.play.tenant = 'other';
    company.items.clear();
    company.put(inboxItem({ name: 'Other Co' }));
    at = await again();
    await at.live();
    expect((await rows()).map(({ name }) => name)).toEqual(['Other Co']);
  });

  test('a list that cannot be kept is said, not hidden', async () => {
    at = await open();
    await at.live();
    at.db.close();
    await at.inbox.enter('b', company.url);
    expect(at.inbox.slice.value).toMatchObject({ state: 'needed', fault: { code: 'storage-failed' } });
  });

  test('another account has its own, and a removed one leaves nothing behind', async () => {
    company.put(inboxItem());
    at = await open();
    await at.live();
    await at.inbox.enter('b', undefined);
    expect(at.inbox.slice.value).toMatchObject({ state: 'off', counts: { open: 0 } });
    expect(await codeOf(() => rows())).toBe('not-offered');
    await at.inbox.forget('a');
    expect(await at.db.count('inboxItems')).toBe(0);
    expect(await at.db.count('inboxes')).toBe(0);
  });
});

describe('items of one call', () => {
  test('know of each other, and who the caller is', async () => {
    const callId = 'call-shared';
    const summary = company.put(
      inboxItem({
        kind: 'summary',
        callId,
        name: undefined,
        number: undefined,
        text: 'It is about her roof.',
      }),
    );
    const given = company.put(
      inboxItem({
        kind: 'transfer',
        callId,
        name: undefined,
        number: undefined,
        numberAsGiven: 'the usual one',
      }),
    );
    company.put(inboxItem({ callId: '', number: undefined, name: undefined }));
    at = await open();
    await at.live();
    expect((await row(summary)).number).toBeUndefined();
    expect((await row(summary)).related).toMatchObject([{ id: given.id, kind: 'transfer' }]);
    const sms = company.put(inboxItem({ kind: 'sms', callId, name: undefined, number: '+17865550177' }));
    await at.state(({ counts }) => counts.open === 4, 'it does not come');
    expect(await row(summary)).toMatchObject({ number: sms.number, numberOfCall: true });
    const left = company.put(inboxItem({ callId, name: 'Lena Sample', number: '+17865550199' }));
    await at.state(({ counts }) => counts.open === 5, 'it does not come');
    expect(await row(summary)).toMatchObject({ name: left.name, number: left.number, numberOfCall: true });
    expect((await row(summary)).related).toHaveLength(3);
    // What was said and not understood stays as it was said.
    expect(await row(given)).toMatchObject({ name: left.name, numberAsGiven: 'the usual one' });
    expect((await row(given)).number).toBeUndefined();
    expect(await row(sms)).toMatchObject({ number: sms.number, name: left.name });
    await at.run('callBack', { item: summary.id });
    expect(at.dialled).toEqual([left.number]);
    expect((await rows()).find(({ callId: one }) => one === '')?.related).toBeUndefined();
    company.remove(left.id);
    await at.state(({ counts }) => counts.open === 4, 'it does not go');
    expect(await row(summary)).toMatchObject({ number: sms.number });
  });
});

describe('a snooze', () => {
  test('ends by itself, also over the engine’s end, and the item counts as new', async () => {
    const [early, late] = [inboxItem(), inboxItem()].map(company.put) as [InboxItem, InboxItem];
    at = await open();
    await at.live();
    await at.run('snoozeItem', { item: early.id, until: Date.now() + 700 });
    expect(at.inbox.slice.value.counts).toMatchObject({ open: 1, snoozed: 1 });
    at = await again();
    await at.state(({ counts }) => counts.open === 2, 'it does not wake');
    expect((await rows()).map(({ id }) => id)).toEqual([early.id, late.id]);
    await at.live();
    await at.run('snoozeItem', { item: late.id, until: Date.now() + 3_600_000 });
    await at.run('snoozeItem', { item: late.id, until: null });
    expect(at.inbox.slice.value.counts).toMatchObject({ open: 2, snoozed: 0 });
  });
});

describe('a search', () => {
  test('asks the company server, and looks through what is kept while it is out of reach', async () => {
    company.put(inboxItem({ text: 'Water in the cellar' }));
    company.put(inboxItem());
    at = await open();
    await at.live();
    const found = await at.run('readInbox', { query: 'cellar' });
    expect(found).toMatchObject({ searched: 'all', total: 1, rows: [{ text: 'Water in the cellar' }] });
    await company.down();
    await at.state(({ state }) => state === 'lost', 'the loss is not seen');
    const kept = await at.run('readInbox', { query: 'CELLAR water' });
    expect(kept).toMatchObject({ searched: 'kept', total: 1, fault: { code: 'service-unreachable' } });
    expect((await at.run('readInbox', { query: '(786) 555-0101' })).total).toBe(2);
  });
});

describe('the sign-in', () => {
  test('is asked for once more after a 401, and then of the operator', async () => {
    at = await open();
    await at.live();
    const item = company.put(inboxItem());
    await at.state(({ counts }) => counts.open === 1, 'it does not come');
    company.play.expired = company.log.tokens + 1;
    await at.run('claimItem', { item: item.id });
    expect(company.items.get(item.id)?.by).toEqual(dana);
    expect(company.log.tokens).toBe(2);
    company.play.expired = company.log.tokens + 1;
    company.play.operator = undefined;
    await at.run('finishItem', { item: item.id });
    await at.state(({ state }) => state === 'needed', 'nobody is asked');
    expect(at.inbox.slice.value).toMatchObject({ fault: { code: 'sign-in-needed' }, undelivered: 1 });
    company.play.operator = dana;
    await at.run('reconnectInbox', {});
    await at.state(({ undelivered, state }) => state === 'live' && undelivered === 0, 'not delivered');
  });

  test.each([
    [503, { error: 'inbox_not_configured', message: '' }, 'inbox-not-offered'],
    [404, {}, 'inbox-not-offered'],
    [403, { error: 'origin_not_allowed', message: '' }, 'service-forbidden'],
    [200, { hello: 1 }, 'sign-in-needed'],
  ])('is told plainly where it cannot be: %i %o', async (status, body, code) => {
    company.play.token = { status, body };
    at = await open();
    await at.state(({ state, fault }) => state === 'needed' && fault?.code === code, 'not told');
    expect(company.log.streams).toEqual([]);
  });

  test('waits for the browser’s permission, and goes on when it is there', async () => {
    at = await open({ url: '' });
    at.setSites({ everywhere: false, chosen: [] });
    await at.inbox.enter('a', company.url);
    await at.state(({ fault }) => fault?.code === 'site-permission-needed', 'not told');
    expect(at.inbox.slice.value.wantsOrigin).toBe('http://127.0.0.1/*');
    expect(company.log.tokens).toBe(0);
    at.setSites({ everywhere: false, chosen: ['http://127.0.0.1/*'] });
    at.inbox.lookAtSites();
    await at.live();
    expect(at.inbox.slice.value.wantsOrigin).toBeUndefined();
  });
});
