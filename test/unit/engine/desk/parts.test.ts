import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Call } from '../../../../lib/call/call.ts';
import { offered } from '../../../../lib/call/registry.ts';
import { ContactIndex } from '../../../../lib/engine/desk/contact-index.ts';
import { exported } from '../../../../lib/engine/desk/export.ts';
import { merged, outcomeOf, passes, rowOf } from '../../../../lib/engine/desk/past.ts';
import { createReread } from '../../../../lib/engine/desk/reread.ts';
import { sameNumber } from '../../../../lib/engine/desk/same-number.ts';
import { keepScreenPop, popUrl } from '../../../../lib/engine/desk/screen-pop.ts';
import { keptLines, withRecord, withSpoken } from '../../../../lib/engine/desk/transcript.ts';
import type { HistoryRow, TranscriptLine } from '../../../../lib/mirror/desk.ts';
import { emptySlices, type SettingsSlice } from '../../../../lib/mirror/slices.ts';
import type { CallRow, ContactRow } from '../../../../lib/providers/provider.ts';

describe('contacts', () => {
  const book = (rows: Partial<ContactRow>[]) => {
    const index = new ContactIndex();
    for (const [at, row] of rows.entries()) index.put({ id: String(at), name: '', ...row });
    return index;
  };
  const names = (index: ContactIndex, query: string) =>
    index.search(query, 0, 10).rows.map((row) => row.name);

  test('are found by the beginning of any word first, then by any part, in the order of names', () => {
    const index = book([{ name: 'Roxana' }, { name: 'Bruno Anders' }, { name: 'Ana' }, { name: 'anabel' }]);
    expect(names(index, 'ana')).toEqual(['Ana', 'anabel', 'Roxana']);
    expect(names(index, 'and')).toEqual(['Bruno Anders']);
    expect(names(index, '')).toEqual(['Ana', 'anabel', 'Bruno Anders', 'Roxana']);
  });

  test('without accents and case, with several words, by e-mail', () => {
    const index = book([{ name: 'José Núñez' }, { name: 'Łukasz', email: 'l@example.com' }]);
    expect(names(index, 'nunez JOSE')).toEqual(['José Núñez']);
    expect(names(index, 'example.com')).toEqual(['Łukasz']);
    expect(names(index, 'jose x')).toEqual([]);
  });

  test('by any part of the number, as it is dialled at home too', () => {
    const index = book([{ name: 'Berlin', number: '+4930901820' }]);
    for (const query of ['0309018', '+49 30', '(030) 901', '901820'])
      expect(names(index, query)).toEqual(['Berlin']);
  });

  test('a changed number no longer names the old one', () => {
    const index = book([{ name: 'A', number: '+17865550101' }]);
    index.put({ id: '0', name: 'A', number: '+17865550102' });
    expect(index.byNumber('+17865550101')).toBeUndefined();
    expect(index.byNumber('+17865550102')?.name).toBe('A');
    index.keep(new Set());
    expect([index.size, index.byNumber('+17865550102')]).toEqual([0, undefined]);
  });
});

describe('a transcript', () => {
  const piece = (line: string, text: string, final = false, who: TranscriptLine['who'] = 'caller') => ({
    callUuid: 'u',
    line,
    text,
    final,
    who,
  });
  const told = (...pieces: ReturnType<typeof piece>[]) =>
    pieces.reduce<readonly TranscriptLine[]>((lines, one) => withSpoken(lines, one), []);

  test('grows by pieces, and the final text replaces them', () => {
    expect(told(piece('1', 'Hel'), piece('1', 'lo'), piece('2', 'Hi', false, 'ai'))).toMatchObject([
      { id: '1', text: 'Hello', final: false },
      { id: '2', text: 'Hi', who: 'ai' },
    ]);
    expect(told(piece('1', 'Hel'), piece('1', 'Hello.', true))).toMatchObject([
      { text: 'Hello.', final: true },
    ]);
  });

  test('nothing comes after the final text, and twice is once', () => {
    const lines = told(piece('1', 'Hello.', true), piece('1', 'lo'), piece('1', 'Hello.', true));
    expect(lines).toMatchObject([{ text: 'Hello.', final: true }]);
    expect(withSpoken(lines, piece('1', 'late'))).toBe(lines);
  });

  test('lines stand by the time they were said, whenever they come; without one, where they came', () => {
    const said = (line: string, at?: number) => ({ ...piece(line, line, true), at });
    expect(told(said('c', 30), said('a', 10), said('b', 20), piece('x', '…'), said('d', 40))).toMatchObject(
      ['a', 'b', 'c', 'd', 'x'].map((id) => ({ id })),
    );
    expect(told(said('b', 20), said('then'), said('a', 10)).map(({ id }) => id)).toEqual(['a', 'b', 'then']);
  });

  test('a piece that comes twice is one', () => {
    expect(told(piece('1', 'Hel'), piece('1', 'Hel'), piece('1', 'lo'), piece('1', 'lo'))).toMatchObject([
      { text: 'Hello' },
    ]);
  });

  test('is bounded, oldest out first', () => {
    const lines = told(...Array.from({ length: keptLines + 50 }, (_, at) => piece(String(at), 'x', true)));
    expect([lines.length, lines[0]?.id]).toEqual([keptLines, '50']);
  });

  test('what is on record replaces and fills in; what is still being said stays last', () => {
    const lines = told(piece('3', 'and I'), piece('1', 'Hel', false));
    const line = (id: string, at: number): TranscriptLine => ({ id, who: 'ai', text: id, final: true, at });
    expect(withRecord(lines, [line('1', 10), line('2', 20)]).map((one) => one.id)).toEqual(['1', '2', '3']);
  });
});

