// @vitest-environment happy-dom
import '../../support/gallery/words.ts';
import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TabName } from '../../../components/desk/tabs.ts';
import { appointmentWords, momentOf } from '../../../components/inbox/appointment-words.ts';
import { troubleOf } from '../../../components/inbox/inbox-state.ts';
import { fieldName } from '../../../components/inbox/inbox-words.ts';
import { localInput, tomorrowMorning } from '../../../components/inbox/snooze.tsx';
import { PhonePanel } from '../../../components/phone-panel.tsx';
import { FaultError } from '../../../lib/mirror/fault.ts';
import type { InboxEntry } from '../../../lib/mirror/inbox.ts';
import type { Slices } from '../../../lib/mirror/slices.ts';
import { fakePhone, type Answers } from '../../support/fake-phone.ts';
import { aiLines, signedIn } from '../../support/gallery/desk-states.ts';
import { colleagues, inbox, item, items, marc, me, whole } from '../../support/gallery/inbox-states.ts';
import { fault, ready, session } from '../../support/gallery/states.ts';

let host: HTMLDivElement;

beforeEach(() => {
  host = document.createElement('div');
  document.body.append(host);
});
afterEach(async () => {
  await act(() => render(null, host));
  host.remove();
});

/** What was asked for has come: answers of the fake phone, and the list's own next look. */
const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

async function show(
  rows: readonly InboxEntry[],
  slices: Partial<Slices> = {},
  { tab = 'inbox', answers = {} }: { tab?: TabName | null; answers?: Answers } = {},
) {
  const served: Answers = {
    readInbox: () => ({ rows, total: rows.length }),
    readItem: ({ item: id }) => rows.find((row) => row.id === id) ?? whole,
    readColleagues: () => colleagues,
    callBack: () => ({ call: 'new' }),
    callDetails: () => ({ lines: aiLines, notes: [] }),
  };
  const fake = fakePhone({ ...signedIn, inbox: inbox(), ...slices }, { answers: { ...served, ...answers } });
  const place = signal<TabName | null>(tab);
  await act(() => render(<PhonePanel phone={fake.phone} surface="popup" place={place} />, host));
  await act(settled);
  return { ...fake, place };
}

const all = (selector: string) => [...host.querySelectorAll<HTMLElement>(selector)];
const text = () => host.textContent ?? '';
const named = (label: string) =>
  all('button').find((one) => one.getAttribute('aria-label') === label || one.textContent?.trim() === label);
const press = (label: string) =>
  act(async () => {
    const button = named(label);
    if (!button) throw new Error(`no button "${label}" in: ${text()}`);
    button.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
    await settled();
  });
const open = async (entry: InboxEntry) => {
  const row = all('.row-open').find(({ textContent }) => textContent?.includes(entry.name ?? ''));
  await act(async () => {
    row?.click();
    await settled();
  });
};

describe('the tab', () => {
  it('stands there only where the account has a company server, also beside a plain phone', async () => {
    const names = () => all('[role=tab]').map(({ textContent }) => textContent);
    await show([], { inbox: inbox({ state: 'off' }) });
    expect(names().some((one) => one?.includes('Inbox'))).toBe(false);
    await act(() => render(null, host));
    const plain = fakePhone({ session, line: ready, inbox: inbox({ fresh: 7 }) });
    await act(() => render(<PhonePanel phone={plain.phone} surface="popup" />, host));
    expect(names()).toEqual(['Phone', 'Inbox77 to do']);
  });

  it('opens on the item whose notification was pressed, in a popup that it opened', async () => {
    const asked = { item: 'i1', at: Date.now() };
    const entry = item({ id: 'i1', name: 'Eve Reed' });
    await show([entry], { inbox: inbox({ asked }) }, { tab: null });
    expect(host.querySelector('.inbox-item h2')?.textContent).toBe('Eve Reed');
    await act(() => render(null, host));
    await show([entry], { inbox: inbox({ asked: { ...asked, at: Date.now() - 60_000 } }) }, { tab: null });
    expect(host.querySelector('.inbox-item')).toBeNull();
  });
});

