/** What a service's switch lets an operator do: give a call away, add a third, block callers, say who answers numbers. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PortName, ThreeWaySlice } from '../../../../lib/mirror/desk.ts';
import { FaultError } from '../../../../lib/mirror/fault.ts';
import type { Slices } from '../../../../lib/mirror/slices.ts';
import { Blocked } from '../../../../components/settings/blocked.tsx';
import { CompanyNumbers } from '../../../../components/settings/company-numbers.tsx';
import { fakePhone, type Answers } from '../../fake-phone.ts';
import { desk } from '../desk-states.ts';
import { call, early, fault, longParty, peter, withCalls } from '../states.ts';
import { Card } from './accounts.tsx';
import { Scene } from './phone.tsx';

const ports: PortName[] = ['lines', 'history', 'presence', 'numbers', 'control', 'blocked', 'admin'];
const live = call({ id: 'live' });
const available = { value: 'available', kind: 'available' } as const;

const team: Partial<Slices> = {
  desk: desk({ ports }),
  presence: {
    state: 'ready',
    own: available,
    choices: [available, { value: 'busy', kind: 'busy' }, { value: 'away', kind: 'away' }],
    colleagues: [
      { id: '1002', name: 'Joana Brito', status: available, extension: '1002' },
      { id: '1003', name: 'Marc Dubois', status: { value: 'on_call', kind: 'busy' }, extension: '1003' },
      { id: '1004', name: longParty.name, status: { value: 'away', kind: 'away' }, extension: '1004' },
    ],
  },
};

const three = (state: ThreeWaySlice['state'], more: Partial<ThreeWaySlice> = {}): Partial<Slices> => ({
  ...withCalls(live),
  ...team,
  threeWay: {
    call: 'live',
    person: peter,
    state,
    waits: { first: state !== 'active', added: false },
    asking: false,
    ...more,
  },
});

const administered: Answers = {
  listBlocked: () => [
    { id: '1', number: '+17865550142', reason: 'Rings at night', since: Date.now() - 86_400_000 },
    { id: '2', number: '+442079460018' },
  ],
  readAdmin: () => ({
    numbers: [
      {
        id: 'a',
        number: '+17865550180',
        display: '(786) 555-0180',
        label: 'Support',
        answeredBy: { kind: 'ai_agent', target: 'front-desk' },
      },
      { id: 'b', number: '+17865550181', display: '(786) 555-0181', label: 'Sales' },
    ],
    targets: [
      { kind: 'extension', target: '1001', name: 'Ana Martínez' },
      { kind: 'ai_agent', target: 'front-desk', name: 'Front desk' },
    ],
  }),
};
/** The operator may not; whoever looks after the phones signs in. */
const foreign = (administrator: string | null): Answers => ({
  readAdmin: () => ({ numbers: [], targets: [], administrator }),
  exportRecords: () => ({ name: 'call-records.csv', type: 'text/csv', text: '', cut: 10_000 }),
});
const forbidden = () =>
  Promise.reject(new FaultError('service-forbidden', { said: 'Only an administrator may do that.' }));

/** What is folded is open, and the file was asked for. */
function Opened({ children }: { children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void (async () => {
      await new Promise((resolve) => setTimeout(resolve, 120));
      box.current?.querySelector('details')?.setAttribute('open', '');
      box.current?.querySelector<HTMLElement>('.export button')?.click();
    })();
  }, []);
  return <div ref={box}>{children}</div>;
}

const admin = (answers: Answers) => fakePhone(team, { answers }).phone;

export function Switched() {
  return (
    <>
      <Scene title="can add" slices={{ ...withCalls(live), ...team }} />
      <Scene title="plain account" slices={withCalls(live)} />
      <Scene title="before the answer" slices={{ ...withCalls(early({ phase: 'ringing-out' })), ...team }} />
      <Scene title="transfer" slices={{ ...withCalls(live), ...team }} press="Transfer" />
      <Scene title="add" slices={{ ...withCalls(live), ...team }} press="Add a person" />
      <Scene
        title="transferring"
        slices={{ ...withCalls(call({ transfer: { to: { number: '1002' }, state: 'going' } })), ...team }}
      />
      <Scene
        title="transfer refused"
        slices={{
          ...withCalls(call({ trouble: { kind: 'transfer-refused', code: 486, said: 'Busy Here' } })),
          ...team,
        }}
      />
      <Scene title="calling a third" slices={three('dialing')} />
      <Scene title="one waits" slices={three('holding')} />
      <Scene title="three talk" slices={three('active', { since: Date.now() - 65_000 })} />
      <Scene title="long names" slices={three('holding', { person: longParty })} />
      <Scene
        title="nobody came"
        slices={three('dialing', { fault: fault('person-missing'), waits: { first: false, added: false } })}
      />
      <Scene
        title="given away"
        slices={{
          ...withCalls(call({ phase: 'closed', outcome: { kind: 'transferred', to: peter } })),
          ...team,
        }}
      />
      <Scene
        title="block"
        slices={{
          ...withCalls(
            call({ direction: 'incoming', phase: 'closed', outcome: { kind: 'completed' }, party: peter }),
          ),
          ...team,
        }}
        press="Block this number"
      />
      <Card title="blocked callers">
        <Blocked phone={admin(administered)} />
      </Card>
      <Card title="nobody blocked">
        <Blocked phone={admin({ listBlocked: () => [] })} />
      </Card>
      <Card title="company numbers">
        <CompanyNumbers phone={admin(administered)} save={() => undefined} />
      </Card>
      <Card title="an administrator’s own sign-in">
        <Opened>
          <CompanyNumbers phone={admin(foreign(null))} save={() => undefined} />
        </Opened>
      </Card>
      <Card title="signed in as administrator, records cut off">
        <Opened>
          <CompanyNumbers
            phone={admin(foreign('admin@ringside.example · Lumen Sandbox'))}
            save={() => undefined}
          />
        </Opened>
      </Card>
      <Card title="no administrator">
        <CompanyNumbers phone={admin({ readAdmin: forbidden })} save={() => undefined} />
      </Card>
    </>
  );
}
