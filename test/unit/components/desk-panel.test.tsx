// @vitest-environment happy-dom
import '../../support/gallery/words.ts';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TabName } from '../../../components/desk/tabs.ts';
import { PhonePanel } from '../../../components/phone-panel.tsx';
import type { ExportedFile } from '../../../lib/mirror/desk.ts';
import { FaultError } from '../../../lib/mirror/fault.ts';
import type { Slices } from '../../../lib/mirror/slices.ts';
import { fakePhone, type Answers, type FakePhone } from '../../support/fake-phone.ts';
import { aiCall, contacts, desk, lines, past, signedIn, wrapUp } from '../../support/gallery/desk-states.ts';
import { call, early, fault, ready, session } from '../../support/gallery/states.ts';

let host: HTMLDivElement;

beforeEach(() => {
  host = document.createElement('div');
  document.body.append(host);
});

afterEach(async () => {
  await act(() => render(null, host));
  host.remove();
  vi.useRealTimers();
});

interface Shown {
  tab?: TabName;
  answers?: Answers;
  surface?: 'overlay' | 'popup';
  saveFile?: (file: ExportedFile) => void;
}

const book = contacts(120);

const served: Answers = {
  searchContacts: ({ offset = 0, limit = 50 }) => ({
    contacts: book.slice(offset, offset + limit),
    total: book.length,
    known: book.length,
    state: 'ready',
  }),
  searchHistory: () => ({ rows: past(5), total: 5, service: 'ready' }),
  callDetails: () => ({ lines, notes: [] }),
};

async function show(slices: Partial<Slices> = {}, { tab, answers, surface = 'popup', saveFile }: Shown = {}) {
  const fake = fakePhone({ ...signedIn, ...slices }, { answers: { ...served, ...answers } });
  const place = signal<TabName | null>(tab ?? null);
  await act(() =>
    render(<PhonePanel phone={fake.phone} surface={surface} place={place} saveFile={saveFile} />, host),
  );
  // What was asked for when it appeared.
  await act(settled);
  return fake;
}

/** Answers of the fake phone have come. */
const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

const all = (selector: string) => [...host.querySelectorAll<HTMLElement>(selector)];
const seen = () => all('.tab-panel').find(({ hidden }) => !hidden);
const tabNamed = (name: string) => {
  const found = all('[role=tab]').find(({ textContent }) => textContent?.includes(name));
  if (!found) throw new Error(`no tab ${name}`);
  return found;
};

const named = (label: string) =>
  all('button').find((one) => one.getAttribute('aria-label') === label || one.textContent?.trim() === label);

const press = (label: string) =>
  act(async () => {
    const button = named(label);
    if (!button) throw new Error(`no button "${label}" in: ${host.textContent}`);
    button.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
    await settled();
  });

const commands = (fake: Pick<FakePhone, 'sent'>, ...wanted: string[]) =>
  fake.sent.filter(({ name }) => wanted.includes(name));

describe('the tab bar', () => {
  it('is not there for a plain SIP account, nor anything else of the desk', async () => {
    await show({ session, line: ready, desk: desk({ ports: ['lines'], signIn: { state: 'none' } }) });
    expect(all('[role=tab], .tab-panel, .presence, .caller-id')).toEqual([]);
    expect(host.textContent).toContain('Recent calls');
  });

  it('shows one tab, and the popup begins with those who wait', async () => {
    const fake = await show();
    expect(tabNamed('Queue').getAttribute('aria-selected')).toBe('true');
    expect(tabNamed('Queue').textContent).toContain('4 waiting');
    expect(seen()?.textContent).toContain('Joana Brito');
    expect(commands(fake, 'refreshQueue')).toHaveLength(1);
  });

  it('is one stop of the Tab key, and the arrow keys walk', async () => {
    await show();
    const stops = all('[role=tab]').filter(({ tabIndex }) => tabIndex === 0);
    expect(stops).toEqual([tabNamed('Queue')]);
    const key = (name: string) =>
      act(
        () =>
          void document.activeElement?.dispatchEvent(
            new KeyboardEvent('keydown', { key: name, bubbles: true }),
          ),
      );
    tabNamed('Queue').focus();
    await key('ArrowRight');
    expect(document.activeElement).toBe(tabNamed('Contacts'));
    expect(tabNamed('Contacts').getAttribute('aria-selected')).toBe('true');
    await key('End');
    expect(document.activeElement).toBe(tabNamed('History'));
    await key('ArrowRight');
    expect(document.activeElement).toBe(tabNamed('Phone'));
  });

  it('does not turn the page for a call that comes later, but keeps it in reach', async () => {
    const fake = await show();
    const offer = early({ direction: 'incoming', phase: 'offered' });
    await act(() => fake.set({ calls: [offer] }));
    expect(tabNamed('Queue').getAttribute('aria-selected')).toBe('true');
    await press('Answer Ana Martínez');
    expect(commands(fake, 'answer')).toEqual([{ name: 'answer', input: { call: offer.id } }]);
    expect(tabNamed('Phone').getAttribute('aria-selected')).toBe('true');
  });
});