describe('the list', () => {
  it('shows what each is in words, and says plainly what is not as it should be', async () => {
    await show(items(10), { inbox: inbox({ behind: true }) });
    const rows = all('.inbox-row').map(({ textContent }) => textContent ?? '');
    expect(rows).toHaveLength(10);
    expect(rows[0]).toMatch(/Lena Kowalska.*Urgent.*Message.*for Peter Weiss.*water/s);
    expect(rows[1]).toMatch(/Transfer.*Failed/s);
    expect(rows[2]).toMatch(/Appointment.*November 24, 2026/s);
    expect(rows[3]).toMatch(/Text message.*In progress/s);
    expect(rows[5]).toContain('Please check');
    expect(rows[6]).toContain('Marc Dubois has it');
    expect(rows[7]).toContain('You have it');
    expect(rows[9]).toContain('Not delivered yet');
  });

  it('renders nothing of what was said as markup', async () => {
    const hostile = '<img src=x onerror="globalThis.hit=1"><script>globalThis.hit=1</script><b>b</b>';
    const entry = item({
      name: hostile,
      number: undefined,
      numberAsGiven: hostile,
      forPerson: hostile,
      preferredTime: hostile,
      text: hostile,
      fields: { [hostile]: hostile },
      outcome: { state: 'failed', status: hostile, spoken: hostile, problem: hostile },
      assignedTo: { id: hostile },
      notes: [{ id: 'n', by: { id: hostile }, at: new Date().toISOString(), text: hostile }],
      refused: [{ id: 'r', kind: 'note', code: 'taken', by: { id: hostile }, text: hostile }],
      appointment: { date: '2026-11-24', time: hostile, timeZone: hostile },
    });
    await show([entry]);
    expect(host.querySelector('img, script, .gist b')).toBeNull();
    await open(entry);
    expect(host.querySelector('.inbox-item h2')?.textContent).toBe(hostile);
    expect(host.querySelector('img, script, .spoken b, dd b, .inbox-notes b')).toBeNull();
    expect(globalThis).not.toHaveProperty('hit');
    // Each stands by itself, whichever way it is written.
    expect(all('.spoken, .inbox-notes p').every((one) => one.dir === 'auto')).toBe(true);
  });

  it('claims, finishes and calls back with one press each', async () => {
    const free = item({ name: 'Eve Reed' });
    const ours = item({ name: 'Ana Reed', state: 'claimed', by: me, mine: true });
    const theirs = item({ name: 'Tom Reed', state: 'claimed', by: marc });
    const fake = await show([free, ours, theirs]);
    await press('Take: Eve Reed');
    await press('Done: Ana Reed');
    await press('Call Tom Reed back');
    expect(named('Take: Tom Reed')).toBeUndefined();
    expect(fake.sent.filter(({ name }) => /Item$|callBack/.test(name))).toEqual([
      { name: 'claimItem', input: { item: free.id } },
      { name: 'finishItem', input: { item: ours.id } },
      { name: 'callBack', input: { item: theirs.id } },
    ]);
    // The call is shown where calls are.
    expect(fake.place.value).toBe('phone');
  });

  it('says who was faster', async () => {
    await show(
      [item({ name: 'Eve Reed' })],
      {},
      {
        answers: { claimItem: () => Promise.reject(new FaultError('taken-by', { about: 'Marc Dubois' })) },
      },
    );
    await press('Take: Eve Reed');
    expect(host.querySelector('.notice')?.textContent).toMatch(/Somebody was faster.*Marc Dubois/s);
  });

  it('says who has what was not called, and calls anyway when that is wanted', async () => {
    const free = item({ name: 'Eve Reed', state: 'open' });
    const callBack: Answers['callBack'] = ({ anyway }) =>
      anyway ? { call: 'new' } : Promise.reject(new FaultError('taken-by', { about: 'Marc Dubois' }));
    const readInbox: Answers['readInbox'] = () => ({
      rows: [{ ...free, state: 'claimed', by: marc }],
      total: 1,
    });
    const fake = await show([free], {}, { answers: { callBack, readInbox } });
    await press('Call Eve Reed back');
    expect(host.querySelector('.inbox-row')?.textContent).toContain('Marc Dubois has it. Nobody was called.');
    expect(fake.place.value).toBe('inbox');
    await press('Call anyway');
    expect(fake.sent.filter(({ name }) => name === 'callBack').map(({ input }) => input)).toEqual([
      { item: free.id },
      { item: free.id, anyway: true },
    ]);
    expect(fake.place.value).toBe('phone');
  });

  it('follows every change, and asks for nothing while it is not seen', async () => {
    const fake = await show([item()]);
    const asked = () => fake.sent.filter(({ name }) => name === 'readInbox').length;
    const before = asked();
    await act(async () => {
      fake.set({ inbox: inbox({ version: 2 }) });
      await settled();
    });
    await vi.waitFor(() => expect(asked()).toBe(before + 1));
    await act(async () => {
      fake.place.value = 'phone';
      await settled();
    });
    const hidden = asked();
    for (const version of [3, 4]) {
      await act(async () => {
        fake.set({ inbox: inbox({ version }) });
        await settled();
      });
    }
    await act(async () => {
      fake.place.value = 'inbox';
      await settled();
    });
    // Only the last change is asked after, once it is seen again.
    await vi.waitFor(() => expect(asked()).toBe(hidden + 1));
  });

  it('asks for one part of it, or for what is looked for', async () => {
    const fake = await show([item()]);
    const last = () => fake.sent.findLast(({ name }) => name === 'readInbox')?.input;
    await act(async () => {
      all('.segment input')[1]?.dispatchEvent(new Event('change', { bubbles: true }));
      await settled();
    });
    expect(last()).toMatchObject({ view: 'mine', query: '' });
    const field = host.querySelector<HTMLInputElement>('.inbox .search-field input');
    await act(async () => {
      if (field) field.value = 'cellar';
      field?.dispatchEvent(new Event('input', { bubbles: true }));
      await settled();
    });
    await vi.waitFor(() => expect(last()).toMatchObject({ query: 'cellar' }));
  });

  it.each([
    [
      inbox({ state: 'lost', undelivered: 3, behind: true }),
      /No connection to crm.*kept and delivered later.*not delivered yet: 3/s,
    ],
    [inbox({ state: 'needed', fault: fault('sign-in-needed') }), /not signed in at crm.*Try now/s],
    [inbox({ state: 'needed', wantsOrigin: 'https://crm/*' }), /may not be asked yet.*Allow the site/s],
    [inbox({ state: 'needed', fault: fault('inbox-not-offered') }), /keeps no Inbox.*Check/s],
  ])('tells how it stands, with one thing to do', async (slice, words) => {
    await show([], { inbox: slice });
    expect(text()).toMatch(words);
    expect(all('.inbox .notice button')).toHaveLength(1);
  });
});

