/** The company server's client over real HTTP: what it does when the wire misbehaves. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  connectCompanion,
  type Companion,
  type CompanionOptions,
} from '../../../../lib/providers/companion/companion.ts';
import { readItem } from '../../../../lib/providers/companion/shapes.ts';
import type { StreamEvent } from '../../../../lib/providers/companion/stream.ts';
import { until } from '../../../support/facts.ts';
import {
  dana,
  inboxItem,
  marc,
  playCompanion,
  type PlayedCompanion,
} from '../../../support/played-companion.ts';

let company: PlayedCompanion;
let client: Companion | undefined;
let events: StreamEvent[];
let states: string[];
let logged: string[];
let cursor: string | undefined;

beforeEach(async () => {
  company = await playCompanion();
  [events, states, logged, cursor] = [[], [], [], undefined];
});
afterEach(async () => {
  client?.stop();
  client = undefined;
  await company.stop();
});

function connect(options: Partial<CompanionOptions> = {}): Companion {
  client = connectCompanion({
    url: company.url,
    fetch: (input, init) => fetch(input, init),
    log: (line) => logged.push(line),
    cursor: () => cursor,
    hear(event) {
      events.push(event);
      if (event.type === 'ready' || event.type === 'items') cursor = event.cursor ?? cursor;
    },
    onSession: () => undefined,
    onState: (state, fault) => states.push(fault ? `${state} ${fault.code}` : state),
    ...options,
  });
  return client;
}
const live = (times = 1) =>
  until(() => states.filter((one) => one === 'live').length >= times, { message: () => states.join(', ') });
const items = () => events.flatMap((event) => (event.type === 'items' ? event.items : []));

describe('the stream', () => {
  test('that falls silent is begun anew after the cursor, and nothing comes twice', async () => {
    const item = company.put(inboxItem());
    connect({ patience: 150 });
    await live(2);
    expect(company.log.streams.slice(0, 2)).toEqual([undefined, String(item.rev)]);
    expect(items()).toHaveLength(1);
    expect(states).toContain('lost service-unreachable');
  });

  test('whose server only says that it is there is kept', async () => {
    connect({ patience: 300 });
    await live();
    for (let beat = 0; beat < 20; beat++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      company.beat();
    }
    expect(company.log.streams).toHaveLength(1);
  });

  test('passes over what it does not know, and tells of what it cannot read', async () => {
    connect();
    await live();
    company.tell('later', { version: 2 });
    company.raw('event: items\ndata: {"items": [\n\n');
    company.tell('items', { things: [] });
    company.tell('items', { items: [7, {}, inboxItem({ id: 'good' })] });
    await until(() => items().length > 0, { message: 'nothing comes' });
    expect(items().map(({ id }) => id)).toEqual(['good']);
    expect(logged.filter((line) => line.startsWith('inbox: '))).toEqual([
      'inbox: an event items is no JSON',
      'inbox: an event items does not fit',
      'inbox: something came that is no item',
      expect.stringMatching(/^inbox: item without an id does not fit in id, rev/),
    ]);
  });

  test('comes in pieces as the network likes them', async () => {
    connect();
    await live();
    const item = inboxItem({ name: 'Zoë 🦉 Ω' });
    const bytes = new TextEncoder().encode(
      `event: items\nid: 9\ndata: ${JSON.stringify({ items: [item] })}\n\n`,
    );
    for (let at = 0; at < bytes.length; at += 7) company.raw(bytes.slice(at, at + 7));
    await until(() => items().length > 0, { message: 'nothing comes' });
    expect(items()[0]).toEqual(item);
  });

  test('ends with its token, which is no loss', async () => {
    connect();
    await live();
    company.endStreams();
    await live(2);
    expect(states).toEqual(['connecting', 'live', 'live']);
  });

  test('is had again by itself when the server is back', async () => {
    connect();
    await live();
    await company.down();
    await until(() => states.at(-1)?.startsWith('lost'), { message: 'the loss is not seen' });
    await company.up();
    await live(2);
  });
});

describe('a request', () => {
  const note = (text: string) => ({
    id: crypto.randomUUID(),
    item: 'x',
    kind: 'note' as const,
    at: new Date().toISOString(),
    text,
  });

  test('is never sent for somebody who is no longer signed in', async () => {
    const companion = connect();
    await live();
    await expect(companion.act([note('a')], marc.id)).rejects.toMatchObject({
      fault: { code: 'sign-in-needed' },
    });
    // Another operator signs in at the same browser, and the token is renewed on the way.
    company.play.operator = marc;
    company.play.expired = company.log.tokens + 1;
    await expect(companion.act([note('b')], dana.id)).rejects.toMatchObject({
      fault: { code: 'sign-in-needed' },
    });
    expect(company.log.actions).toEqual([]);
  });

  test.each([
    [503, 'service-unreachable'],
    [429, 'service-unreachable'],
    [403, 'service-forbidden'],
    [422, 'service-refused'],
    [404, 'service-unreachable'],
    [405, 'service-unreachable'],
  ])('that is answered with %i says %s', async (status, code) => {
    const companion = connect();
    await live();
    company.play.actions.push({ status, body: { error: 'x', message: 'why' } });
    await expect(companion.act([note('a')], dana.id)).rejects.toMatchObject({
      fault: { code, said: `${status} why` },
    });
  });

  test.each([400, 403, 404, 405, 413])(
    'that a proxy answers with %i and a page of its own is worth another try',
    async (status) => {
      const companion = connect();
      await live();
      company.play.actions.push({ status, body: '<h1>Something else</h1>' });
      await expect(companion.act([note('a')], dana.id)).rejects.toMatchObject({
        fault: { code: 'service-unreachable', said: String(status) },
      });
    },
  );

  test('for a token that meets a proxy’s page goes on by itself once it was let in', async () => {
    connect();
    await live();
    company.play.token = { status: 404, body: '<h1>No backend</h1>' };
    company.play.expired = company.log.tokens + 1;
    company.endStreams();
    await until(() => states.includes('lost sign-in-unreachable'), { message: () => states.join(', ') });
    company.play.token = undefined;
    await live(2);
    expect(states.some((one) => one.startsWith('needed'))).toBe(false);
  });

  test('whose answer is no answer is none', async () => {
    const companion = connect();
    await live();
    company.play.actions.push({ status: 200, body: { hello: 1 } });
    await expect(companion.act([note('a')], dana.id)).rejects.toMatchObject({
      fault: { code: 'service-unreachable' },
    });
    expect(await companion.people()).toEqual([dana, marc]);
  });
});

test('an item keeps whatever fits, and texts are cut where they are longer than was agreed', () => {
  const log: string[] = [];
  const read = (raw: object) => readItem(raw, (line) => log.push(line));
  const good = inboxItem();
  expect(read(good)).toEqual(good);
  expect(read({ ...good, text: 'x'.repeat(20_000) })?.text).toHaveLength(10_000);
  expect(log).toEqual([]);
  const bad = read({
    ...good,
    fields: 'none',
    notes: [{ id: 1 }],
    outcome: null,
    snoozedUntil: 'soon',
    appointment: { date: 'Tuesday' },
    urgent: 'yes',
  });
  expect(bad).toMatchObject({
    id: good.id,
    rev: good.rev,
    name: good.name,
    needsReview: true,
    urgent: false,
  });
  expect(bad).toMatchObject({ fields: {}, notes: [], outcome: { state: 'pending' } });
  expect(log[0]).toContain('urgent, appointment, fields, outcome, snoozedUntil, notes');
});
