import type { FunctionComponent } from 'preact';
import { useRef } from 'preact/hooks';
import { t, type TextKey } from '../../lib/text.ts';
import { KeypadIcon, PersonIcon } from '../controls/icons.tsx';
import { InboxIcon } from '../inbox/inbox-icons.tsx';
import { ClockIcon, QueueIcon } from './desk-icons.tsx';
import { stepTo, type TabName } from './tabs.ts';

const looks: Readonly<Record<TabName, { text: TextKey; Icon: FunctionComponent; counts: TextKey }>> = {
  phone: { text: 'tabPhone', Icon: KeypadIcon, counts: 'tabCountNotes' },
  queue: { text: 'tabQueue', Icon: QueueIcon, counts: 'tabCountWaiting' },
  inbox: { text: 'tabInbox', Icon: InboxIcon, counts: 'tabCountInbox' },
  contacts: { text: 'tabContacts', Icon: PersonIcon, counts: 'tabCountWaiting' },
  history: { text: 'tabHistory', Icon: ClockIcon, counts: 'tabCountMissed' },
};

interface TabBarProps {
  tabs: readonly TabName[];
  tab: TabName;
  show: (tab: TabName) => void;
  /** What there is to see on a tab; 0 shows nothing. */
  counts: Partial<Record<TabName, number>>;
  /** Begins the ids of the bar's tabs and of the panels they open. */
  id: string;
}

/** The id of a tab's panel. */
export const panelId = (id: string, tab: TabName): string => `${id}-${tab}`;
/** The id of a tab itself. */
export const tabId = (id: string, tab: TabName): string => `${id}-${tab}-tab`;

/** The desk's parts. One stop of the Tab key; the arrow keys walk. */
export function TabBar({ tabs, tab, show, counts, id }: TabBarProps) {
  const bar = useRef<HTMLDivElement>(null);

  function walk(event: KeyboardEvent): void {
    const rtl = bar.current?.matches(':dir(rtl)') ?? false;
    const to = tabs[stepTo(event.key, tabs.indexOf(tab), tabs.length, rtl) ?? -1];
    if (!to) return;
    event.preventDefault();
    show(to);
    bar.current?.querySelector<HTMLElement>(`#${CSS.escape(tabId(id, to))}`)?.focus();
  }

  return (
    <div class="tabs" role="tablist" aria-label={t('tabsName')} ref={bar} onKeyDown={walk}>
      {tabs.map((name) => {
        const { text, Icon, counts: words } = looks[name];
        const count = counts[name] ?? 0;
        return (
          <button
            key={name}
            type="button"
            role="tab"
            id={tabId(id, name)}
            class="tab"
            aria-selected={name === tab}
            aria-controls={panelId(id, name)}
            tabIndex={name === tab ? 0 : -1}
            onClick={() => show(name)}
          >
            <Icon />
            {t(text)}
            {count > 0 && (
              <span class="tab-count">
                <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
                <span class="unseen">{t(words, count)}</span>
              </span>
            )}
          </button>
        );
      })}
    </div>
  );
}