describe('the queue', () => {
  it('accepts once, and leads to the call', async () => {
    const fake = await show({}, { answers: { acceptEntry: () => ({ call: 'new' }) } });
    await press('Accept Joana Brito');
    expect(commands(fake, 'acceptEntry')).toEqual([{ name: 'acceptEntry', input: { entry: 'q1' } }]);
    expect(tabNamed('Phone').getAttribute('aria-selected')).toBe('true');
  });

  it('says on the row who was faster, although the row has left the queue', async () => {
    const fake = await show(
      {},
      {
        answers: { acceptEntry: () => Promise.reject(new FaultError('taken-by', { about: 'Dana Okafor' })) },
      },
    );
    await press('Accept Joana Brito');
    const { queue } = signedIn;
    await act(() =>
      fake.set({ queue: { state: 'ready', entries: queue?.entries.filter(({ id }) => id !== 'q1') ?? [] } }),
    );
    expect(seen()?.textContent).toContain('Taken by Dana Okafor');
    expect(all('[role=alert]')).toEqual([]);
    expect(named('Accept Joana Brito')).toBeUndefined();
  });

  it('keeps rows under the pointer where they are', async () => {
    const fake = await show();
    await act(() => void host.querySelector('.queue .list')?.dispatchEvent(new Event('pointermove')));
    const { queue } = signedIn;
    await act(() => fake.set({ queue: { state: 'ready', entries: queue?.entries.slice(1) ?? [] } }));
    const rows = all('.queue-row').map(({ textContent }) => textContent ?? '');
    expect(rows).toHaveLength(4);
    expect(rows[0]).toContain('No longer waiting');
    await act(() => void host.querySelector('.queue .list')?.dispatchEvent(new Event('pointerleave')));
    expect(all('.queue-row')).toHaveLength(3);
  });

  it('shows why it could not be read, and what was known', async () => {
    const fake = await show({
      queue: {
        state: 'failed',
        entries: signedIn.queue?.entries ?? [],
        fault: fault('service-unreachable'),
        readAt: Date.now(),
      },
    });
    expect(seen()?.textContent).toContain('The service does not answer.');
    expect(all('.queue-row')).toHaveLength(4);
    await press('Try now');
    expect(commands(fake, 'refreshQueue').length).toBe(2);
  });

  it('reads an AI call along while it is open, and stops with it', async () => {
    const fake = await show({ aiCalls: [aiCall({ listening: true, codec: 'OPUS' })] });
    await press('Listen in on Lena Kowalska');
    expect(seen()?.textContent).toContain('Nobody hears you.');
    expect(seen()?.textContent).toContain('Codec OPUS');
    expect(seen()?.textContent).toContain('the AI agent stops talking and the caller hears you');
    await press('Barge into the call with Lena Kowalska');
    await act(() => fake.set({ aiCalls: [] }));
    expect(commands(fake, 'listenIn', 'bargeIn')).toEqual([
      { name: 'listenIn', input: { callUuid: 'ai-1', on: true } },
      { name: 'bargeIn', input: { callUuid: 'ai-1' } },
      { name: 'listenIn', input: { callUuid: 'ai-1', on: false } },
    ]);
  });
});