describe('an item', () => {
  it('shows all that was given, and what colleagues wrote', async () => {
    await show([whole]);
    await open(whole);
    for (const part of [
      'Asked for',
      'Peter Weiss',
      'Email',
      'hubert@example.com',
      'Budget Per Year',
      'oh three oh',
      'It is not finished and is tried again by itself.',
      'The CRM did not answer',
      'The caller was told',
      'Tried twice, <i>engaged</i>.',
      'Marc Dubois',
      'Tokyo · 45 min',
    ])
      expect(text()).toContain(part);
    await vi.waitFor(() => expect(named('Show the transcript')).toBeDefined());
    await press('Show the transcript');
    await vi.waitFor(() => expect(text()).toContain('There is water coming through my ceiling.'));
  });

  it.each([
    ['nothing was kept', () => ({ lines: [], notes: [] })],
    ['the service does not know the call', () => Promise.reject(new FaultError('service-refused'))],
  ])('says that there is no transcript where %s', async (_why, callDetails) => {
    const entry = item({ name: 'Eve Reed' });
    await show([entry], {}, { answers: { callDetails } });
    await open(entry);
    await vi.waitFor(() => expect(text()).toContain('There is no transcript of this call.'));
    expect(named('Show the transcript')).toBeUndefined();
  });

  it('leads to the others of its call, and says where its number is from', async () => {
    const message = item({ name: 'Eve Reed', kind: 'message' });
    const summary = item({
      name: 'Eve Reed',
      kind: 'summary',
      text: 'It is about her roof.',
      numberOfCall: true,
      related: [message],
    });
    await show([summary, message]);
    await act(async () => {
      all('.row-open')[0]?.click();
      await settled();
    });
    expect(text()).toContain('Known from the same call');
    const other = all('.same-call button')[0];
    expect(other?.textContent).toMatch(/^Message/);
    await act(async () => {
      other?.click();
      await settled();
    });
    expect(host.querySelector('.inbox-kind')?.textContent).toContain('Message');
  });

  it('is given back, assigned, noted on, snoozed and woken', async () => {
    const entry = item({ name: 'Eve Reed', state: 'claimed', by: me, mine: true });
    const fake = await show([entry]);
    await open(entry);
    await press('Give back');
    const select = host.querySelector('select');
    await act(async () => {
      if (select) select.value = marc.id;
      select?.dispatchEvent(new Event('change', { bubbles: true }));
      await settled();
    });
    const note = host.querySelector<HTMLTextAreaElement>('.inbox-notes textarea');
    await act(() => {
      if (note) note.value = 'Called twice';
      note?.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await press('Add note');
    await press('Snooze');
    await press('In 1 hour');
    const sent = fake.sent.filter(({ name }) => /^(release|assign|note|snooze)/.test(name));
    expect(sent).toMatchObject([
      { name: 'releaseItem', input: { item: entry.id } },
      { name: 'assignItem', input: { item: entry.id, to: marc.id } },
      { name: 'noteItem', input: { item: entry.id, text: 'Called twice' } },
      { name: 'snoozeItem', input: { item: entry.id } },
    ]);
    const until = (sent[3]?.input as { until?: number } | undefined)?.until ?? 0;
    expect(Math.abs(until - Date.now() - 3_600_000)).toBeLessThan(60_000);
    expect(host.querySelector<HTMLTextAreaElement>('.inbox-notes textarea')?.value).toBe('');
  });

  it('is taken over from a colleague only after one more press, and says who took it', async () => {
    const entry = item({ name: 'Eve Reed', state: 'claimed', by: marc });
    const fake = await show([entry]);
    await open(entry);
    expect(named('Give back')).toBeUndefined();
    await press('Take over');
    expect(text()).toContain('Marc Dubois has it and will see that you took it over.');
    expect(fake.sent.some(({ name }) => name === 'claimItem')).toBe(false);
    await press('Take over from Marc Dubois');
    expect(fake.sent).toContainEqual({ name: 'claimItem', input: { item: entry.id, from: marc.id } });
    const takeovers = [{ from: me, by: marc, at: new Date().toISOString() }];
    await act(() => render(null, host));
    const lost = item({ name: 'Ana Reed', state: 'claimed', by: marc, takeovers });
    await show([lost]);
    expect(host.querySelector('.inbox-row')?.textContent).toContain('Marc Dubois took it over from you');
    await open(lost);
    expect(host.querySelector('.inbox-notes')?.textContent).toContain(
      'Marc Dubois took it over from Dana Okafor',
    );
  });

  it('keeps the words of a note that was not taken until they are put away', async () => {
    const refused = [{ id: 'r1', kind: 'note' as const, code: 'invalid' as const, text: 'Her own words.' }];
    const entry = item({ name: 'Eve Reed', refused });
    const fake = await show([entry]);
    await open(entry);
    expect(host.querySelector('.notice')?.textContent).toContain('Her own words.');
    await press('Dismiss');
    expect(fake.sent).toContainEqual({ name: 'dismissRefused', input: { change: 'r1' } });
  });

  it('is left by Escape, and its row has the keyboard back', async () => {
    const entry = item({ name: 'Eve Reed' });
    await show([entry]);
    await open(entry);
    await act(async () => {
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }),
      );
      await settled();
    });
    expect(document.activeElement?.classList.contains('row-open')).toBe(true);
  });
});

