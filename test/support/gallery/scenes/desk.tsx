/** The desk: every tab with callers, empty, loading and failed. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { TabName } from '../../../../components/desk/tabs.ts';
import { PhonePanel } from '../../../../components/phone-panel.tsx';
import { FaultError } from '../../../../lib/mirror/fault.ts';
import type { Slices } from '../../../../lib/mirror/slices.ts';
import { fakePhone, type Answers } from '../../fake-phone.ts';
import * as states from '../desk-states.ts';
import { call, early, fault, longParty, peter } from '../states.ts';
import { Box } from './phone.tsx';

interface SceneProps {
  title: string;
  tab: TabName;
  slices?: Partial<Slices>;
  answers?: Answers;
  /** Pressed one after the other, by their name. */
  press?: readonly string[];
  surface?: 'overlay' | 'popup';
}

const people = states.contacts(120);
const rows = states.past(60);

const served: Answers = {
  searchContacts: ({ query = '', offset = 0, limit = 50 }) => {
    const found = people.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()));
    return {
      contacts: found.slice(offset, offset + limit),
      total: found.length,
      known: people.length,
      state: 'ready',
    };
  },
  searchHistory: ({ offset = 0, limit = 50 }) => ({
    rows: rows.slice(offset, offset + limit),
    total: rows.length,
    service: 'ready',
  }),
  callDetails: () => ({ lines: states.aiLines, notes: states.aiCall().notes }),
};

export function Scene({ title, tab, slices, answers, press = [], surface = 'popup' }: SceneProps) {
  const box = useRef<HTMLDivElement>(null);
  const place = useSignal<TabName | null>(tab);
  useEffect(() => {
    void (async () => {
      for (const label of press) {
        await new Promise((resolve) => setTimeout(resolve, 60));
        const controls = [...(box.current?.querySelectorAll<HTMLElement>('button, .segment') ?? [])];
        const named = ({ textContent, ariaLabel }: HTMLElement) => `${ariaLabel ?? ''} ${textContent ?? ''}`;
        controls.find((control) => named(control).includes(label))?.click();
      }
    })();
  }, []);
  return (
    <Box title={title}>
      <div ref={box}>
        <PhonePanel
          phone={fakePhone({ ...states.signedIn, ...slices }, { answers: { ...served, ...answers } }).phone}
          surface={surface}
          place={place}
          saveFile={surface === 'popup' ? () => undefined : undefined}
          onClose={surface === 'overlay' ? () => undefined : undefined}
        />
      </div>
    </Box>
  );
}

const offer = () => early({ direction: 'incoming', phase: 'offered', party: peter });
const queue = (facets: Partial<Slices['queue']>): Partial<Slices> => ({
  queue: { state: 'ready', entries: [], ...facets },
});
const unreachable = fault('service-unreachable', { about: 'api.sippet.example' });

export function Queues() {
  const taken = states.waiting.map((one, at) => {
    const after = [
      { status: 'taken', takenBy: 'Dana Okafor' },
      { status: 'taking' },
      { status: 'taken', mine: true, withAi: false },
    ] as const;
    return { ...one, ...after[at] };
  });
  return (
    <>
      <Scene title="waiting" tab="queue" slices={{ aiCalls: [states.aiCall()] }} />
      <Scene title="200" tab="queue" slices={queue({ entries: states.crowd(200) })} />
      <Scene title="taken, taking" tab="queue" slices={queue({ entries: taken })} />
      <Scene
        title="somebody was faster"
        tab="queue"
        press={['Accept Joana']}
        answers={{
          acceptEntry: () => Promise.reject(new FaultError('taken-by', { about: 'Dana Okafor' })),
        }}
      />
      <Scene title="empty" tab="queue" slices={queue({})} />
      <Scene title="loading" tab="queue" slices={queue({ state: 'loading' })} />
      <Scene title="failed" tab="queue" slices={queue({ state: 'failed', fault: unreachable })} />
      <Scene
        title="failed, still known"
        tab="queue"
        slices={{
          ...queue({ state: 'failed', fault: unreachable, entries: states.waiting, readAt: Date.now() }),
        }}
      />
      <Scene
        title="not live"
        tab="queue"
        slices={{
          desk: states.desk({ live: 'lost' }),
          ...queue({ entries: states.waiting, readAt: Date.now() }),
        }}
      />
      <Scene title="in a call" tab="queue" slices={{ calls: [call()] }} />
      <Scene
        title="ringing in a call"
        tab="queue"
        slices={{
          calls: [offer(), call(), call({ party: longParty, hold: { ours: 'on', theirs: false } })],
        }}
      />
      <Scene
        title="long"
        tab="queue"
        slices={queue({
          entries: [
            states.entry({
              party: longParty,
              queue: 'Versicherungsschadensabwicklung Nordrhein-Westfalen',
              position: 12,
              waitingSince: Date.now() - 4_000_000,
              urgency: 'urgent',
              withAi: true,
              callUuid: 'x',
            }),
            ...states.waiting,
          ],
        })}
      />
      <Scene
        title="sign in again"
        tab="queue"
        slices={{
          desk: states.desk({
            signIn: { state: 'needed', fault: fault('sign-in-needed', { said: 'token expired' }) },
          }),
        }}
      />
      <Scene
        title="not a team member"
        tab="queue"
        slices={{
          desk: states.desk({
            signIn: {
              state: 'needed',
              fault: fault('operator-unknown', {
                about: 'crm.ringside.example',
                said: 'You are not a team member in Sippet. Ask its administrator to add your e-mail address.',
              }),
            },
          }),
        }}
      />
      <Scene
        title="background fault, overlay"
        tab="queue"
        surface="overlay"
        slices={{
          desk: states.desk({ faults: [fault('service-refused', { said: 'agent is not in tier' })] }),
        }}
      />
    </>
  );
}

