/** The Inbox: full, empty, out of reach, and one item in full. */
import { FaultError } from '../../../../lib/mirror/fault.ts';
import type { InboxEntry } from '../../../../lib/mirror/inbox.ts';
import type { Slices } from '../../../../lib/mirror/slices.ts';
import type { Answers } from '../../fake-phone.ts';
import { inbox, item, items, colleagues, marc, me, whole } from '../inbox-states.ts';
import * as states from '../desk-states.ts';
import { fault } from '../states.ts';
import { Scene } from './desk.tsx';

const served = (rows: readonly InboxEntry[]): Answers => ({
  readInbox: ({ offset = 0, limit = 50 }) => ({
    rows: rows.slice(offset, offset + limit),
    total: rows.length,
  }),
  readItem: ({ item: id }) => rows.find((row) => row.id === id) ?? whole,
  readColleagues: () => colleagues,
  callDetails: () => ({ lines: states.aiLines, notes: [] }),
});
const none = { open: 0, mine: 0, snoozed: 0, done: 0 };
const open = (rows: readonly InboxEntry[]) => rows[0]?.name ?? '';

interface InboxSceneProps {
  title: string;
  rows: readonly InboxEntry[];
  slice?: Partial<Slices['inbox']>;
  press?: readonly string[];
  answers?: Answers;
  surface?: 'overlay' | 'popup';
}

const InboxScene = ({ title, rows, slice, press, answers, surface }: InboxSceneProps) => (
  <Scene
    title={title}
    tab="inbox"
    slices={{ inbox: inbox(slice) }}
    answers={{ ...served(rows), ...answers }}
    press={press}
    surface={surface}
  />
);

const taken = item({ name: 'Lena Kowalska', state: 'claimed', by: marc, urgent: true });
const given = item({ name: 'Joana Brito', assignedTo: me, assignedBy: marc, mine: true });
const handed = item({
  name: 'Lena Kowalska',
  state: 'claimed',
  by: marc,
  takeovers: [{ from: me, by: marc, at: new Date(Date.now() - 300_000).toISOString() }],
});
const ofCall = item({
  name: 'Eve Reed',
  kind: 'summary',
  text: 'Asked about order 4417; wants to be called back today.',
  numberOfCall: true,
  related: [
    { id: 'r1', kind: 'message', at: new Date(Date.now() - 240_000).toISOString() },
    { id: 'r2', kind: 'sms', at: new Date(Date.now() - 200_000).toISOString() },
  ],
});
const late = item({
  name: 'Joana Brito',
  state: 'done',
  by: marc,
  refused: [
    { id: 'r1', kind: 'claim', code: 'taken', by: marc },
    { id: 'r2', kind: 'note', code: 'invalid', text: 'She prefers to be called after four.' },
  ],
});
const kept = items(8).map((row, at) =>
  at < 3 ? { ...row, state: 'claimed' as const, by: me, mine: true, undelivered: ['claim' as const] } : row,
);

export function Inboxes() {
  return (
    <>
      <InboxScene title="full" rows={items(40)} surface="overlay" />
      <InboxScene title="empty" rows={[]} slice={{ counts: none, fresh: 0 }} />
      <InboxScene
        title="loading"
        rows={[]}
        slice={{ state: 'connecting', known: false, counts: none, fresh: 0 }}
      />
      <InboxScene title="item" rows={[whole]} press={[open([whole])]} />
      <InboxScene
        title="snooze"
        rows={[items(3)[2] ?? whole]}
        press={['Marc Dubois', 'Snooze', 'Später', 'Posponer']}
      />
      <InboxScene
        title="transcript"
        rows={[item({ name: 'Eve Reed' })]}
        press={['Eve Reed', 'Show the transcript']}
      />
      <InboxScene
        title="offline, undelivered"
        rows={kept}
        slice={{
          state: 'lost',
          undelivered: 3,
          behind: true,
          fault: fault('service-unreachable', { said: 'Failed to fetch' }),
        }}
      />
      <InboxScene
        title="sign-in needed"
        rows={[]}
        slice={{
          state: 'needed',
          known: false,
          counts: none,
          fresh: 0,
          fault: fault('sign-in-needed', { about: 'crm.ringside.example', said: '401 not_signed_in' }),
        }}
      />
      <InboxScene
        title="permission needed, held back"
        rows={items(2)}
        slice={{
          state: 'needed',
          heldBack: 2,
          wantsOrigin: 'https://crm.ringside.example/*',
          fault: fault('site-permission-needed', { about: 'crm.ringside.example' }),
        }}
      />
      <InboxScene title="taken by somebody" rows={[taken]} press={['Lena Kowalska']} />
      <InboxScene
        title="take over"
        rows={[handed]}
        press={['Lena Kowalska', 'Take over', 'Abnehmen', 'Relevar']}
      />
      <InboxScene
        title="not called, handed over"
        rows={[taken, given, handed, ...items(2)]}
        answers={{ callBack: () => Promise.reject(new FaultError('taken-by', { about: 'Marc Dubois' })) }}
        press={['Call Lena Kowalska back', 'Lena Kowalska zurückrufen']}
      />
      <InboxScene title="same call" rows={[ofCall]} press={['Eve Reed']} />
      <InboxScene
        title="no transcript"
        rows={[item({ name: 'Eve Reed' })]}
        press={['Eve Reed']}
        answers={{ callDetails: () => ({ lines: [], notes: [] }) }}
      />
      <InboxScene title="too late" rows={[late]} press={['Joana Brito']} />
      <InboxScene
        title="nothing found"
        rows={[]}
        answers={{ readInbox: () => ({ rows: [], total: 0, searched: 'kept' }) }}
      />
    </>
  );
}
