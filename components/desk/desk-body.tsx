import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { ExportedFile } from '../../lib/mirror/desk.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { InboxTab } from '../inbox/inbox-tab.tsx';
import type { Surface } from '../phone/mend.ts';
import { ContactsTab } from './contacts-tab.tsx';
import { HistoryTab } from './history-tab.tsx';
import { QueueTab } from './queue-tab.tsx';
import { panelId, tabId } from './tab-bar.tsx';
import { askedOf, type TabName } from './tabs.ts';

interface DeskBodyProps {
  phone: Phone;
  surface: Surface;
  tabs: readonly TabName[];
  tab: TabName;
  show: (tab: TabName) => void;
  id: string;
  copy?: (text: string) => Promise<void>;
  saveFile?: (file: ExportedFile) => void;
  /** The phone itself, on its own tab. */
  children: ComponentChildren;
}

/** The tabs' contents. A tab that was seen once stays as it was left: its search, its place, what is open in it. */
export function DeskBody({ phone, surface, tabs, tab, show, id, copy, saveFile, children }: DeskBodyProps) {
  const seen = useRef(new Set<TabName>());
  seen.current.add(tab);
  const showCall = () => show('phone');
  const contentOf = (name: TabName): ComponentChildren => {
    const active = name === tab;
    switch (name) {
      case 'phone':
        return children;
      case 'queue':
        return <QueueTab phone={phone} active={active} showCall={showCall} />;
      case 'inbox':
        return (
          <InboxTab
            phone={phone}
            active={active}
            asked={askedOf(surface, phone.inbox.value)?.item}
            showCall={showCall}
          />
        );
      case 'contacts':
        return <ContactsTab phone={phone} active={active} showCall={showCall} />;
      case 'history':
        return (
          <HistoryTab
            phone={phone}
            active={active}
            surface={surface}
            showCall={showCall}
            copy={copy}
            saveFile={saveFile}
          />
        );
    }
  };
  return (
    <>
      {tabs.map((name) => (
        <div
          key={name}
          class="tab-panel"
          role="tabpanel"
          id={panelId(id, name)}
          aria-labelledby={tabId(id, name)}
          hidden={name !== tab}
        >
          {seen.current.has(name) && contentOf(name)}
        </div>
      ))}
    </>
  );
}