describe('an appointment', () => {
  const at = (facts: object) => ({
    date: '2026-11-24',
    time: '15:30',
    timeZone: 'America/New_York',
    ...facts,
  });

  it('is the moment its own clock shows', () => {
    expect(momentOf(at({}))).toBe(Date.parse('2026-11-24T20:30:00Z'));
    expect(momentOf(at({ date: '2026-07-01' }))).toBe(Date.parse('2026-07-01T19:30:00Z'));
    expect(momentOf(at({ timeZone: 'Asia/Kolkata', time: '00:15' }))).toBe(
      Date.parse('2026-11-23T18:45:00Z'),
    );
    // The night the clocks go back in New York.
    expect(momentOf(at({ date: '2026-11-01', time: '03:00' }))).toBe(Date.parse('2026-11-01T08:00:00Z'));
    expect(momentOf(at({ timeZone: 'Nowhere/Land' }))).toBeUndefined();
    expect(momentOf(at({ date: 'Tuesday' }))).toBeUndefined();
  });

  it('is shown in its own zone, with ours beside it where that is another, and with our day where that is another', () => {
    const words = appointmentWords(at({}), 'Europe/Berlin');
    expect(words.there).toMatch(/Tue.*24.*3:30|15:30/);
    expect(words.zone).toBe('New York');
    expect(words.here).toMatch(/9:30|21:30/);
    expect(appointmentWords(at({}), 'America/Toronto').here).toBeUndefined();
    expect(appointmentWords(at({}), 'Asia/Tokyo').here).toMatch(/25/);
    expect(appointmentWords(at({ time: undefined }), 'Asia/Tokyo').here).toBeUndefined();
    expect(appointmentWords(at({ timeZone: 'Nowhere/Land' })).there).toBe('2026-11-24 15:30');
  });
});

describe('words', () => {
  it('of fields, of tomorrow, of the browser’s own field', () => {
    expect(fieldName('policy_number')).toBe('Policy number');
    expect(fieldName('budgetPerYear')).toBe('Budget Per Year');
    const morning = new Date(tomorrowMorning(new Date(2026, 10, 30, 23).getTime()));
    expect([morning.getMonth(), morning.getDate(), morning.getHours()]).toEqual([11, 1, 9]);
    const noon = new Date(2026, 10, 24, 12, 5).getTime();
    expect(localInput(noon)).toBe('2026-11-24T12:05');
    expect(new Date(localInput(noon)).getTime()).toBe(noon);
  });

  it('say nothing while all is well', () => {
    expect(troubleOf(inbox())).toBeUndefined();
    expect(troubleOf(inbox({ state: 'connecting' }))).toBeUndefined();
  });
});