describe('contacts', () => {
  it('show the answer to the latest question only', async () => {
    const waiting: ((name: string) => void)[] = [];
    await show(
      {},
      {
        tab: 'contacts',
        answers: {
          searchContacts: () =>
            new Promise((resolve) =>
              waiting.push((name) =>
                resolve({ contacts: [{ id: name, name }], total: 1, known: 1, state: 'ready' }),
              ),
            ),
        },
      },
    );
    const field = host.querySelector<HTMLInputElement>('.search-field input');
    await act(() => {
      if (field) field.value = 'an';
      field?.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    const [first, ...rest] = waiting.toReversed();
    await act(async () => {
      first?.('Ana');
      for (const late of rest) late('Everybody');
      await settled();
    });
    expect(all('.contact-row').map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('Ana') as string,
    ]);
  });

  it('are not sent with a mistake, and the engine’s own refusal stands at the number', async () => {
    const fake = await show(
      {},
      {
        tab: 'contacts',
        answers: { createContact: () => Promise.reject(new FaultError('not-a-number')) },
      },
    );
    await press('New contact');
    await press('Save');
    expect(commands(fake, 'createContact')).toEqual([]);
    expect(host.textContent).toContain('Enter a name.');
    const [name] = all('.detail input') as HTMLInputElement[];
    await act(() => {
      if (name) name.value = 'Ana Martínez';
      name?.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await press('Save');
    expect(commands(fake, 'createContact')).toHaveLength(1);
    expect(host.textContent).toContain('That is not a complete number.');
    expect(all('.panel-body > .notice')).toEqual([]);
  });
});

describe('history', () => {
  it('hands the file to the surface, and offers none where there is no way to keep it', async () => {
    const files: ExportedFile[] = [];
    const file = { name: 'calls.csv', type: 'text/csv', text: 'a,b' };
    const answers = { exportHistory: () => file };
    await show({}, { tab: 'history', answers, saveFile: (one) => files.push(one) });
    await press('Export as CSV');
    expect(files).toEqual([file]);
    await act(() => render(null, host));
    await show({}, { tab: 'history', surface: 'overlay' });
    expect(named('Export as CSV')).toBeUndefined();
    expect(host.textContent).toContain('where the page cannot see them');
  });

  it('says where it ends, and goes further back when asked to, until all is there; a file holds the same', async () => {
    const answers = { exportHistory: () => ({ name: 'calls.csv', type: 'text/csv', text: '' }) };
    const fake = await show({}, { tab: 'history', answers, saveFile: () => undefined });
    const days = (name: 'searchHistory' | 'exportHistory') => {
      const input = commands(fake, name).at(-1)?.input as { from: number };
      return input.from === 0
        ? 'all'
        : Math.round((new Date().setHours(0, 0, 0, 0) - input.from) / 86_400_000);
    };
    const seen: unknown[] = [days('searchHistory')];
    for (const _ of [1, 2, 3]) {
      await press('Show older calls');
      seen.push(days('searchHistory'));
    }
    expect(seen).toEqual([30, 90, 365, 'all']);
    expect(named('Show older calls')).toBeUndefined();
    await press('Export as CSV');
    expect(days('exportHistory')).toBe('all');
  });

  it('shows what was said in a call, and that nothing was', async () => {
    await show({}, { tab: 'history' });
    await act(async () => {
      all('.recent-open')[0]?.click();
      await settled();
    });
    await act(settled);
    expect(host.textContent).toContain('Wants the new address on the next invoice.');
    expect(host.textContent).toContain('The policy ends in nine eight one, I think.');
  });
});

describe('a note after a call', () => {
  const ended = call({ id: 'ended', phase: 'closed', endedAt: 1, outcome: { kind: 'completed' } });

  it('is kept before it is finished, and takes the call off the screen with it', async () => {
    const fake = await show({ calls: [ended], wrapUp: [wrapUp()] }, { tab: 'phone' });
    const note = host.querySelector('textarea');
    await act(() => {
      if (note) note.value = 'Renewed.';
      note?.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await press('Resolved');
    await press('Save and finish');
    expect(commands(fake, 'saveWrapUp', 'finishWrapUp', 'dismiss')).toEqual([
      { name: 'saveWrapUp', input: { call: 'ended', note: 'Renewed.', disposition: 'resolved' } },
      { name: 'finishWrapUp', input: { call: 'ended' } },
      { name: 'dismiss', input: { call: 'ended' } },
    ]);
  });

  it('gives way to the next call, and what was typed is kept', async () => {
    const fake = await show({ calls: [ended], wrapUp: [wrapUp()] }, { tab: 'phone' });
    const note = host.querySelector('textarea');
    await act(() => {
      if (note) note.value = 'Half a';
      note?.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await act(() => fake.set({ calls: [early({ direction: 'incoming', phase: 'offered' }), ended] }));
    expect(host.querySelector('textarea')).toBeNull();
    expect(named('Answer Ana Martínez')).toBeDefined();
    expect(commands(fake, 'saveWrapUp')).toEqual([
      { name: 'saveWrapUp', input: { call: 'ended', note: 'Half a', disposition: undefined } },
    ]);
  });

  it('that cannot be delivered yet says so', async () => {
    const fake = await show({ wrapUp: [wrapUp({ state: 'waiting' })] }, { tab: 'phone' });
    expect(host.textContent).not.toContain('saved here');
    await act(() => fake.set({ desk: desk({ live: 'lost' }) }));
    expect(host.textContent).toContain('will be delivered when the phone server is back');
  });
});

describe('signing in again', () => {
  it('asks the service; where the site must be allowed first, it leads to the options', async () => {
    const needed = (wantsOrigin?: string) =>
      desk({ signIn: { state: 'needed', fault: fault('sign-in-needed'), wantsOrigin } });
    const fake = await show({ desk: needed() });
    await press('Sign in again');
    await act(() => fake.set({ desk: needed('https://crm.example/*') }));
    await press('Sign in again');
    expect(commands(fake, 'signInAgain', 'openOptions').map(({ name }) => name)).toEqual([
      'signInAgain',
      'openOptions',
    ]);
  });
});

it('the own status is changed from the top bar', async () => {
  const fake = await show();
  await press('Your status: Available');
  expect(host.textContent).toContain('Dana Okafor');
  const busy = all('[role=menuitemradio]').find(({ textContent }) => textContent?.includes('Busy'));
  await act(() => busy?.click());
  expect(commands(fake, 'setPresence')).toEqual([{ name: 'setPresence', input: { status: 'busy' } }]);
  expect(all('[role=menuitemradio]')).toEqual([]);
});
