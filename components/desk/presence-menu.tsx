import { useSignal } from '@preact/signals';
import { useContext, useEffect, useId, useRef } from 'preact/hooks';
import type { PresenceStatus } from '../../lib/mirror/desk.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { DeskContext, send } from '../controls/desk.ts';
import { CheckIcon, ChevronIcon } from '../controls/icons.tsx';
import { Face } from '../phone/face.tsx';
import { presenceIcons } from './desk-icons.tsx';
import { ListFault } from './list-state.tsx';
import { presenceWords } from './presence-words.ts';

/** Our own status in the top bar; behind it the others to choose from, and how the colleagues are. */
export function PresenceMenu({ phone }: { phone: Phone }) {
  const open = useSignal(false);
  const sheet = useId();
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { own, asked, choices } = phone.presence.value;
  const shown = open.value;
  const wanted = choices.find(({ value }) => value === asked);
  const status = wanted ?? own;
  const text = status ? presenceWords(status, choices) : t('presenceUnknown');

  function close(): void {
    open.value = false;
    button.current?.focus({ preventScroll: true });
  }

  useEffect(() => {
    if (!shown) return;
    const root = box.current?.getRootNode();
    box.current?.querySelector<HTMLElement>('[aria-checked="true"], [role="menuitemradio"]')?.focus();
    // In a shadow root the document is not told which of our elements was pressed.
    const leave = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) open.value = false;
    };
    root?.addEventListener('pointerdown', leave);
    return () => root?.removeEventListener('pointerdown', leave);
  }, [shown, open]);

  function key(event: KeyboardEvent): void {
    if (!shown) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      return close();
    }
    const items = [...(box.current?.querySelectorAll<HTMLElement>('[role="menuitemradio"]') ?? [])];
    const at = items.findIndex((item) => item.matches(':focus'));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined || items.length === 0) return;
    event.preventDefault();
    items.at(to % items.length)?.focus();
  }

  return (
    <div class="presence" ref={box} onKeyDown={key}>
      <button
        ref={button}
        type="button"
        class={`pill presence-button ${status?.kind ?? 'unknown'}`}
        aria-haspopup="true"
        aria-expanded={shown}
        aria-controls={sheet}
        aria-label={t('presenceOwn', text)}
        aria-busy={wanted ? 'true' : undefined}
        onClick={() => {
          open.value = !shown;
        }}
      >
        <PresenceIcon status={status} />
        <span class="presence-text">{text}</span>
        <ChevronIcon />
      </button>
      {shown && <Sheet id={sheet} phone={phone} close={close} />}
    </div>
  );
}

/** A status as a coloured sign; its words stand beside it. */
export function PresenceIcon({ status }: { status?: PresenceStatus }) {
  const kind = status?.kind ?? 'unknown';
  const Icon = presenceIcons[kind];
  return (
    <span class={`presence-icon ${kind}`}>
      <Icon />
    </span>
  );
}

function Sheet({ id, phone, close }: { id: string; phone: Phone; close: () => void }) {
  const desk = useContext(DeskContext);
  const { state, own, asked, choices, colleagues, fault } = phone.presence.value;
  const set = (status: string) => {
    if (!desk.away) send(desk, phone.setPresence({ status }));
    close();
  };
  return (
    <div class="sheet" id={id}>
      {state === 'failed' && fault && <ListFault fault={fault} again={() => phone.refreshPresence({})} />}
      <div role="menu" aria-label={t('presenceChoose')}>
        {choices.map((choice) => (
          <button
            key={choice.value}
            type="button"
            role="menuitemradio"
            class="menu-item"
            aria-checked={choice.value === (asked ?? own?.value)}
            tabIndex={-1}
            onClick={() => set(choice.value)}
          >
            <PresenceIcon status={choice} />
            {presenceWords(choice, choices)}
            {choice.value === own?.value && asked === undefined && <CheckIcon />}
            {choice.value === asked && <span class="sub">{t('presenceAsking')}</span>}
          </button>
        ))}
      </div>
      <h3 class="part-title">{t('colleagues')}</h3>
      {colleagues.length === 0 ? (
        <p class="empty">{t(state === 'loading' ? 'colleaguesLoading' : 'colleaguesNone')}</p>
      ) : (
        <ul class="colleagues" tabIndex={0} aria-label={t('colleagues')}>
          {colleagues.map((one) => (
            <li key={one.id} class="colleague">
              <Face name={one.name} />
              <b title={one.name}>
                <bdi>{one.name}</bdi>
              </b>
              <span class="sub">
                <PresenceIcon status={one.status} />
                {presenceWords(one.status, choices)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
