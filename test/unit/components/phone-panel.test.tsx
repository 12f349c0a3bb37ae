// @vitest-environment happy-dom
import '../../support/gallery/words.ts';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PhonePanel } from '../../../components/phone-panel.tsx';
import { About } from '../../../components/settings/about.tsx';
import { FaultError } from '../../../lib/mirror/fault.ts';
import { emptySlices, type Slices } from '../../../lib/mirror/slices.ts';
import { fakePhone, type Answers } from '../../support/fake-phone.ts';
import {
  call,
  early,
  fault,
  history,
  ready,
  refused,
  session,
  withCalls,
} from '../../support/gallery/states.ts';

let host: HTMLDivElement;

beforeEach(() => {
  host = document.createElement('div');
  document.body.append(host);
});

afterEach(async () => {
  await act(() => render(null, host));
  host.remove();
});

async function show(
  slices: Partial<Slices>,
  {
    link,
    answers,
    surface = 'overlay',
  }: { link?: 'away' | 'live'; answers?: Answers; surface?: 'overlay' | 'popup' } = {},
) {
  const fake = fakePhone(slices, { link, answers });
  await act(() => render(<PhonePanel phone={fake.phone} surface={surface} />, host));
  return fake;
}

const button = (label: string): HTMLButtonElement => {
  const found = [...host.querySelectorAll('button')].find(
    (one) => one.textContent?.trim() === label || one.getAttribute('aria-label') === label,
  );
  if (!found) throw new Error(`no button "${label}" in: ${host.textContent}`);
  return found;
};

const press = (label: string, detail = 1) =>
  act(async () => {
    button(label).dispatchEvent(new MouseEvent('click', { bubbles: true, detail }));
    await Promise.resolve();
  });

const field = (): HTMLInputElement => {
  const found = host.querySelector('input');
  if (!found) throw new Error('no field');
  return found;
};

const type = (text: string) =>
  act(() => {
    field().value = text;
    field().dispatchEvent(new InputEvent('input', { bubbles: true }));
  });

const names = (fake: { sent: { name: string }[] }) =>
  fake.sent.map(({ name }) => name).filter((name) => name !== 'describeNumber');

describe('a command', () => {
  it('is sent once for a double click, and while it is under way', async () => {
    let finish = () => {};
    const fake = await show(withCalls(early({ direction: 'incoming', phase: 'offered' })), {
      answers: { answer: () => new Promise<void>((resolve) => (finish = resolve)) },
    });
    await press('Answer Ana Martínez');
    await press('Answer Ana Martínez');
    await act(async () => finish());
    await press('Answer Ana Martínez', 2);
    expect(names(fake)).toEqual(['answer']);
  });

  it('the second click of a double click on Answer does not hang up', async () => {
    const offer = early({ id: 'c', direction: 'incoming', phase: 'offered' });
    const fake = await show(withCalls(offer));
    await press('Answer Ana Martínez');
    await act(() => fake.set({ calls: [call({ id: 'c' })] }));
    await press('Hang up on Ana Martínez', 2);
    expect(names(fake)).toEqual(['answer']);
  });

  it('that fails is told in words, and the words go when the next one works', async () => {
    let works = false;
    await show(withCalls(call()), {
      answers: {
        mute: () => (works ? undefined : Promise.reject(new FaultError('call-moved-on', { said: '481' }))),
      },
    });
    await press('Mute');
    expect(host.querySelector('[role=alert]')?.textContent).toContain('It said “481”');
    works = true;
    await press('Mute');
    expect(host.querySelector('[role=alert]')).toBeNull();
  });

  it('is not sent while the engine is away', async () => {
    const fake = await show(withCalls(call()), { link: 'away' });
    await press('Hang up on Ana Martínez');
    expect(names(fake)).toEqual([]);
    expect(host.textContent).toContain('Reconnecting to the phone…');
  });
});

describe('the dial field', () => {
  const idle = { session, line: ready };

  it('shows the engine’s form of the number and calls it with Enter’s click', async () => {
    const fake = await show(idle);
    await type('7865550198');
    await vi.waitFor(() => expect(field().value).toBe('+1 786 555 0198'));
    await press('Call', 0);
    expect(fake.sent.at(-1)).toEqual({ name: 'dial', input: { number: '+1 786 555 0198' } });
    expect(field().value).toBe('');
  });

  it('lets the engine prepare as soon as the field holds a number that can be called', async () => {
    const fake = await show(idle);
    await type('7865550198');
    await vi.waitFor(() => expect(names(fake)).toContain('prepare'));
    expect(names(fake)).not.toContain('dial');
  });

  it('says why it cannot call', async () => {
    const fake = await show(idle);
    await type('12');
    await vi.waitFor(() => expect(host.textContent).toContain('Not a complete number yet.'));
    await press('Call');
    await act(() => fake.set({ line: { state: 'connecting', since: 1 } }));
    expect(host.textContent).toContain('You can call when the phone is ready.');
    await press('Call');
    expect(names(fake)).toEqual([]);
  });

  it('keeps what was typed through a call and a dropped line', async () => {
    const fake = await show(idle);
    await type('7865550198');
    await act(() => fake.set({ calls: [call()] }));
    await act(() => fake.set({ calls: [] }));
    await act(() => fake.set({ line: { state: 'retrying', since: 2, fault: fault('server-dropped') } }));
    expect(field().value).toContain('786');
  });

  it('does not take the keyboard from the page when it comes back after a call', async () => {
    const fake = await show(withCalls(early({ direction: 'incoming', phase: 'offered' })));
    const note = document.createElement('textarea');
    document.body.append(note);
    note.focus();
    await act(() => fake.set({ calls: [] }));
    expect(host.querySelector('input')).not.toBeNull();
    expect(document.activeElement).toBe(note);
    note.remove();
  });
});

