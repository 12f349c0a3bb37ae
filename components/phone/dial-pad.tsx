import { useSignal, type Signal } from '@preact/signals';
import { useContext, useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { DeskContext } from '../controls/desk.ts';
import { EraseIcon, KeypadIcon, PhoneIcon } from '../controls/icons.tsx';
import { regionName } from '../controls/region-name.ts';
import { CallerId } from '../desk/caller-id.tsx';
import { caretAfter, significantBefore } from './caret.ts';
import { KeyGrid } from './key-grid.tsx';
import { prepared } from './prepared.ts';
import { focusedIn } from './use-kept-focus.ts';
import { useDescription, type Described } from './use-description.ts';

/** How often what a call needs is made anew while a number stands in the field, and for how long; ms. */
const prepareEvery = 10_000;
const likelyFor = 300_000;

/** The longest thing the engine reads as a number. */
const maxLength = 120;

interface DialPadProps {
  phone: Phone;
  /** What is typed; held by the panel, so that a call in between does not lose it. */
  draft: Signal<string>;
  /** The keys are folded away at first: there is a keyboard, and something else below needs the room. */
  folded: boolean;
  /** The field takes the keyboard when it appears; else only if the panel has it already. */
  focus: boolean;
}

/** The number field, the keys and Call. */
export function DialPad({ phone, draft, folded, focus }: DialPadProps) {
  const desk = useContext(DeskContext);
  const field = useRef<HTMLInputElement>(null);
  const nextCaret = useRef<number | null>(null);
  const keysOpen = useSignal(!folded);
  const hint = useId();
  const described = useDescription(phone, draft).value;
  const text = draft.value;
  const line = phone.line.value;
  const current = described?.input === text ? described : null;
  const reason = whyNot(desk.away, line.state === 'ready', text, current);

  // The engine's form of the number replaces the typed one, around the same digit.
  useEffect(() => {
    if (!current || current.formatted === '' || current.formatted === text) return;
    const caret = field.current?.selectionStart ?? text.length;
    nextCaret.current =
      caret === text.length
        ? current.formatted.length
        : caretAfter(current.formatted, significantBefore(text, caret));
    draft.value = current.formatted;
  }, [current, text, draft]);

  // Whoever has typed a number is about to call it.
  const dialable = !reason.stops && current?.dialable === true;
  useEffect(() => {
    if (!dialable) return undefined;
    const typedAt = Date.now();
    const prepare = prepared(phone);
    prepare();
    // What is prepared does not keep. Nobody calls a number that has stood there for minutes.
    const timer = setInterval(() => {
      if (Date.now() - typedAt > likelyFor) clearInterval(timer);
      else if (document.visibilityState === 'visible') prepare();
    }, prepareEvery);
    return () => clearInterval(timer);
  }, [dialable, text, phone]);

  useLayoutEffect(() => {
    if (nextCaret.current === null) return;
    field.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = null;
  }, [text]);

  // Somebody may be typing in the page beside us: the keyboard is taken only where it is ours already.
  useEffect(() => {
    const body = field.current?.closest<HTMLElement>('.panel-body');
    if (focus || (body && focusedIn(body))) field.current?.focus();
  }, []);

  function put(digit: string): void {
    const from = field.current?.selectionStart ?? text.length;
    const to = field.current?.selectionEnd ?? text.length;
    if (text.length - (to - from) + digit.length > maxLength) return;
    nextCaret.current = from + digit.length;
    draft.value = text.slice(0, from) + digit + text.slice(to);
  }

  function erase(): void {
    const from = field.current?.selectionStart ?? text.length;
    const to = field.current?.selectionEnd ?? text.length;
    const start = from === to ? Math.max(0, from - 1) : from;
    nextCaret.current = start;
    draft.value = text.slice(0, start) + text.slice(to);
    field.current?.focus();
  }

  /** Digits typed while a key or a button has the focus belong into the field as well. */
  function type(event: KeyboardEvent): void {
    if (event.target === field.current || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!/^[\d*#+]$/.test(event.key)) return;
    event.preventDefault();
    put(event.key);
    field.current?.focus();
  }

  async function call(): Promise<void> {
    await phone.dial({ number: text });
    draft.value = '';
  }

  return (
    <form class="dial" onSubmit={(event) => event.preventDefault()} onKeyDown={type}>
      <div class="dial-field">
        <input
          ref={field}
          type="text"
          inputMode="tel"
          autocomplete="off"
          spellcheck={false}
          dir="ltr"
          maxLength={maxLength}
          aria-label={t('numberToCall')}
          aria-describedby={hint}
          placeholder={t('numberToCall')}
          value={text}
          onInput={(event) => {
            draft.value = event.currentTarget.value;
          }}
        />
        {text !== '' && (
          <button
            type="button"
            class="icon-button"
            aria-label={t('erase')}
            title={t('erase')}
            onClick={erase}
          >
            <EraseIcon />
          </button>
        )}
        {folded && (
          <button
            type="button"
            class={keysOpen.value ? 'icon-button on' : 'icon-button'}
            aria-label={t('keypad')}
            title={t('keypad')}
            aria-expanded={keysOpen.value}
            onClick={() => {
              keysOpen.value = !keysOpen.value;
            }}
          >
            <KeypadIcon />
          </button>
        )}
      </div>
      <p class="hint" id={hint} title={reason.text}>
        {reason.text}
      </p>
      {phone.desk.value.ports.includes('numbers') && <CallerId phone={phone} />}
      {keysOpen.value && <KeyGrid press={put} plus />}
      <Action class="button go wide" type="submit" run={call} off={reason.stops} describedBy={hint}>
        <PhoneIcon />
        {t('call')}
      </Action>
    </form>
  );
}

/** The line under the field: why Call cannot be pressed, or what the number is. */
function whyNot(
  away: boolean,
  ready: boolean,
  text: string,
  described: Described | null,
): { stops: boolean; text: string } {
  if (away) return { stops: true, text: '' };
  if (!ready) return { stops: true, text: t('dialLineNotReady') };
  if (text.trim() === '') return { stops: true, text: t('dialEmpty') };
  if (described && !described.dialable) return { stops: true, text: t('dialNotNumber') };
  return { stops: false, text: described?.region ? regionName(described.region) : '' };
}