export function People() {
  return (
    <>
      <Scene title="contacts" tab="contacts" />
      <Scene title="details" tab="contacts" press={['Ana Martínez']} />
      <Scene title="edit" tab="contacts" press={['Ana Martínez', 'Edit']} />
      <Scene title="new, with errors" tab="contacts" press={['New contact', 'Save']} />
      <Scene
        title="empty"
        tab="contacts"
        answers={{ searchContacts: () => ({ contacts: [], total: 0, known: 0, state: 'ready' }) }}
      />
      <Scene
        title="loading"
        tab="contacts"
        answers={{ searchContacts: () => ({ contacts: [], total: 0, known: 0, state: 'loading' }) }}
      />
      <Scene
        title="failed, some known"
        tab="contacts"
        answers={{
          searchContacts: () => ({
            contacts: people.slice(0, 3),
            total: 3,
            known: 3,
            state: 'failed',
            fault: unreachable,
          }),
        }}
      />
      <Scene title="status" tab="phone" press={['Your status']} />
      <Scene
        title="status asked, line away"
        tab="phone"
        slices={{
          presence: { ...states.presence, asked: 'on_break' },
          line: { state: 'retrying', since: 1, retryAt: Date.now() + 8000, fault: fault('server-dropped') },
        }}
        press={['Your status']}
      />
    </>
  );
}

export function Past() {
  return (
    <>
      <Scene title="history" tab="history" slices={{ missed: 2 }} />
      <Scene title="details" tab="history" press={['Ana Martínez']} />
      <Scene
        title="details failed"
        tab="history"
        press={['Ana Martínez']}
        answers={{ callDetails: () => Promise.reject(new FaultError('service-unreachable')) }}
      />
      <Scene
        title="empty"
        tab="history"
        answers={{ searchHistory: () => ({ rows: [], total: 0, service: 'ready' }) }}
      />
      <Scene
        title="none found"
        tab="history"
        press={['Missed']}
        answers={{ searchHistory: () => ({ rows: [], total: 0, service: 'ready' }) }}
      />
      <Scene
        title="loading"
        tab="history"
        answers={{ searchHistory: () => new Promise<never>(() => undefined) }}
      />
      <Scene
        title="service away"
        tab="history"
        answers={{
          searchHistory: () => ({ rows: rows.slice(0, 3), total: 3, service: 'failed', fault: unreachable }),
        }}
      />
      <Scene title="overlay: no export" tab="history" surface="overlay" />
    </>
  );
}

export function Talk() {
  const mine = call({ id: 'mine', direction: 'incoming' });
  const ended = call({
    id: 'ended',
    phase: 'closed',
    endedAt: Date.now() - 3000,
    outcome: { kind: 'completed' },
  });
  const many = Array.from({ length: 30 }, (_, at) => ({
    ...(states.lines[at % 3] ?? { who: 'caller' as const, text: '', final: true }),
    id: String(at),
  }));
  return (
    <>
      <Scene title="idle" tab="phone" />
      <Scene title="idle, overlay" tab="phone" surface="overlay" />
      <Scene title="nothing said" tab="phone" slices={{ calls: [mine] }} />
      <Scene title="live" tab="phone" slices={{ calls: [mine], transcripts: { mine: states.lines } }} />
      <Scene
        title="long, with one on hold"
        tab="phone"
        slices={{
          calls: [mine, call({ party: peter, hold: { ours: 'on', theirs: false } })],
          transcripts: { mine: [...many, ...states.lines] },
        }}
      />
      <Scene
        title="from the AI"
        tab="phone"
        slices={{
          calls: [mine],
          transcripts: { mine: states.aiLines },
          aiCalls: [states.aiCall({ state: 'ours', call: 'mine' })],
        }}
      />
      <Scene
        title="keypad"
        tab="phone"
        press={['Keypad']}
        slices={{ calls: [mine], transcripts: { mine: states.lines } }}
      />
      <Scene
        title="read along"
        tab="queue"
        press={['Listen in']}
        slices={{ aiCalls: [states.aiCall({ listening: true, codec: 'OPUS' })] }}
      />
      <Scene
        title="barging in"
        tab="queue"
        press={['Listen in']}
        slices={{ aiCalls: [states.aiCall({ listening: true, codec: 'OPUS', state: 'barging' })] }}
      />
      <Scene
        title="ours"
        tab="queue"
        press={['Listen in']}
        slices={{
          calls: [mine],
          aiCalls: [states.aiCall({ listening: true, codec: 'OPUS', state: 'ours', call: 'mine' })],
        }}
      />
      <Scene title="wrap-up" tab="phone" slices={{ calls: [ended], wrapUp: [states.wrapUp()] }} />
      <Scene
        title="wrap-up, another rings"
        tab="phone"
        slices={{ calls: [offer(), ended], wrapUp: [states.wrapUp({ note: 'Wants the' })] }}
      />
      <Scene
        title="notes on their way"
        tab="phone"
        slices={{
          wrapUp: [
            states.wrapUp({ state: 'waiting', fault: unreachable }),
            states.wrapUp({ call: 'b', state: 'waiting' }),
          ],
        }}
      />
    </>
  );
}
