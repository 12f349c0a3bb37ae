import '../../support/gallery/words.ts';
import { describe, expect, it } from 'vitest';
import { draftOf, errorsOf } from '../../../components/desk/contact-draft.ts';
import { dispositionWords } from '../../../components/desk/disposition.ts';
import { filterOf } from '../../../components/desk/history-filter.tsx';
import { presenceWords } from '../../../components/desk/presence-words.ts';
import { steady, type SteadyRow } from '../../../components/desk/steady.ts';
import { firstTab, stepTo, tabsFor } from '../../../components/desk/tabs.ts';
import { speaker, spokenNews } from '../../../components/desk/transcript-words.ts';
import { examplePop, isPopUrl, unknownFields } from '../../../components/settings/screen-pop.ts';
import { checkSippet, sitesWanted, sippetDraftOf } from '../../../components/settings/sippet-draft.ts';
import { entry, lines } from '../../support/gallery/desk-states.ts';
import { call } from '../../support/gallery/states.ts';

describe('tabs', () => {
  it('stand only for what the account offers', () => {
    expect(tabsFor([])).toEqual(['phone']);
    expect(tabsFor(['lines', 'transcripts', 'presence'])).toEqual(['phone']);
    expect(tabsFor(['history', 'queue'])).toEqual(['phone', 'queue', 'history']);
    expect(tabsFor(['ai'])).toEqual(['phone', 'queue']);
  });

  it('begin with the queue in the popup, unless there is a call', () => {
    expect(firstTab('popup', ['queue'], [])).toBe('queue');
    expect(firstTab('popup', ['queue'], [call({ phase: 'closed' })])).toBe('queue');
    expect(firstTab('popup', ['queue'], [call()])).toBe('phone');
    expect(firstTab('popup', ['history'], [])).toBe('phone');
    expect(firstTab('overlay', ['queue'], [])).toBe('phone');
  });

  it('are walked in a circle, along the line of reading', () => {
    expect(stepTo('ArrowRight', 3, 4, false)).toBe(0);
    expect(stepTo('ArrowLeft', 0, 4, false)).toBe(3);
    expect(stepTo('ArrowLeft', 0, 4, true)).toBe(1);
    expect(stepTo('Home', 2, 4, true)).toBe(0);
    expect(stepTo('End', 0, 4, false)).toBe(3);
    expect(stepTo('Enter', 1, 4, false)).toBeUndefined();
  });
});

describe('rows of the queue', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id) => entry({ id }));
  if (!a || !b || !c || !d) throw new Error('no entries');
  const rows: SteadyRow[] = [a, b, c].map((one) => ({ entry: one, gone: false }));
  const told = (shown: SteadyRow[]) => shown.map(({ entry, gone }) => (gone ? `(${entry.id})` : entry.id));
  const none = new Set<string>();

  it('follow the engine when nobody reaches for them', () => {
    expect(told(steady(rows, [d, b, c], { all: false, some: none }))).toEqual(['d', 'b', 'c']);
  });

  it('stay under the pointer: who left keeps the place, who came stands at the end', () => {
    const held = steady(rows, [d, b, c], { all: true, some: none });
    expect(told(held)).toEqual(['(a)', 'b', 'c', 'd']);
    expect(told(steady(held, [d, c], { all: true, some: none }))).toEqual(['(a)', '(b)', 'c', 'd']);
    expect(told(steady(held, [d, c], { all: false, some: none }))).toEqual(['d', 'c']);
  });

  it('show what is new about those that stay', () => {
    const taken = { ...b, status: 'taken' as const, takenBy: 'Dana Okafor' };
    expect(steady(rows, [a, taken, c], { all: true, some: none })[1]?.entry.takenBy).toBe('Dana Okafor');
  });

  it('keep the one that says who was faster, where it was', () => {
    expect(told(steady(rows, [a, c], { all: false, some: new Set(['b']) }))).toEqual(['a', '(b)', 'c']);
    expect(told(steady(rows, [], { all: false, some: new Set(['c']) }))).toEqual(['(c)']);
  });
});

describe('a transcript', () => {
  it('reads out the last finished line that is not ours', () => {
    expect(spokenNews(lines, 'Ana Martínez')).toBe('Ana: The policy ends in nine eight one, I think.');
    expect(spokenNews(lines.slice(0, 1), 'Ana Martínez')).toBe('');
  });

  it('names who speaks in one word', () => {
    expect(speaker('caller')).toBe('Caller');
    expect(speaker('caller', '  Ana María Martínez')).toBe('Ana');
    expect(speaker('operator', 'Ana')).toBe('You');
    expect(speaker('unknown')).toBe('Someone');
  });
});

