/** What is changed in the Inbox, over real HTTP: in reach, out of reach, and who was faster. */
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

/** The company server is gone, and that is known. */
async function outOfReach(): Promise<void> {
  await company.down();
  await at.state(({ state }) => state === 'lost', 'the loss is not seen');
}

const row = async (item: InboxItem): Promise<InboxEntry> => at.run('readItem', { item: item.id });

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
    await outOfReach();
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
    await outOfReach();
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
    await outOfReach();
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
    await outOfReach();
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
    await outOfReach();
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
    await outOfReach();
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
    await outOfReach();
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
