/** The Inbox's contract (docs/inbox-api.md), asked as a phone asks: over HTTP, on both databases. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../test/support/facts.ts';
import type { InboxItem } from '../inbox/item.ts';
import { inboxTokens } from '../inbox/token.ts';
import {
  type Desk,
  digestOf,
  itemsOf,
  KEY,
  openDesk,
  type Place,
  post,
  sessionOf,
  tell,
  TENANT_ID,
  tenantWith,
  tokenOf,
} from './support/desk.ts';
import { freshDirectory, onBothStores } from './support/stores.ts';
import { readInbox, readLive } from './support/sse.ts';

const ANNE = 'anne@crm.example';
const BERT = 'bert@crm.example';
const OTHER_KEY = 'csk_test_not-a-secret-1111111111';
const OTHER_ID = '00000000-0000-4000-8000-0000000000bb';

const message = (text = 'Call me about the quote') => ({
  caller_name: 'Sample Caller',
  caller_phone: '305-555-0102',
  message: text,
});

onBothStores((freshPlace) => {
  let place: Place;
  let desk: Desk;
  let anne: string;
  let bert: string;

  beforeAll(async () => {
    place = await freshPlace();
    const tenants = [
      tenantWith({ operators: ['@crm.example', 'Boss@elsewhere.example'] }),
      tenantWith({ id: OTHER_ID, keyDigests: [digestOf(OTHER_KEY)], operators: ['dora@other.example'] }),
    ];
    desk = await openDesk(place, { tenants });
    anne = await tokenOf(desk.url, ANNE, 'Anne Sample');
    bert = await tokenOf(desk.url, BERT);
  });
  afterAll(() => desk.stop());

  const ask = async (path: string, token: string, body?: unknown) => {
    const response = await fetch(`${desk.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  interface Result {
    ok: boolean;
    code?: string;
    by?: { id: string };
    item?: InboxItem;
  }
  const act = async (token: string, item: string, kind: string, more: object = {}): Promise<Result> => {
    const action = { id: crypto.randomUUID(), item, kind, at: new Date().toISOString(), ...more };
    const { body } = await ask('/inbox/actions', token, { actions: [action] });
    return (body['results'] as Result[])[0] ?? { ok: false };
  };

  /** A new item, by a tool call. */
  const newItem = async (text?: string): Promise<InboxItem> => {
    const call = crypto.randomUUID();
    await tell(desk.url, 'leave_message', message(text), call);
    const found = (await itemsOf(desk)).find(({ callId }) => callId === call);
    if (!found) throw new Error('nothing was kept');
    return found;
  };

  describe('tokens', () => {
    it('carry the operator and the tenant', async () => {
      const response = await fetch(`${desk.url}/inbox-token`, {
        method: 'POST',
        headers: await sessionOf(ANNE, 'Anne Sample'),
      });
      expect(await response.json()).toEqual({
        token: expect.any(String),
        expiresAt: expect.any(String),
        operator: { id: ANNE, name: 'Anne Sample' },
        tenant: TENANT_ID,
      });
    });

    it('are given to operators only, each of their own tenant', async () => {
      const from = async (email: string) => {
        const response = await fetch(`${desk.url}/inbox-token`, {
          method: 'POST',
          headers: await sessionOf(email),
        });
        return { status: response.status, ...((await response.json()) as object) };
      };
      expect(await from('stranger@evil.example')).toMatchObject({ status: 403, error: 'not_an_operator' });
      expect(await from('boss@elsewhere.example')).toMatchObject({ status: 200, tenant: TENANT_ID });
      expect(await from('dora@other.example')).toMatchObject({ status: 200, tenant: OTHER_ID });
      const none = await fetch(`${desk.url}/inbox-token`, { method: 'POST' });
      expect([none.status, await none.json()]).toMatchObject([401, { error: 'not_signed_in' }]);
    });

    it('that are none, or have run out, are refused everywhere', async () => {
      const forged = await inboxTokens(new Uint8Array(32)).issue({ id: ANNE }, TENANT_ID);
      for (const token of ['', 'guess', forged.token]) {
        for (const path of ['/inbox/stream', '/inbox/people', '/inbox/search'])
          expect(await ask(path, token)).toMatchObject({ status: 401, body: { error: 'token_invalid' } });
        expect((await ask('/inbox/actions', token, { actions: [] })).status).toBe(401);
      }
      const { SignJWT } = await import('jose');
      const old = await new SignJWT({ tenant: TENANT_ID, sub: ANNE, aud: 'ringside-inbox' })
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime(1_000_000)
        .sign(desk.toolCalls.tokenSecret);
      expect(await ask('/inbox/people', old)).toMatchObject({
        status: 401,
        body: { error: 'token_expired' },
      });
    });

    it('stay good when the companion starts anew', async () => {
      const again = await openDesk(place, { tenants: [tenantWith()] });
      const response = await fetch(`${again.url}/inbox/people`, {
        headers: { authorization: `Bearer ${anne}` },
      });
      expect(response.status).toBe(200);
      await again.stop();
    });
  });

  describe('the stream', () => {
    it('gives all there is, then what comes, and everything once after a gap', async () => {
      await newItem();
      const reader = await readLive(desk.url, anne);
      expect([...reader.items.values()].map(({ id }) => id).toSorted()).toEqual(
        (await itemsOf(desk)).map(({ id }) => id).toSorted(),
      );
      const live = await newItem('Live');
      await until(() => reader.items.has(live.id), { message: 'the new item did not come' });
      const item = reader.items.get(live.id);
      expect(item).toMatchObject({
        kind: 'message',
        tool: 'leave_message',
        number: '+13055550102',
        numberAsGiven: '305-555-0102',
        name: 'Sample Caller',
        text: 'Live',
        urgent: false,
        needsReview: false,
        outcome: { state: 'done', status: 'saved', spoken: expect.stringMatching(/\w/) },
        state: 'open',
        fields: {},
        notes: [],
      });
      reader.close();
      const missed = [];
      for (let turn = 0; turn < 5; turn += 1) missed.push((await newItem(`Missed ${turn}`)).id);
      for (const where of [{ after: reader.cursor() ?? '' }, { lastEventId: reader.cursor() ?? '' }]) {
        const back = await readLive(desk.url, anne, where);
        expect(back.events.map(({ name }) => name)).toEqual(['items', 'ready']);
        expect([...back.items.keys()]).toEqual(missed);
        back.close();
      }
    });

    it('begins anew with a cursor of another database, or from the future', async () => {
      const item = await newItem();
      const known = (await desk.toolCalls.store.revisions(TENANT_ID)).epoch;
      for (const after of ['00000000.1', `${known}.zzzzz`, 'nonsense', '<script>']) {
        const reader = await readLive(desk.url, anne, { after: encodeURIComponent(after) });
        expect(reader.events[0]?.name).toBe('reset');
        expect(reader.items.has(item.id)).toBe(true);
        reader.close();
      }
    });

    it("shows nothing of another tenant's", async () => {
      const dora = await tokenOf(desk.url, 'dora@other.example');
      const reader = await readLive(desk.url, dora);
      const call = {
        function: 'leave_message',
        args: message('For the others'),
        call_id: 'x',
        tenant_id: OTHER_ID,
      };
      await newItem('Not for the others');
      expect((await post(desk.url, call, { authorization: `Bearer ${OTHER_KEY}` })).http).toBe(200);
      await until(() => reader.items.size > 0, { message: 'nothing came' });
      expect([...reader.items.values()].map(({ text }) => text)).toEqual(['For the others']);
      const mine = await newItem();
      expect(await act(dora, mine.id, 'claim')).toMatchObject({ ok: false, code: 'not_found' });
      expect((await ask('/inbox/search?q=quote', dora)).body).toEqual({ items: [] });
      reader.close();
    });

    it('tells of what the retention removes', async () => {
      const item = await newItem('To be removed');
      const kept = await newItem('To be kept');
      await act(anne, item.id, 'done');
      const reader = await readLive(desk.url, anne);
      expect(reader.items.has(item.id)).toBe(true);
      const cursor = reader.cursor();
      const now = Date.now() + 91 * 86_400_000;
      expect(await desk.toolCalls.store.sweep({ now, days: 90, repliesBefore: 0 })).toBe(1);
      await until(() => !reader.items.has(item.id), { message: 'it was not told that it is gone' });
      expect(reader.items.has(kept.id)).toBe(true);
      reader.close();
      const back = await readLive(desk.url, anne, { after: cursor ?? '' });
      expect(back.events).toMatchObject([{ name: 'gone', data: { ids: [item.id] } }, { name: 'ready' }]);
      back.close();
      // Once even that is forgotten, who was away so long begins anew.
      await desk.toolCalls.store.sweep({ now: now + 31 * 86_400_000, days: 3650, repliesBefore: 0 });
      const late = await readLive(desk.url, anne, { after: cursor ?? '' });
      expect(late.events[0]?.name).toBe('reset');
      expect(late.items.has(kept.id)).toBe(true);
      late.close();
    });

    it('of a reader that takes nothing is dropped, and loses nothing', async () => {
      const socket = await deaf(desk.url, anne);
      const before = desk.toolCalls.streams.count();
      const long = 'x'.repeat(50_000);
      for (let turn = 0; desk.toolCalls.streams.count() === before && turn < 400; turn += 1)
        await tell(desk.url, 'leave_message', message(`${turn} ${long}`));
      expect(desk.toolCalls.streams.count()).toBe(before - 1);
      socket.destroy();
    }, 60_000);

    it('ends with its token', async () => {
      const { SignJWT } = await import('jose');
      const short = await new SignJWT({ tenant: TENANT_ID, sub: ANNE, aud: 'ringside-inbox' })
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime(Math.floor(Date.now() / 1000) + 2)
        .sign(desk.toolCalls.tokenSecret);
      const reader = await readInbox(desk.url, short);
      await until(() => reader.ended, { message: 'it goes on' });
    });
  });

  describe('actions', () => {
    let item: InboxItem;
    beforeEach(async () => {
      item = await newItem();
    });

    it('of two who claim an item, one wins and the other sees who', async () => {
      const results = await Promise.all([act(anne, item.id, 'claim'), act(bert, item.id, 'claim')]);
      const [won, lost] = results[0].ok ? results : results.toReversed();
      expect(won?.item?.state).toBe('claimed');
      expect(lost).toMatchObject({ ok: false, code: 'taken', by: won?.item?.by, item: { state: 'claimed' } });
    });

    it('claim, release, done and reopen, by their rules', async () => {
      expect(await act(anne, item.id, 'claim')).toMatchObject({
        ok: true,
        item: { state: 'claimed', by: { id: ANNE, name: 'Anne Sample' } },
      });
      expect((await act(anne, item.id, 'claim')).ok).toBe(true);
      for (const kind of ['claim', 'release', 'done'])
        expect(await act(bert, item.id, kind)).toMatchObject({ ok: false, code: 'taken', by: { id: ANNE } });
      const free = await act(anne, item.id, 'release');
      expect(free.item).toMatchObject({ state: 'open' });
      expect(free.item?.by).toBeUndefined();
      expect((await act(bert, item.id, 'done')).item).toMatchObject({ state: 'done', by: { id: BERT } });
      expect(await act(anne, item.id, 'done')).toMatchObject({ code: 'taken', by: { id: BERT } });
      expect(await act(bert, item.id, 'release')).toMatchObject({ code: 'invalid' });
      expect((await act(anne, item.id, 'reopen')).item?.state).toBe('open');
    });

    it('snooze, assign and note', async () => {
      const until = new Date(Date.now() + 3_600_000).toISOString();
      expect((await act(anne, item.id, 'snooze', { until })).item?.snoozedUntil).toBe(until);
      expect((await act(bert, item.id, 'snooze')).item?.snoozedUntil).toBeUndefined();
      expect((await act(anne, item.id, 'assign', { to: BERT })).item?.assignedTo).toEqual({ id: BERT });
      expect(await act(anne, item.id, 'assign', { to: 'nobody@crm.example' })).toMatchObject({
        code: 'invalid',
      });
      expect((await act(anne, item.id, 'assign')).item?.assignedTo).toBeUndefined();
      await act(anne, item.id, 'claim');
      expect(await act(bert, item.id, 'assign', { to: BERT })).toMatchObject({ code: 'taken' });
      const noted = await act(bert, item.id, 'note', { text: 'Called\u0000 <b>twice</b>' });
      expect(noted.item?.notes).toMatchObject([{ by: { id: BERT }, text: 'Called <b>twice</b>' }]);
      expect(await act(bert, item.id, 'note', { text: ' \u0000 ' })).toMatchObject({ code: 'invalid' });
    });

    it('hand over what is assigned while one has it', async () => {
      await act(anne, item.id, 'claim');
      const kept = await act(anne, item.id, 'assign', { to: ANNE });
      expect(kept.item).toMatchObject({ state: 'claimed', by: { id: ANNE }, assignedTo: { id: ANNE } });
      const given = await act(anne, item.id, 'assign', { to: BERT });
      expect(given.item).toMatchObject({ state: 'open', assignedTo: { id: BERT }, assignedBy: { id: ANNE } });
      expect(given.item?.by).toBeUndefined();
      expect(await act(bert, item.id, 'claim')).toMatchObject({ ok: true, item: { by: { id: BERT } } });
      const free = await act(bert, item.id, 'assign');
      expect(free.item).toMatchObject({ state: 'claimed', by: { id: BERT } });
      expect([free.item?.assignedTo, free.item?.assignedBy]).toEqual([undefined, undefined]);
    });

    it('take over from the one who is named, and say so in the item', async () => {
      await act(anne, item.id, 'claim');
      await act(anne, item.id, 'assign', { to: ANNE });
      expect(await act(bert, item.id, 'claim', { from: BERT })).toMatchObject({
        code: 'taken',
        by: { id: ANNE },
      });
      const taken = await act(bert, item.id, 'claim', { from: ANNE });
      expect(taken.item).toMatchObject({
        state: 'claimed',
        by: { id: BERT },
        takeovers: [{ from: { id: ANNE, name: 'Anne Sample' }, by: { id: BERT } }],
      });
      expect(taken.item?.assignedTo).toBeUndefined();
      // Of two who take over from the same one, the second is told who has it now.
      expect(await act(anne, item.id, 'claim', { from: ANNE })).toMatchObject({
        code: 'taken',
        by: { id: BERT },
      });
      await act(bert, item.id, 'done');
      expect(await act(anne, item.id, 'claim', { from: BERT })).toMatchObject({
        code: 'taken',
        by: { id: BERT },
      });
    });

    it('that come again change nothing, and get their first answer', async () => {
      const action = {
        id: crypto.randomUUID(),
        item: item.id,
        kind: 'note',
        at: new Date().toISOString(),
        text: 'Once',
      };
      const first = await ask('/inbox/actions', anne, { actions: [action, action] });
      const again = await ask('/inbox/actions', anne, { actions: [action] });
      for (const result of [...(first.body['results'] as Result[]), ...(again.body['results'] as Result[])])
        expect(result).toMatchObject({ ok: true, item: { notes: [{ text: 'Once' }] } });
      const taken = { ...action, id: crypto.randomUUID(), kind: 'claim' };
      await act(bert, item.id, 'claim');
      await ask('/inbox/actions', anne, { actions: [taken] });
      await act(bert, item.id, 'release');
      const late = await ask('/inbox/actions', anne, { actions: [taken] });
      expect(late.body).toMatchObject({ results: [{ ok: false, code: 'taken', by: { id: BERT } }] });
    });

    it('that make no sense are answered one by one', async () => {
      const good = { id: crypto.randomUUID(), item: item.id, kind: 'claim', at: new Date().toISOString() };
      const actions = [
        { ...good, kind: 'delete' },
        good,
        'text',
        { ...good, id: 'no-uuid' },
        { ...good, at: 'today' },
      ];
      const { body } = await ask('/inbox/actions', anne, { actions });
      expect(body['results']).toMatchObject([
        { ok: false, code: 'invalid', id: good.id },
        { ok: true },
        { ok: false, code: 'invalid', id: '' },
        { ok: false, code: 'invalid', id: 'no-uuid' },
        { ok: false, code: 'invalid' },
      ]);
      expect(
        (await ask('/inbox/actions', anne, { actions: Array.from({ length: 101 }, () => good) })).status,
      ).toBe(400);
      expect((await ask('/inbox/actions', anne, [])).status).toBe(400);
      expect((await ask('/inbox/actions', anne, { actions: ['x'.repeat(3_000_000)] })).status).toBe(413);
    });

    it('reach the streams of all', async () => {
      const readers = await Promise.all([readLive(desk.url, anne), readLive(desk.url, bert)]);
      await act(anne, item.id, 'claim');
      for (const reader of readers) {
        await until(() => reader.items.get(item.id)?.by?.id === ANNE, { message: 'the claim did not come' });
        reader.close();
      }
    });
  });

  it('knows the people: those who were here, and those who are named', async () => {
    const { body } = await ask('/inbox/people', anne);
    const people = body['people'] as { id: string }[];
    expect(people).toContainEqual({ id: ANNE, name: 'Anne Sample' });
    expect(people.map(({ id }) => id)).toEqual(expect.arrayContaining([BERT, 'boss@elsewhere.example']));
    expect(people.some(({ id }) => id.startsWith('@') || id.includes('other'))).toBe(false);
  });

  it('finds words and digits, newest first, page by page', async () => {
    const ids: string[] = [];
    for (let turn = 0; turn < 53; turn += 1)
      ids.unshift((await newItem(`Über Müller's 100%_roof ${turn}`)).id);
    const page = async (query: string) =>
      (await ask(`/inbox/search?q=${query}`, anne)).body as unknown as {
        items: InboxItem[];
        before?: string;
      };
    const first = await page('muller+ROOF');
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 50));
    const second = await page(`muller+ROOF&before=${first.before}`);
    expect(second).toMatchObject({ items: ids.slice(50).map((id) => ({ id })) });
    expect(second.before).toBeUndefined();
    expect((await page('(305)+555-0102+muller')).items).toHaveLength(50);
    expect((await page("'+UNION+SELECT+--")).items).toEqual([]);
    expect((await ask('/inbox/search?q=x&before=%27', anne)).status).toBe(400);
  });
});

/** Asks for a stream and reads nothing of it. */
async function deaf(url: string, token: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET /inbox/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  await once(socket, 'readable');
  return socket;
}

it('says so where no session is set up, and where nothing receives calls', async () => {
  const desk = await openDesk({ directory: freshDirectory() }, {}, { sessions: [] });
  const off = await fetch(`${desk.url}/inbox-token`, { method: 'POST' });
  expect([off.status, await off.json()]).toMatchObject([503, { error: 'inbox_not_configured' }]);
  const without = await fetch(`${desk.url}/operator-token`, { method: 'POST' });
  expect([without.status, await without.json()]).toMatchObject([503, { error: 'tokens_not_configured' }]);
  const page = await post(desk.url, {}, { authorization: `Bearer ${KEY}`, origin: 'https://evil.example' });
  expect([page.http, page.headers.get('access-control-allow-origin')]).toEqual([400, null]);
  await desk.stop();
});
