/** The Inbox over real HTTP: what is known, what is changed, and what survives. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FaultError } from '../../../../lib/mirror/fault.ts';
import type { InboxEntry, InboxItem } from '../../../../lib/mirror/inbox.ts';
import { until } from '../../../support/facts.ts';
import {
  dana,
  inboxItem,
  marc,
  playCompanion,
  type PlayedCompanion,
} from '../../../support/played-companion.ts';
import { codeOf } from '../../../support/played-service.ts';
import { testInbox } from '../../../support/test-inbox.ts';

type TestInbox = Awaited<ReturnType<typeof testInbox>>;

let company: PlayedCompanion;
let at: TestInbox;
const all: TestInbox[] = [];

beforeEach(async () => {
  company = await playCompanion();
});
afterEach(async () => {
  for (const one of all.splice(0)) await one.kill();
  await company.stop();
});

async function open(options: Parameters<typeof testInbox>[0] = {}): Promise<TestInbox> {
  const made = await testInbox({ url: company.url, ...options });
  all.push(made);
  return made;
}
/** The engine is killed and starts again on the same database. */
async function again(options: Parameters<typeof testInbox>[0] = {}): Promise<TestInbox> {
  await all.pop()?.kill();
  return open({ fresh: false, ...options });
}
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

describe('a change', () => {
  test('of one’s own is done there, and everybody sees it', async () => {
    const item = company.put(inboxItem());
    at = await open();
    await at.live();
    await at.run('claimItem', { item: item.id });
    expect(company.items.get(item.id)).toMatchObject({ state: 'claimed', by: dana });
    await at.run('noteItem', { item: item.id, text: '<b>Called</b> twice' });
    await at.run('assignItem', { item: item.id, to: dana.id });
    expect(await row(item)).toMatchObject({
      mine: true,
      state: 'claimed',
      assignedTo: dana,
      undelivered: [],
    });
    await at.run('finishItem', { item: item.id });
    expect(at.inbox.slice.value.counts).toMatchObject({ open: 0, done: 1 });
    await at.run('reopenItem', { item: item.id });
    expect((await row(item)).state).toBe('open');
    expect(company.log.actions.map(({ kind }) => kind)).toEqual([
      'claim',
      'note',
      'assign',
      'done',
      'reopen',
    ]);
  });

  test('too late says who was faster, and the item shows it', async () => {
    const item = company.put(inboxItem());
    at = await open();
    await at.live();
    company.play.silent = true;
    company.by(marc, 'claim', item.id);
    await expect(at.run('claimItem', { item: item.id })).rejects.toMatchObject({
      fault: { code: 'taken-by', about: marc.name },
    });
    expect(await row(item)).toMatchObject({ state: 'claimed', by: marc, mine: false, refused: [] });
  });

  test('without a connection is kept over the engine’s end, marked, and delivered once', async () => {
    const [one, two] = [inboxItem(), inboxItem()].map(company.put) as [InboxItem, InboxItem];
    at = await open();
    await at.live();
    await company.down();
    await at.state(({ state }) => state === 'lost', 'the loss is not seen');
    await at.run('claimItem', { item: one.id });
    await at.run('noteItem', { item: one.id, text: 'Kept.' });
    await at.run('finishItem', { item: two.id });
    expect(await row(one)).toMatchObject({ state: 'claimed', mine: true, undelivered: ['claim', 'note'] });
    at = await again();
    expect(at.inbox.slice.value).toMatchObject({ undelivered: 3, counts: { open: 1, mine: 1, done: 1 } });
    await company.up();
    at.inbox.mustHave().disturbed();
    await at.state(({ undelivered }) => undelivered === 0, 'not delivered');
    expect(company.log.actions.map(({ kind }) => kind)).toEqual(['claim', 'note', 'done']);
    expect(company.items.get(one.id)).toMatchObject({ state: 'claimed', notes: [{ text: 'Kept.' }] });
    expect(await row(one)).toMatchObject({ undelivered: [], notes: [{ text: 'Kept.' }] });
  });

  test('whose answer was lost is sent again under the same id, and not done twice', async () => {
    const item = company.put(inboxItem());
    at = await open();
    await at.live();
    company.play.actions.push('cut');
    void at.run('noteItem', { item: item.id, text: 'Once.' });
    await until(() => company.log.actions.length === 1, { message: 'not sent' });
    at = await again();
    await at.state(({ undelivered, state }) => state === 'live' && undelivered === 0, 'still waiting');
    expect(company.items.get(item.id)?.notes).toHaveLength(1);
  });

  test('that came too late while out of reach stays to be read, with who was faster', async () => {
    const item = company.put(inboxItem());
    at = await open();
    await at.live();
    await company.down();
    await at.state(({ state }) => state === 'lost', 'the loss is not seen');
    await at.run('claimItem', { item: item.id });
    company.by(marc, 'done', item.id);
    await company.up();
    at.inbox.mustHave().disturbed();
    await at.state(({ undelivered, state }) => state === 'live' && undelivered === 0, 'still waiting');
    const { refused } = await row(item);
    expect(refused).toMatchObject([{ kind: 'claim', code: 'taken', by: marc }]);
    expect(await row(item)).toMatchObject({ state: 'done', by: marc });
    await at.run('dismissRefused', { change: refused[0]?.id ?? '' });
    expect((await row(item)).refused).toEqual([]);
  });

  test('that is never taken does not hold up the others, and a note’s words are not lost', async () => {
    const item = company.put(inboxItem());
    at = await open();
    await at.live();
    await company.down();
    await at.state(({ state }) => state === 'lost', 'the loss is not seen');
    await at.run('noteItem', { item: item.id, text: 'bad' });
    await at.run('noteItem', { item: item.id, text: 'good' });
    await at.run('claimItem', { item: item.id });
    // The whole request is refused, and then the first one by itself.
    const refusal = { status: 400, body: { error: 'bad_request', message: 'no' } };
    company.play.actions.push(refusal, refusal);
    await company.up();
    at.inbox.mustHave().disturbed();
    await at.state(({ undelivered, state }) => state === 'live' && undelivered === 0, 'still waiting');
    expect((await row(item)).refused).toMatchObject([{ kind: 'note', code: 'invalid', text: 'bad' }]);
    expect(company.items.get(item.id)).toMatchObject({ state: 'claimed', notes: [{ text: 'good' }] });
  });

  test('that meets a proxy’s page instead of the company server is not taken for refused', async () => {
    const item = company.put(inboxItem());
    at = await open();
    await at.live();
    await company.down();
    await at.state(({ state }) => state === 'lost', 'the loss is not seen');
    await at.run('noteItem', { item: item.id, text: 'Kept.' });
    await at.run('claimItem', { item: item.id });
    for (const status of [404, 405, 404]) company.play.actions.push({ status, body: '<h1>No backend</h1>' });
    await company.up();
    at.inbox.mustHave().disturbed();
    await at.live();
    await until(() => at.logged.some((line) => line.startsWith('changes wait')), {
      message: 'no page is seen',
    });
    expect(await row(item)).toMatchObject({ undelivered: ['note', 'claim'], refused: [] });
    while (company.play.actions.length > 0) await at.run('reconnectInbox', {});
    await at.run('reconnectInbox', {});
    await at.state(({ undelivered }) => undelivered === 0, 'not delivered');
    expect(company.items.get(item.id)).toMatchObject({
      state: 'claimed',
      by: dana,
      notes: [{ text: 'Kept.' }],
    });
    expect((await row(item)).refused).toEqual([]);
  });

  test('of one operator is never sent under another’s name', async () => {
    const item = company.put(inboxItem());
    at = await open();
    await at.live();
    await company.down();
    await at.state(({ state }) => state === 'lost', 'the loss is not seen');
    await at.run('claimItem', { item: item.id });
    company.play.operator = marc;
    await company.up();
    at = await again();
    await at.live();
    await at.state(({ heldBack, undelivered }) => heldBack === 1 && undelivered === 0, 'not held back');
    expect(at.inbox.slice.value.me).toEqual(marc);
    expect((await row(item)).state).toBe('open');
    expect(company.log.actions).toEqual([]);
    company.play.operator = dana;
    at = await again();
    await at.state(
      ({ heldBack, undelivered, state }) => state === 'live' && heldBack + undelivered === 0,
      'kept',
    );
    expect(company.items.get(item.id)).toMatchObject({ by: dana });
  });

  test('that assigns what is claimed hands it over; what a colleague holds is taken over', async () => {
    const item = company.put(inboxItem());
    at = await open();
    await at.live();
    await at.run('claimItem', { item: item.id });
    await at.run('assignItem', { item: item.id, to: marc.id });
    expect(company.items.get(item.id)).toMatchObject({ state: 'open', assignedTo: marc, assignedBy: dana });
    expect(await row(item)).toMatchObject({ state: 'open', mine: false, assignedTo: marc });
    company.by(marc, 'claim', item.id);
    await until(async () => (await row(item)).by?.id === marc.id, { message: 'the claim is not seen' });
    expect(await codeOf(() => at.run('assignItem', { item: item.id, to: dana.id }))).toBe('taken-by');
    await at.run('claimItem', { item: item.id, from: marc.id });
    const taken = await row(item);
    expect(taken).toMatchObject({
      state: 'claimed',
      by: dana,
      mine: true,
      takeovers: [{ from: marc, by: dana }],
    });
    expect(taken.assignedTo).toBeUndefined();
  });

  test('that hands over or takes over out of reach looks as it will be, and is', async () => {
    const [ours, theirs, gone] = [inboxItem(), inboxItem(), inboxItem()].map(company.put) as [
      InboxItem,
      InboxItem,
      InboxItem,
    ];
    for (const { id } of [theirs, gone]) company.by(marc, 'claim', id);
    at = await open();
    await at.live();
    await at.run('claimItem', { item: ours.id });
    await company.down();
    await at.state(({ state }) => state === 'lost', 'the loss is not seen');
    await at.run('assignItem', { item: ours.id, to: marc.id });
    for (const { id } of [theirs, gone]) await at.run('claimItem', { item: id, from: marc.id });
    const seen = await Promise.all([ours, theirs].map(row));
    expect(seen).toMatchObject([
      { state: 'open', assignedTo: marc, assignedBy: dana, undelivered: ['assign'] },
      { state: 'claimed', by: dana, takeovers: [{ from: marc, by: dana }], undelivered: ['claim'] },
    ]);
    expect(seen[0]?.by).toBeUndefined();
    company.by(marc, 'done', gone.id);
    await company.up();
    at.inbox.mustHave().disturbed();
    await at.state(({ undelivered, state }) => state === 'live' && undelivered === 0, 'not delivered');
    expect(await Promise.all([ours, theirs].map(row))).toMatchObject([
      { state: 'open', assignedTo: marc },
      { state: 'claimed', by: dana },
    ]);
    expect((await row(gone)).refused).toMatchObject([{ kind: 'claim', code: 'taken', by: marc }]);
  });
});

