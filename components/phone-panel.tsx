/** The phone itself, as it stands on a page, in the popup and wherever else a phone is wanted. */
import { useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { ExportedFile } from '../lib/mirror/desk.ts';
import type { Phone } from '../lib/mirror/phone.ts';
import { t } from '../lib/text.ts';
import { DeskContext } from './controls/desk.ts';
import { Notice } from './controls/notice.tsx';
import { Root } from './controls/root.tsx';
import { useDesk } from './controls/use-desk.ts';
import { CallBars } from './desk/call-bars.tsx';
import { DeskBody } from './desk/desk-body.tsx';
import { DeskFaults } from './desk/desk-faults.tsx';
import { SignInNotice } from './desk/sign-in-notice.tsx';
import { TabBar } from './desk/tab-bar.tsx';
import type { TabName } from './desk/tabs.ts';
import { useTab } from './desk/use-tab.ts';
import { Announcer } from './phone/announcer.tsx';
import { arrange } from './phone/arrange.ts';
import { diagnoseOf, mendOf, type Surface } from './phone/mend.ts';
import { PageQuestions } from './phone/page-questions.tsx';
import { PhoneScreen } from './phone/phone-screen.tsx';
import { TopBar } from './phone/top-bar.tsx';
import { useKeptFocus } from './phone/use-kept-focus.ts';
import { DeviceNotices } from './sound/device-notice.tsx';

interface PhonePanelProps {
  phone: Phone;
  surface: Surface;
  /** Puts the panel away; without it there is no close button. */
  onClose?: () => void;
  /** What is typed in the dial field, where it must outlive the panel. */
  draft?: Signal<string>;
  /** The tab that is shown, likewise. */
  place?: Signal<TabName | null>;
  /** Puts a text into the clipboard, where the surface can. */
  copy?: (text: string) => Promise<void>;
  /** Lets the operator keep an exported file, where the surface can. */
  saveFile?: (file: ExportedFile) => void;
  /** Below everything else but the tabs. */
  children?: ComponentChildren;
}

/** The whole phone. Give it a box; it fills the box's width and scrolls inside its height. */
export function PhonePanel(props: PhonePanelProps) {
  const { phone, surface, onClose, draft, place, copy, saveFile, children } = props;
  const ownDraft = useSignal('');
  const typed = draft === undefined ? ownDraft : draft;
  const id = useId();
  const { desk, complaint: fault } = useDesk(phone);
  const { appearance } = phone.settings.value;
  const places = arrange(phone.calls.value);
  const { tabs, tab, show, turned } = useTab(phone, surface, place);
  const surfaceRef = useKeptFocus<HTMLDivElement>();
  // Opened just now, by a click of the operator; a popup always is.
  const opening = surfaceRef.current === null || surface === 'popup';
  const hasDesk = tabs.length > 1;
  const complaint = fault && (
    <Notice fault={fault} mend={mendOf(phone, fault, surface)} diagnose={diagnoseOf(phone, fault)} />
  );
  const screen = (
    <PhoneScreen
      phone={phone}
      surface={surface}
      places={places}
      draft={typed}
      focus={opening && !turned}
      listsCalls={surface === 'popup' && !tabs.includes('history')}
      copy={copy}
    >
      {!hasDesk && complaint}
    </PhoneScreen>
  );

  return (
    <DeskContext.Provider value={desk}>
      <Root appearance={appearance} class={`panel on-${surface}${hasDesk ? ' has-desk' : ''}`}>
        <TopBar phone={phone} onClose={onClose} />
        {tab !== 'phone' && <CallBars phone={phone} places={places} open={() => show('phone')} />}
        <div class="panel-body" tabIndex={-1} ref={surfaceRef}>
          {desk.away && (
            <p class="quiet-line" role="status">
              {t('linkAway')}
            </p>
          )}
          <PageQuestions phone={phone} />
          <DeviceNotices phone={phone} />
          <SignInNotice phone={phone} />
          <DeskFaults phone={phone} />
          {hasDesk ? (
            <>
              {complaint}
              <DeskBody
                phone={phone}
                surface={surface}
                tabs={tabs}
                tab={tab}
                show={show}
                id={id}
                copy={copy}
                saveFile={saveFile}
              >
                {screen}
              </DeskBody>
            </>
          ) : (
            screen
          )}
        </div>
        {children}
        {hasDesk && <TabBar tabs={tabs} tab={tab} show={show} id={id} counts={countsOf(phone)} />}
        <Announcer phone={phone} />
      </Root>
    </DeskContext.Provider>
  );
}

/** What there is to see on each tab. */
const countsOf = (phone: Phone): Partial<Record<TabName, number>> => ({
  phone: phone.wrapUp.value.filter(({ state }) => state === 'open').length,
  queue: phone.queue.value.entries.filter(({ status }) => status === 'waiting').length,
  inbox: phone.inbox.value.fresh,
  history: phone.missed.value,
});