describe('words of the service', () => {
  it('are said in our language where everybody uses them', () => {
    const choices = [
      { value: 'available', kind: 'available' },
      { value: 'away', kind: 'away' },
      { value: 'lunch_time', kind: 'away' },
    ] as const;
    expect(presenceWords({ value: 'on_break', kind: 'away' }, choices)).toBe('On a break');
    expect(presenceWords(choices[1], choices)).toBe('Away');
    expect(presenceWords(choices[2], choices)).toBe('Lunch time');
    expect(presenceWords({ value: 'ready_7', kind: 'available' }, choices)).toBe('Available');
    expect(presenceWords({ value: 'fireDrill', kind: 'unknown' })).toBe('Fire drill');
    expect(dispositionWords('call-back')).toBe('Call back');
    expect(dispositionWords('sent_to_claims')).toBe('Sent to claims');
  });
});

describe('a contact', () => {
  it('begins with what was searched for, as a name or as a number', () => {
    expect(draftOf(undefined, 'Ana M')).toMatchObject({ name: 'Ana M', number: '' });
    expect(draftOf(undefined, '+1 786 555 0198')).toMatchObject({ name: '', number: '+1 786 555 0198' });
  });

  it('is told what is wrong with it, and nothing the engine has not said', () => {
    const draft = { name: ' ', number: '12', email: 'ana', notes: '' };
    expect(errorsOf(draft, null)).toEqual({ name: 'errorContactName', email: 'errorContactEmail' });
    expect(errorsOf({ ...draft, name: 'Ana', email: '' }, false)).toEqual({ number: 'errorContactNumber' });
    expect(errorsOf({ ...draft, name: 'Ana', email: '', number: '' }, false)).toEqual({});
  });
});

it('a history filter is a question to the engine', () => {
  expect(filterOf('all')).toEqual({});
  expect(filterOf('missed')).toEqual({ result: 'missed' });
  expect(filterOf('outgoing')).toEqual({ direction: 'outgoing' });
});

describe('the page opened for a call', () => {
  it('shows the address it comes to, encoded', () => {
    expect(examplePop('https://crm.example/?p={number}&n={name}')).toBe(
      'https://crm.example/?p=%2B17865550198&n=Ana%20Mart%C3%ADnez',
    );
  });

  it('tells a word that stands for nothing', () => {
    expect(unknownFields('https://crm.example/{number}/{nummer}')).toEqual(['nummer']);
    expect(isPopUrl('https://crm.example/{number}')).toBe(true);
    expect(isPopUrl('http://crm.example/{number}')).toBe(false);
    expect(isPopUrl('crm.example')).toBe(false);
  });
});

describe('the form of a Sippet account', () => {
  const draft = { ...sippetDraftOf(), signInUrl: 'crm.example/operator-token' };

  it('mends addresses and names the account after its service', () => {
    const { input } = checkSippet({ ...draft, apiOrigin: 'api.sippet.example/x' }, undefined);
    expect(input).toMatchObject({
      apiOrigin: 'https://api.sippet.example',
      signInUrl: 'https://crm.example/operator-token',
      label: 'Sippet · api.sippet.example',
    });
    expect(input && sitesWanted(input)).toEqual(['https://crm.example/*']);
  });

  it('sends nothing that belongs to another way of signing in', () => {
    const { input } = checkSippet({ ...draft, tokenFrom: 'page', token: 'secret' }, undefined);
    expect(input).not.toBeNull();
    expect(input?.signInUrl).toBeUndefined();
    expect(input?.token).toBeUndefined();
    expect(input && sitesWanted(input)).toEqual([]);
  });

  it('names the company’s server, and asks for its site as well', () => {
    const { input } = checkSippet({ ...draft, companionUrl: 'inbox.example/companion' }, undefined);
    expect(input?.companionUrl).toBe('https://inbox.example/companion');
    expect(input && sitesWanted(input)).toEqual(['https://crm.example/*', 'https://inbox.example/*']);
    expect(checkSippet({ ...draft, companionUrl: 'http://inbox.example' }, undefined).errors).toEqual({
      companionUrl: 'errorCompanionUrl',
    });
  });

  it('wants what its way of signing in wants', () => {
    expect(checkSippet({ ...draft, signInUrl: '' }, undefined).errors).toEqual({
      signInUrl: 'errorSignInUrl',
    });
    expect(checkSippet({ ...draft, tokenFrom: 'pasted' }, undefined).errors).toEqual({ token: 'errorToken' });
    expect(checkSippet({ ...draft, tokenFrom: 'pasted', hasToken: true }, 'a').errors).toBeNull();
    expect(checkSippet({ ...draft, rpcPath: 'rpc' }, undefined).errors).toEqual({ rpcPath: 'errorRpcPath' });
  });

  it('takes a token as it is copied from a header', () => {
    const { input } = checkSippet({ ...draft, tokenFrom: 'pasted', token: ' Bearer abc.def ' }, undefined);
    expect(input?.token).toBe('abc.def');
  });
});
