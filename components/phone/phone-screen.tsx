import { useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Call } from '../../lib/call/call.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import type { HistoryEntry } from '../../lib/mirror/slices.ts';
import { Notice } from '../controls/notice.tsx';
import { CallTalk } from '../desk/call-talk.tsx';
import { WrapUps } from '../desk/wrap-up.tsx';
import type { Arrangement } from './arrange.ts';
import { CallCard } from './call-card.tsx';
import { CallDetails } from './call-details.tsx';
import { DialPad } from './dial-pad.tsx';
import { EndedCard, EndedRow } from './ended-card.tsx';
import { FaultView, NoAccountView } from './fault-view.tsx';
import { HeldBar } from './held-bar.tsx';
import { IncomingCard } from './incoming-card.tsx';
import { diagnoseOf, mendOf, type Surface } from './mend.ts';
import { RecentCalls } from './recent-calls.tsx';

interface PhoneScreenProps {
  phone: Phone;
  surface: Surface;
  places: Arrangement;
  draft: Signal<string>;
  /** The dial field takes the keyboard. */
  focus: boolean;
  /** The recent calls have no tab of their own, so they stand below the dial field. */
  listsCalls: boolean;
  copy?: (text: string) => Promise<void>;
  /** What went wrong, between the phone and the recent calls. */
  children?: ComponentChildren;
}

/** The calls, or the dial field and the recent calls. */
export function PhoneScreen(props: PhoneScreenProps) {
  const { phone, surface, places, draft, focus, listsCalls, copy, children } = props;
  const opened = useSignal<HistoryEntry | null>(null);
  const query = useSignal('');
  const left = useSignal<string | undefined>(undefined);
  const history = phone.history.value;
  const calls = phone.calls.value;
  const busy = places.offers.length > 0 || places.front !== undefined;
  const listed = listsCalls && !busy;
  const { value: wanted } = opened;
  // One that was found by a search may be older than those that are listed.
  const details = listed ? (history.find(({ id }) => id === wanted?.id) ?? wanted) : null;

  function open(entry: HistoryEntry): void {
    opened.value = entry;
  }
  function back(): void {
    left.value = opened.peek()?.id;
    opened.value = null;
  }

  return (
    <>
      <Calls phone={phone} places={places} />
      <WrapUps phone={phone} busy={busy} />
      {calls.length === 0 && !details && (
        <Idle
          phone={phone}
          surface={surface}
          draft={draft}
          folded={listsCalls}
          focus={focus && left.value === undefined}
        />
      )}
      {children}
      {details && <CallDetails phone={phone} entry={details} copy={copy} back={back} />}
      {listed && !details && <RecentCalls phone={phone} query={query} open={open} from={left.value} />}
    </>
  );
}

function Calls({ phone, places }: { phone: Phone; places: Arrangement }) {
  const { offers, front, others, ended } = places;
  const busy = offers.length > 0 || front !== undefined;
  return (
    <>
      {offers.map((call) => (
        <IncomingCard key={call.id} phone={phone} call={call} holdsAnother={willHold(front)} />
      ))}
      {others.map((call) => (
        <HeldBar key={call.id} phone={phone} call={call} />
      ))}
      {front && (
        <CallCard key={front.id} phone={phone} call={front}>
          <CallTalk phone={phone} call={front} />
        </CallCard>
      )}
      {ended.map((call, index) =>
        busy || index > 0 ? (
          <EndedRow key={call.id} phone={phone} call={call} />
        ) : (
          <EndedCard key={call.id} phone={phone} call={call} />
        ),
      )}
    </>
  );
}

/** Whether answering another call puts this one on hold. */
const willHold = (front: Call | undefined): boolean =>
  front !== undefined && (front.phase === 'live' || front.phase === 'recovering') && front.hold.ours !== 'on';

interface IdleProps {
  phone: Phone;
  surface: Surface;
  draft: Signal<string>;
  /** The keys are folded away at first. */
  folded: boolean;
  focus: boolean;
}

/** No call: dial, or what keeps us from dialling. */
function Idle({ phone, surface, draft, folded, focus }: IdleProps) {
  const line = phone.line.value;
  // Nothing was heard from the engine yet: what stands here could be wrong the next moment.
  if (line.since === 0) return <div class="waiting" />;
  if (line.state === 'none') return <NoAccountView phone={phone} />;
  if (line.state === 'refused' && line.fault) {
    return <FaultView phone={phone} fault={line.fault} surface={surface} />;
  }
  return (
    <>
      {line.state === 'retrying' && line.fault && (
        <Notice
          fault={line.fault}
          mend={mendOf(phone, line.fault, surface)}
          diagnose={diagnoseOf(phone, line.fault)}
          lasting
        />
      )}
      <DialPad phone={phone} draft={draft} folded={folded} focus={focus} />
    </>
  );
}
