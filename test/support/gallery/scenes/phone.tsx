/** Every state of the phone panel. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { PhonePanel } from '../../../../components/phone-panel.tsx';
import type { OutcomeKind } from '../../../../lib/call/call.ts';
import type { FaultCode } from '../../../../lib/mirror/fault.ts';
import type { Slices } from '../../../../lib/mirror/slices.ts';
import { outcomeWords } from '../../../../components/phone/outcome-words.ts';
import { faultWords } from '../../../../components/controls/fault-words.ts';
import { fakePhone, type Answers } from '../../fake-phone.ts';
import { call, early, fault, longParty, peter, ready, refused, session, withCalls } from '../states.ts';
import { FaultError } from '../../../../lib/mirror/fault.ts';

interface SceneProps {
  title: string;
  slices: Partial<Slices>;
  link?: 'away' | 'live';
  typed?: string;
  /** Pressed by its label once the scene stands. */
  press?: string;
  answers?: Answers;
}

/** One panel on the board. */
export function Box({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <figure class="box">
      <figcaption>{title}</figcaption>
      <div class="frame">{children}</div>
    </figure>
  );
}

/** A panel of a page in one state. */
export function Scene({ title, slices, link, typed, press, answers }: SceneProps) {
  const box = useRef<HTMLDivElement>(null);
  const draft = useSignal(typed ?? '');
  useEffect(() => {
    if (press === undefined) return;
    const buttons = [...(box.current?.querySelectorAll('button') ?? [])];
    buttons.find((button) => button.textContent?.includes(press))?.click();
  }, [press]);
  return (
    <Box title={title}>
      <div ref={box}>
        <PhonePanel
          phone={fakePhone(slices, { link, answers }).phone}
          surface="overlay"
          draft={draft}
          onClose={() => undefined}
        />
      </div>
    </Box>
  );
}

const held = () => call({ party: peter, hold: { ours: 'on', theirs: false } });
const offer = (facets = {}) => early({ direction: 'incoming', phase: 'offered', ...facets });

export function Calls() {
  return (
    <>
      <Scene title="offered" slices={withCalls(offer())} />
      <Scene title="offered, no name" slices={withCalls(offer({ party: { number: '+442079460018' } }))} />
      <Scene title="offered, withheld" slices={withCalls(offer({ party: { number: '' } }))} />
      <Scene title="two offered" slices={withCalls(offer(), offer({ party: peter }))} />
      <Scene title="placing" slices={withCalls(early({ phase: 'placing' }))} />
      <Scene title="ringing" slices={withCalls(early({ phase: 'ringing-out' }))} />
      <Scene title="early media" slices={withCalls(early({ phase: 'ringing-out', earlyMedia: true }))} />
      <Scene title="answering" slices={withCalls(early({ direction: 'incoming', phase: 'answering' }))} />
      <Scene title="live" slices={withCalls(call())} />
      <Scene title="muted" slices={withCalls(call({ muted: true }))} />
      <Scene title="asking hold" slices={withCalls(call({ hold: { ours: 'asking', theirs: false } }))} />
      <Scene title="held" slices={withCalls(call({ hold: { ours: 'on', theirs: false } }))} />
      <Scene title="releasing" slices={withCalls(call({ hold: { ours: 'releasing', theirs: false } }))} />
      <Scene title="held by them" slices={withCalls(call({ hold: { ours: 'off', theirs: true } }))} />
      <Scene title="keypad" slices={withCalls(call({ digits: '1234#' }))} press="Keypad" />
      <Scene title="second on hold" slices={withCalls(held(), call())} />
      <Scene
        title="swap under way"
        slices={withCalls(
          call({ party: peter, hold: { ours: 'releasing', theirs: false } }),
          call({ hold: { ours: 'asking', theirs: false } }),
        )}
      />
      <Scene title="offer while live" slices={withCalls(call(), offer({ party: peter }))} />
      <Scene title="recovering" slices={withCalls(call({ phase: 'recovering' }))} />
      <Scene
        title="hold refused"
        slices={withCalls(
          call({ trouble: { kind: 'hold-refused', code: 488, said: 'Not Acceptable Here' } }),
        )}
      />
      <Scene title="closing" slices={withCalls(call({ phase: 'closing' }))} />
      <Scene title="long" slices={withCalls(call({ party: longParty }), { ...held(), party: longParty })} />
      <Scene title="away in a call" slices={withCalls(call())} link="away" />
      <Scene
        title="command failed"
        slices={withCalls(call())}
        press="Mute"
        answers={{
          mute: () => Promise.reject(new FaultError('engine-gone')),
        }}
      />
    </>
  );
}

export function Ended() {
  const kinds = Object.keys(outcomeWords) as OutcomeKind[];
  const talked: OutcomeKind[] = ['completed', 'interrupted', 'lost'];
  return (
    <>
      {kinds.map((kind) => (
        <Scene
          key={kind}
          title={kind}
          slices={withCalls(
            (talked.includes(kind) ? call : early)({
              direction: kind === 'missed' || kind === 'answered-elsewhere' ? 'incoming' : 'outgoing',
              phase: 'closed',
              endedAt: Date.now(),
              outcome: { kind, ...(kind === 'busy' && { code: 486, said: 'Busy Here' }) },
            }),
          )}
        />
      ))}
      <Scene
        title="two ended, one live"
        slices={withCalls(
          call(),
          early({ phase: 'closed', party: peter, endedAt: 1, outcome: { kind: 'busy' } }),
          early({ phase: 'closed', party: longParty, endedAt: 2, outcome: { kind: 'missed' } }),
        )}
      />
    </>
  );
}

export function Idle() {
  const line = (facets: Partial<Slices['line']>): Partial<Slices> => ({
    session,
    line: { ...ready, ...facets },
  });
  const codes = Object.keys(faultWords) as FaultCode[];
  return (
    <>
      <Scene title="empty" slices={line({})} />
      <Scene title="typing" slices={line({})} typed="78655501" />
      <Scene title="number" slices={line({})} typed="7865550198" />
      <Scene title="not a number" slices={line({})} typed="12" />
      <Scene title="connecting" slices={line({ state: 'connecting' })} typed="7865550198" />
      <Scene
        title="retrying"
        slices={line({
          state: 'retrying',
          retryAt: Date.now() + 7000,
          fault: fault('server-unreachable', { about: 'wss://pbx.example/ws', said: 'code 1006' }),
        })}
      />
      <Scene title="before the first picture" slices={{}} link="away" />
      <Scene title="no account" slices={{ line: { state: 'none', since: 1 } }} />
      <Scene
        title="wrong password"
        slices={refused(
          fault('wrong-password', { about: '1001@pbx.example', said: '403 Forbidden (bad auth)' }),
        )}
      />
      <Scene
        title="long identity"
        slices={{
          ...line({}),
          session: {
            account: {
              ...session.account!,
              identity: 'sip:a-very-long-user-name-indeed@telephony.eu-central-1.example.com',
            },
          },
        }}
      />
      {codes.map((code) => (
        <Scene key={code} title={code} slices={refused(fault(code, { said: 'the words of the server' }))} />
      ))}
    </>
  );
}