describe('what stands on the panel', () => {
  it('offers a second call while one is live and says what Answer does', async () => {
    await show(withCalls(call(), early({ phase: 'offered', direction: 'incoming' })));
    expect(host.textContent).toContain('Answer holds the current call.');
  });

  it('forgets an offer the moment it is gone', async () => {
    const fake = await show(withCalls(early({ phase: 'offered', direction: 'incoming' })));
    await act(() => fake.set({ calls: [] }));
    expect(host.textContent).not.toContain('Answer');
  });

  it('swaps by bringing back exactly the call on the bar', async () => {
    const fake = await show(
      withCalls(
        call({ id: 'one', party: { number: '1', name: 'One' }, hold: { ours: 'on', theirs: false } }),
        call({ id: 'two', party: { number: '2', name: 'Two' }, hold: { ours: 'on', theirs: false } }),
        call({ id: 'live' }),
      ),
    );
    await press('Swap to Two');
    expect(fake.sent.at(-1)).toEqual({ name: 'resume', input: { call: 'two' } });
  });

  it('offers a reconnect only on our own pages', async () => {
    const slices = refused(fault('server-unreachable'));
    const overlay = await show(slices);
    await press('Check the account');
    expect(names(overlay)).toEqual(['openOptions']);
    const popup = await show({ ...slices, history: history(1) }, { surface: 'popup' });
    await press('Try now');
    expect(names(popup)).toEqual(['reconnect']);
  });

  it('says nothing about accounts before the engine has spoken', async () => {
    await show({}, { link: 'away' });
    expect(host.textContent).not.toContain('No phone account yet');
  });
});

it('the top bar says who we are by name, where the service tells it', async () => {
  const fake = await show({ session, line: ready });
  expect(host.querySelector('.identity')?.textContent).toBe('1001@pbx.example');
  await act(() =>
    fake.set({ presence: { ...emptySlices.presence, state: 'ready', ownName: 'Operator One' } }),
  );
  expect(host.querySelector('.identity')?.textContent).toBe('Operator One');
});

it('past calls are exported from the options, too', async () => {
  const saved: string[] = [];
  const file = { name: 'calls.csv', type: 'text/csv', text: 'x' };
  const { phone, sent } = fakePhone({ history: history(2) }, { answers: { exportHistory: () => file } });
  const browser = {
    version: '1',
    shortcuts: [],
    openShortcuts: () => Promise.resolve(),
    saveFile: ({ name }: { name: string }) => void saved.push(name),
  };
  await act(() => render(<About phone={phone} browser={browser} />, host));
  await press('Export as CSV');
  await vi.waitFor(() => expect(saved).toEqual(['calls.csv']));
  expect(sent.at(-1)).toEqual({ name: 'exportHistory', input: { from: 0, format: 'csv' } });
});

describe('what a site wants', () => {
  const pageQuestions = [
    { id: 'q1', origin: 'https://crm.example', permit: 'see' as const, at: 0 },
    { id: 'q2', origin: 'https://crm.example', permit: 'call' as const, about: '602', at: 1 },
  ];
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());
  const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

  it('is asked one after the other, and a click that was already under way answers nothing', async () => {
    const fake = await show({ session, line: ready, pageQuestions });
    const { sent } = fake;
    expect(host.textContent).toContain('crm.example wants to use the phone');
    await press('Allow');
    expect(sent.filter(({ name }) => name === 'answerPageQuestion')).toEqual([]);
    await wait(700);
    await press('Allow');
    expect(sent.at(-1)).toEqual({ name: 'answerPageQuestion', input: { id: 'q1', answer: 'allow' } });
    await act(() => fake.set({ pageQuestions: pageQuestions.slice(1) }));
    expect(host.textContent).toContain('It wants to call 602');
    // The next question stands where the last one was: it, too, takes no click at once.
    await press('Allow');
    await wait(700);
    await press('Never');
    expect(sent.filter(({ name }) => name === 'answerPageQuestion').at(-1)?.input).toEqual({
      id: 'q2',
      answer: 'never',
    });
    expect(sent.filter(({ name }) => name === 'answerPageQuestion')).toHaveLength(2);
  });

  it('and a call that a site placed says so', async () => {
    await show(withCalls(call({ direction: 'outgoing', site: 'https://crm.example' })));
    expect(host.textContent).toContain('Started by crm.example');
  });
});
