// The finder's memory and its thread: bounded, shared by all that ask, replaced when it dies.
import { describe, expect, it } from 'vitest';
import { createNumberFinder, type Thread } from '../../../lib/engine/finder.ts';
import { withNot, withRegion } from '../../../lib/engine/site-numbers.ts';
import { createFinder } from '../../../lib/numbers/cache.ts';
import type { FromThread, ToThread } from '../../../lib/numbers/thread.ts';

const asked = (...texts: string[]) => ({ texts });

describe('the finder', () => {
  it('answers flat, by the text each number is in', () => {
    const finder = createFinder();
    expect(finder.find(asked('none', 'Call (201) 555-0123 or (201) 555-0124'), 'US')).toEqual([
      [1, 5, 19, '+12015550123'],
      [1, 23, 37, '+12015550124'],
    ]);
  });

  it('keeps countries and labels apart', () => {
    const finder = createFinder();
    const text = '030 123456';
    expect(finder.find(asked(text), 'US')).toEqual([]);
    expect(finder.find(asked(text), 'DE')).toEqual([[0, 0, 10, '+4930123456']]);
    expect(finder.find({ texts: [text], region: 'DE' }, 'US')).toEqual([[0, 0, 10, '+4930123456']]);
    expect(finder.find({ texts: ['(123) 456-7890'], labelled: true }, 'US')).toHaveLength(1);
    expect(finder.find({ texts: ['(123) 456-7890'] }, 'US')).toEqual([]);
    expect(finder.size).toBe(4);
  });

  it('forgets what was asked least recently, by count and by characters', () => {
    const finder = createFinder({ texts: 3, characters: 1000 });
    for (const text of ['a', 'b', 'c']) finder.find(asked(text), 'US');
    finder.find(asked('a', 'd'), 'US');
    expect(finder.size).toBe(3);
    finder.find(asked('x'.repeat(990)), 'US');
    expect(finder.size).toBe(2);
    finder.find(asked('y'.repeat(2000)), 'US');
    expect(finder.size).toBe(0);
  });
});

/** A thread that answers when it is told to. */
class FakeThread implements Thread {
  sent: ToThread[] = [];
  dead = false;
  onmessage: Thread['onmessage'] = null;
  onerror: Thread['onerror'] = null;

  postMessage(message: ToThread): void {
    this.sent.push(message);
  }

  terminate(): void {
    this.dead = true;
  }

  answer(id: number): void {
    const found: FromThread = { id, found: [[0, 0, 5, `+${id}`]] };
    this.onmessage?.({ data: found } as MessageEvent<FromThread>);
  }

  die(): void {
    this.onerror?.({ message: 'out of memory', preventDefault: () => undefined } as ErrorEvent);
  }
}

function fixture() {
  const threads: FakeThread[] = [];
  const log: string[] = [];
  const finder = createNumberFinder({
    start() {
      const thread = new FakeThread();
      threads.push(thread);
      return thread;
    },
    log: (line) => log.push(line),
  });
  return { threads, log, finder };
}

describe('the finder’s thread', () => {
  it('starts with the first question and is asked in order', async () => {
    const { threads, finder } = fixture();
    expect(threads).toHaveLength(0);
    const both = [finder.find(asked('a'), 'US'), finder.find(asked('b'), 'DE')];
    expect(threads[0]?.sent.map(({ home }) => home)).toEqual(['US', 'DE']);
    for (const { id } of threads[0]?.sent ?? []) threads[0]?.answer(id);
    expect(await Promise.all(both)).toEqual([[[0, 0, 5, '+1']], [[0, 0, 5, '+2']]]);
  });

  it('is replaced when it dies, and asked again what it left', async () => {
    const { threads, log, finder } = fixture();
    const both = [finder.find(asked('a'), 'US'), finder.find(asked('b'), 'US')];
    threads[0]?.die();
    expect(threads[0]?.dead).toBe(true);
    expect(threads[1]?.sent.map(({ id }) => id)).toEqual([1, 2]);
    threads[0]?.answer(1);
    threads[1]?.answer(1);
    threads[1]?.answer(2);
    await Promise.all(both);
    expect(log).toEqual(['the finder was replaced: out of memory']);
  });

  it('gives up the text that kills it, and only that', async () => {
    const { threads, finder } = fixture();
    const deadly = finder.find(asked('a'), 'US');
    const other = finder.find(asked('b'), 'US');
    threads[0]?.die();
    threads[1]?.die();
    await expect(deadly).rejects.toMatchObject({ fault: { code: 'unexpected' } });
    threads[2]?.answer(2);
    expect(await other).toHaveLength(1);
  });

  it('refuses more than anybody could answer', async () => {
    const { finder } = fixture();
    for (let at = 0; at < 500; at++) void finder.find(asked('a'), 'US').catch(() => undefined);
    await expect(finder.find(asked('a'), 'US')).rejects.toMatchObject({ fault: { said: 'too busy' } });
  });
});

describe('what was said about single sites', () => {
  it('is kept, taken back, and leaves nothing behind', () => {
    const told = withNot(withRegion({}, 'https://a', 'DE'), 'https://a', '12345678', true);
    expect(told).toEqual({ 'https://a': { region: 'DE', not: ['12345678'] } });
    expect(withNot(told, 'https://a', '12345678', false)).toEqual({ 'https://a': { region: 'DE', not: [] } });
    expect(withRegion(withNot(told, 'https://a', '12345678', false), 'https://a', null)).toEqual({});
  });

  it('is bounded', () => {
    let sites = {};
    for (let at = 0; at < 400; at++) sites = withRegion(sites, `https://${at}`, 'DE');
    expect(Object.keys(sites)).toHaveLength(300);
    for (let at = 0; at < 300; at++) sites = withNot(sites, 'https://x', `text ${at}`, true);
    expect(Object.entries(sites).at(-1)).toEqual([
      'https://x',
      expect.objectContaining({ not: expect.toSatisfy((not: string[]) => not.length === 200) }),
    ]);
  });
});
