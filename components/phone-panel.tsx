/** The phone itself, as it stands on a page, in the popup and wherever else a phone is wanted. */
import { useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Call } from '../lib/call/call.ts';
import type { Phone } from '../lib/mirror/phone.ts';
import { t } from '../lib/text.ts';
import { DeskContext } from './controls/desk.ts';
import { Notice } from './controls/notice.tsx';
import { Root } from './controls/root.tsx';
import { useDesk } from './controls/use-desk.ts';
import { Announcer } from './phone/announcer.tsx';
import { arrange, type Arrangement } from './phone/arrange.ts';
import { CallCard } from './phone/call-card.tsx';
import { CallDetails } from './phone/call-details.tsx';
import { DialPad } from './phone/dial-pad.tsx';
import { EndedCard, EndedRow } from './phone/ended-card.tsx';
import { FaultView, NoAccountView } from './phone/fault-view.tsx';
import { HeldBar } from './phone/held-bar.tsx';
import { IncomingCard } from './phone/incoming-card.tsx';
import { diagnoseOf, mendOf, type Surface } from './phone/mend.ts';
import { RecentCalls } from './phone/recent-calls.tsx';
import { TopBar } from './phone/top-bar.tsx';
import { DeviceNotice } from './sound/device-notice.tsx';
import { useKeptFocus } from './phone/use-kept-focus.ts';

interface PhonePanelProps {
  phone: Phone;
  surface: Surface;
  /** Puts the panel away; without it there is no close button. */
  onClose?: () => void;
  /** What is typed in the dial field, where it must outlive the panel. */
  draft?: Signal<string>;
  /** Puts a text into the clipboard, where the surface can. */
  copy?: (text: string) => Promise<void>;
  /** Below everything else. */
  children?: ComponentChildren;
}

/** The whole phone. Give it a box; it fills the box's width and scrolls inside its height. */
export function PhonePanel({ phone, surface, onClose, draft, copy, children }: PhonePanelProps) {
  const ownDraft = useSignal('');
  const typed = draft === undefined ? ownDraft : draft;
  const { desk, complaint: fault } = useDesk(phone);
  const { appearance } = phone.settings.value;
  const opened = useSignal<string | null>(null);
  const left = useSignal<string | undefined>(undefined);
  const history = phone.history.value;
  const calls = phone.calls.value;
  const places = arrange(calls);
  const listed = surface === 'popup' && places.offers.length === 0 && !places.front;
  const details = listed ? history.find(({ id }) => id === opened.value) : undefined;
  const surfaceRef = useKeptFocus<HTMLDivElement>();
  // Opened just now, by a click of the operator; a popup always is.
  const opening = surfaceRef.current === null || surface === 'popup';

  function open(id: string): void {
    opened.value = id;
  }
  function back(): void {
    left.value = opened.peek() ?? undefined;
    opened.value = null;
  }

  return (
    <DeskContext.Provider value={desk}>
      <Root appearance={appearance} class={`panel on-${surface}`}>
        <TopBar phone={phone} onClose={onClose} />
        <div class="panel-body" tabIndex={-1} ref={surfaceRef}>
          {desk.away && (
            <p class="quiet-line" role="status">
              {t('linkAway')}
            </p>
          )}
          <DeviceNotice phone={phone} />
          <Calls phone={phone} places={places} />
          {calls.length === 0 && !details && (
            <Idle phone={phone} surface={surface} draft={typed} focus={opening && left.value === undefined} />
          )}
          {fault && (
            <Notice fault={fault} mend={mendOf(phone, fault, surface)} diagnose={diagnoseOf(phone, fault)} />
          )}
          {details && <CallDetails phone={phone} entry={details} copy={copy} back={back} />}
          {listed && !details && <RecentCalls phone={phone} open={open} from={left.value} />}
        </div>
        {children}
        <Announcer phone={phone} />
      </Root>
    </DeskContext.Provider>
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
      {front && <CallCard key={front.id} phone={phone} call={front} />}
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
  focus: boolean;
}

/** No call: dial, or what keeps us from dialling. */
function Idle({ phone, surface, draft, focus }: IdleProps) {
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
      <DialPad phone={phone} draft={draft} folded={surface === 'popup'} focus={focus} />
    </>
  );
}