describe('calling back', () => {
  test('claims and dials; what is done is only called', async () => {
    const [free, done] = [inboxItem(), inboxItem()].map(company.put) as [InboxItem, InboxItem];
    company.by(marc, 'done', done.id);
    at = await open();
    await at.live();
    expect(await at.run('callBack', { item: free.id })).toEqual({ call: 'c1' });
    await at.run('callBack', { item: done.id });
    expect(at.dialled).toEqual(['+17865550101', '+17865550101']);
    expect(company.items.get(free.id)).toMatchObject({ state: 'claimed', by: dana });
    expect(company.items.get(done.id)).toMatchObject({ state: 'done', by: marc });
    const mute = company.put(inboxItem({ number: undefined }));
    await at.state(({ counts }) => counts.open === 2, 'it does not come');
    expect(await codeOf(() => at.run('callBack', { item: mute.id }))).toBe('not-a-number');
  });

  test('what somebody else has, or has just taken, is called only when it is wanted anyway', async () => {
    const [theirs, lost] = [inboxItem(), inboxItem()].map(company.put) as [InboxItem, InboxItem];
    company.by(marc, 'claim', theirs.id);
    at = await open();
    await at.live();
    company.play.silent = true;
    company.by(marc, 'claim', lost.id);
    for (const { id: item } of [theirs, lost])
      await expect(at.run('callBack', { item })).rejects.toMatchObject({
        fault: { code: 'taken-by', about: marc.name },
      });
    expect(at.dialled).toEqual([]);
    await at.run('callBack', { item: theirs.id, anyway: true });
    expect(at.dialled).toHaveLength(1);
    expect(company.items.get(theirs.id)).toMatchObject({ by: marc });
  });

  test('dials at once while the company server is out of reach, and keeps the claim', async () => {
    const item = company.put(inboxItem());
    at = await open();
    await at.live();
    await company.down();
    await at.state(({ state }) => state === 'lost', 'the loss is not seen');
    await at.run('callBack', { item: item.id });
    expect(at.dialled).toHaveLength(1);
    expect(await row(item)).toMatchObject({ mine: true, undelivered: ['claim'] });
  });

  test('that comes to no call leaves the item to the next one', async () => {
    const item = company.put(inboxItem());
    at = await open();
    await at.live();
    at.failDialling(new FaultError('line-not-ready'));
    expect(await codeOf(() => at.run('callBack', { item: item.id }))).toBe('line-not-ready');
    expect(company.items.get(item.id)?.state).toBe('open');
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
    at = await testInbox();
    all.push(at);
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