describe('reading again', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('10 000 pokes while one read runs are one more read', async () => {
    let reads = 0;
    const reread = createReread(async () => {
      reads += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    for (let times = 0; times < 5000; times++) reread.poke();
    await vi.advanceTimersByTimeAsync(10);
    for (let times = 0; times < 5000; times++) reread.poke();
    await vi.advanceTimersByTimeAsync(5000);
    expect(reads).toBe(2);
  });

  test('who asks for a fresh one waits for a read that began later', async () => {
    const order: string[] = [];
    const reread = createReread(async () => {
      order.push('begin');
      await new Promise((resolve) => setTimeout(resolve, 50));
      order.push('end');
    });
    reread.poke();
    await vi.advanceTimersByTimeAsync(10);
    void reread.fresh().then(() => order.push('told'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(order).toEqual(['begin', 'end', 'begin', 'end', 'told']);
  });

  test('stopped, it lets go of who waits', async () => {
    const reread = createReread(() => Promise.resolve());
    const waited = reread.fresh();
    reread.stop();
    await waited;
    await reread.fresh();
  });
});

describe('the history', () => {
  const ours = (facts: Partial<HistoryRow> = {}): HistoryRow => ({
    id: 'ours',
    direction: 'incoming',
    party: { number: '+17865550101', name: 'Ana' },
    startedAt: 1_000_000,
    answeredAt: 1_005_000,
    endedAt: 1_065_000,
    outcome: { kind: 'completed' },
    ...facts,
  });
  const theirs = (facts: Partial<CallRow> = {}): CallRow => ({
    callUuid: 'u',
    direction: 'incoming',
    number: '+17865550101',
    startedAt: 1_020_000,
    endedAt: 1_066_000,
    seconds: 46,
    status: 'completed',
    ours: true,
    ...facts,
  });
  const row = (facts: Partial<CallRow> = {}) => rowOf(theirs(facts), { number: theirs(facts).number });

  test.each([
    ['completed', 'incoming', 'completed'],
    ['busy', 'outgoing', 'busy'],
    ['no_answer', 'incoming', 'missed'],
    ['no_answer', 'outgoing', 'no-answer'],
    ['canceled', 'incoming', 'missed'],
    ['canceled', 'outgoing', 'cancelled'],
    ['something_new', 'incoming', 'failed'],
  ] as const)('%s, %s', (status, direction, kind) => {
    expect(outcomeOf(theirs({ status, direction, seconds: 0 }))?.kind).toBe(kind);
  });

  test('an unknown end with seconds was a talk; a call that goes on has no outcome', () => {
    expect(outcomeOf(theirs({ status: 'wrapped' }))).toEqual({ kind: 'completed', said: 'wrapped' });
    expect(outcomeOf(theirs({ status: 'ringing', endedAt: undefined }))).toBeUndefined();
  });

  test('one call known twice is one row, ours with their id; others stand beside it, newest first', () => {
    const far = row({ callUuid: 'far', startedAt: 2_000_000 });
    const all = merged([ours()], [row(), far], new Map());
    expect(all.map(({ id, callUuid }) => [id, callUuid])).toEqual([
      ['far', 'far'],
      ['ours', 'u'],
    ]);
  });

  test('the id that a wrap-up knows wins over number and time', () => {
    const noted = {
      call: 'ours',
      callUuid: 'v',
      account: 'a',
      party: { number: '' },
      endedAt: 0,
      note: 'n',
      disposition: 'sold',
      state: 'delivered' as const,
    };
    const all = merged(
      [ours()],
      [row(), row({ callUuid: 'v', number: '+15550000' })],
      new Map([['ours', noted]]),
    );
    expect(all.find((one) => one.id === 'ours')).toMatchObject({
      callUuid: 'v',
      note: 'n',
      disposition: 'sold',
    });
    expect(all).toHaveLength(2);
  });

  test('two calls of one number in a row are two', () => {
    const all = merged([ours()], [row(), row({ callUuid: 'w', startedAt: 1_200_000 })], new Map());
    expect(all.map((one) => one.callUuid)).toEqual(['w', 'u']);
  });

  test.each([
    [{}, true],
    [{ direction: 'outgoing' as const }, false],
    [{ result: 'answered' as const }, true],
    [{ result: 'missed' as const }, false],
    [{ from: 1_000_001 }, false],
    [{ to: 1_000_000 }, true],
    [{ query: 'ANA' }, true],
    [{ query: '786 555' }, true],
    [{ query: '0786' }, true],
    [{ query: 'nobody' }, false],
  ])('%j', (filter, pass) => {
    expect(passes(ours(), { query: '', ...filter })).toBe(pass);
  });

  test('as CSV it survives commas, quotes, lines, and names that a spreadsheet would run', () => {
    const rows = [
      ours({ party: { number: '+17865550101', name: '=HYPERLINK("x")' }, note: 'said "yes",\nthen left' }),
      ours({ party: { number: '-1+1', name: '@sum' }, outcome: undefined, answeredAt: undefined }),
    ];
    const { text, name, type } = exported(rows, 'csv', 0, Date.parse('2026-11-20T10:00:00Z'));
    expect([name, type]).toEqual(['calls-all-until-2026-11-20.csv', 'text/csv']);
    expect(text).toContain('+17865550101,"\'=HYPERLINK(""x"")",completed,60,,"said ""yes"",\nthen left"');
    expect(text).toContain("'-1+1,'@sum,,,");
    expect(text.startsWith('\uFEFFstarted,direction,')).toBe(true);
  });

  test('as JSON it is read back as it was', () => {
    const { text } = exported([ours()], 'json', 0, 0);
    expect(JSON.parse(text)).toEqual([
      {
        started: '1970-01-01T00:16:40.000Z',
        direction: 'incoming',
        number: '+17865550101',
        name: 'Ana',
        outcome: 'completed',
        seconds: 60,
      },
    ]);
  });
});

describe('the screen pop', () => {
  test.each([
    [
      'https://crm.example/find?q={number}',
      { number: '+1 786&x' },
      'https://crm.example/find?q=%2B1%20786%26x',
    ],
    ['https://crm.example/{contact}/calls', { contact: 'a/../b' }, 'https://crm.example/a%2F..%2Fb/calls'],
    ['https://crm.example/?n={name}', {}, 'https://crm.example/?n='],
    ['http://crm.example/{number}', { number: '1' }, undefined],
    ['javascript:alert({number})', { number: '1' }, undefined],
    ['{number}', { number: 'https://evil.example' }, undefined],
    ['https://{name}/x', { name: 'evil.example' }, undefined],
    ['https://crm.example{name}/x', { name: '.evil.example' }, undefined],
  ])('%s', (template, fields, url) => {
    expect(popUrl(template, fields)).toBe(url);
  });

  test('opens once for each incoming call, at the moment that was chosen', async () => {
    const calls = signal<Call[]>([]);
    const settings = signal<SettingsSlice>({
      ...emptySlices.settings,
      screenPop: { on: 'answer', url: 'https://crm.example/?n={number}&c={contact}' },
    });
    const opened: string[] = [];
    keepScreenPop({
      calls,
      settings,
      contactOf: () => 'c-1',
      openTab: (url) => Promise.resolve(void opened.push(url)),
      log: () => undefined,
    });
    const call = offered('1', { number: '+17865550101' }, 0);
    calls.value = [call];
    expect(opened).toEqual([]);
    calls.value = [{ ...call, phase: 'live' }];
    calls.value = [{ ...call, phase: 'live', muted: true }];
    calls.value = [
      { ...call, phase: 'live' },
      { ...call, id: '2', direction: 'outgoing', phase: 'live' },
    ];
    expect(opened).toEqual(['https://crm.example/?n=%2B17865550101&c=c-1']);
    settings.value = { ...settings.value, screenPop: { ...settings.value.screenPop, on: 'ring' } };
    calls.value = [...calls.value, { ...call, id: '3' }];
    expect(opened).toHaveLength(2);
  });
});

test.each([
  ['+17865550101', '(786) 555-0101', true],
  ['17865550101', '+17865550101', true],
  ['1001', '1001', true],
  ['1001', '1002', false],
  ['', 'anonymous', true],
  ['anonymous', '+17865550101', false],
])('%s and %s are one number: %s', (one, other, same) => {
  expect(sameNumber(one, other, 'US')).toBe(same);
});
