import { describe, expect, it, vi } from 'vitest';
import { clock } from '../../../components/controls/timer.tsx';
import { arrange } from '../../../components/phone/arrange.ts';
import { caretAfter, significantBefore } from '../../../components/phone/caret.ts';
import { initials } from '../../../components/phone/face.tsx';
import { latestOnly } from '../../../components/phone/latest-only.ts';
import { covers, siteName, sitePattern } from '../../../components/settings/site-pattern.ts';
import { call, early } from '../../support/gallery/states.ts';

describe('arrange', () => {
  it('puts the call in the ear in front of the held one', () => {
    const held = call({ id: 'held', startedAt: 2, hold: { ours: 'on', theirs: false } });
    const live = call({ id: 'live', startedAt: 1 });
    expect(arrange([held, live])).toMatchObject({ front: { id: 'live' }, others: [{ id: 'held' }] });
  });

  it('puts the call that comes back in front while the other one is still being held', () => {
    const leaving = call({ id: 'leaving', hold: { ours: 'asking', theirs: false } });
    const coming = call({ id: 'coming', hold: { ours: 'releasing', theirs: false } });
    expect(arrange([leaving, coming]).front?.id).toBe('coming');
  });

  it('keeps a single held call in front', () => {
    expect(arrange([call({ id: 'a', hold: { ours: 'on', theirs: false } })]).front?.id).toBe('a');
  });

  it('keeps offers in the order they came, and the last ended call first', () => {
    const places = arrange([
      early({ id: 'first', phase: 'offered' }),
      early({ id: 'old', phase: 'closed', endedAt: 1 }),
      early({ id: 'second', phase: 'offered' }),
      early({ id: 'new', phase: 'closed', endedAt: 2 }),
    ]);
    expect(places.offers.map(({ id }) => id)).toEqual(['first', 'second']);
    expect(places.ended.map(({ id }) => id)).toEqual(['new', 'old']);
    expect(places.front).toBeUndefined();
  });
});

describe('latestOnly', () => {
  it('tells only the answer to the latest question, whatever order they come in', async () => {
    vi.useFakeTimers();
    const answers = new Map<string, (text: string) => void>();
    const told: string[] = [];
    const asker = latestOnly(
      (input: string) => new Promise<string>((resolve) => answers.set(input, resolve)),
      (_input, result) => told.push(String(result)),
      10,
    );
    asker.ask('1');
    await vi.advanceTimersByTimeAsync(10);
    asker.ask('12');
    await vi.advanceTimersByTimeAsync(10);
    answers.get('12')?.('twelve');
    answers.get('1')?.('one');
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['twelve']);
    vi.useRealTimers();
  });

  it('asks once for a burst of keys, and nothing after it was stopped', async () => {
    vi.useFakeTimers();
    const asked: string[] = [];
    const asker = latestOnly(
      (input: string) => Promise.resolve(asked.push(input)),
      () => asked.push('told'),
      10,
    );
    for (const text of ['1', '12', '123']) asker.ask(text);
    await vi.advanceTimersByTimeAsync(10);
    expect(asked).toEqual(['123', 'told']);
    asker.ask('1234');
    asker.stop();
    await vi.advanceTimersByTimeAsync(10);
    expect(asked).toEqual(['123', 'told']);
    vi.useRealTimers();
  });
});

describe('caret', () => {
  it('stays at its digit when the number is grouped around it', () => {
    const caret = (before: string, at: number, after: string) =>
      caretAfter(after, significantBefore(before, at));
    expect(caret('7865', 2, '786 5')).toBe(2);
    expect(caret('7865', 4, '786 5')).toBe(5);
    expect(caret('+1786', 3, '+1 786')).toBe(4);
    expect(caret('555', 0, '(555)')).toBe(0);
  });
});

describe('small parts', () => {
  it('counts hours only when there are some', () => {
    expect([clock(0), clock(167_000), clock(3_727_000), clock(-5)]).toEqual([
      '00:00',
      '02:47',
      '1:02:07',
      '00:00',
    ]);
  });

  it('takes initials from the first and the last word', () => {
    expect(['Ana Martínez', 'Madonna', 'Jean-Luc van der Berg', '(049)', ''].map(initials)).toEqual([
      'AM',
      'M',
      'JB',
      '',
      '',
    ]);
  });

  it('reads sites as people write them', () => {
    expect(sitePattern('crm.example.com')).toBe('https://crm.example.com/*');
    expect(sitePattern(' https://crm.example.com:8443/deals?id=1 ')).toBe('https://crm.example.com/*');
    expect(sitePattern('*.example.com')).toBe('https://*.example.com/*');
    expect(sitePattern('localhost:5173')).toBe('http://localhost/*');
    expect(['', 'crm', 'ftp://a.example', '*', 'a b.example'].map(sitePattern)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(siteName('https://*.example.com/*')).toBe('*.example.com');
  });

  it('knows which sites a pattern covers', () => {
    const on = (chosen: string, origin: string) => covers({ everywhere: false, chosen: [chosen] }, origin);
    expect(on('https://crm.example/*', 'https://crm.example')).toBe(true);
    expect(on('https://crm.example/*', 'http://crm.example')).toBe(false);
    expect(on('https://crm.example/*', 'https://evil-crm.example')).toBe(false);
    expect(on('*://*.example/*', 'http://crm.example')).toBe(true);
    expect(on('*://*.crm.example/*', 'https://evilcrm.example')).toBe(false);
    expect(on('http://localhost/*', 'http://localhost:8080')).toBe(true);
    expect(covers({ everywhere: true, chosen: [] }, 'https://any.example')).toBe(true);
  });
});
