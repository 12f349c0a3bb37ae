import { useRef } from 'preact/hooks';
import { t } from '../../lib/text.ts';

const keys: readonly { digit: string; letters: string }[] = [
  { digit: '1', letters: '' },
  { digit: '2', letters: 'ABC' },
  { digit: '3', letters: 'DEF' },
  { digit: '4', letters: 'GHI' },
  { digit: '5', letters: 'JKL' },
  { digit: '6', letters: 'MNO' },
  { digit: '7', letters: 'PQRS' },
  { digit: '8', letters: 'TUV' },
  { digit: '9', letters: 'WXYZ' },
  { digit: '*', letters: '' },
  { digit: '0', letters: '+' },
  { digit: '#', letters: '' },
];

const columns = 3;
const moves: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -columns,
  ArrowDown: columns,
};

/** How long 0 is held for a plus, in ms. */
const longPress = 500;

interface KeyGridProps {
  press: (digit: string) => void;
  /** Holding 0 gives a plus; a tone has none. */
  plus: boolean;
  off?: boolean;
}

/** The twelve keys. One tab stop; the arrow keys walk. Never mirrored: a telephone's keys stand alike everywhere. */
export function KeyGrid({ press, plus, off }: KeyGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const stop = useRef(0);
  const held = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const plussed = useRef(false);

  function walk(event: KeyboardEvent, from: number): void {
    const move = moves[event.key];
    const target = move === undefined ? undefined : grid.current?.children[from + move];
    if (!(target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    for (const key of grid.current?.children ?? []) key.setAttribute('tabindex', key === target ? '0' : '-1');
    stop.current = from + (move ?? 0);
    target.focus();
  }

  function down(event: PointerEvent, digit: string): void {
    // The caret stays in the number field.
    event.preventDefault();
    plussed.current = false;
    if (!plus || off || digit !== '0') return;
    held.current = setTimeout(() => {
      plussed.current = true;
      press('+');
    }, longPress);
  }

  function click(digit: string): void {
    clearTimeout(held.current);
    if (off || plussed.current) {
      plussed.current = false;
      return;
    }
    press(digit);
  }

  return (
    <div class="keys" role="group" aria-label={t('keypad')} dir="ltr" ref={grid}>
      {keys.map(({ digit, letters }, index) => (
        <button
          key={digit}
          type="button"
          class="key"
          tabIndex={index === stop.current ? 0 : -1}
          aria-label={digit === '*' ? t('keyStar') : digit === '#' ? t('keyHash') : digit}
          aria-disabled={off ? 'true' : undefined}
          onPointerDown={(event) => down(event, digit)}
          onPointerLeave={() => clearTimeout(held.current)}
          onClick={() => click(digit)}
          onKeyDown={(event) => walk(event, index)}
        >
          <span>{digit}</span>
          {letters !== '' && (letters !== '+' || plus) && <small aria-hidden="true">{letters}</small>}
        </button>
      ))}
    </div>
  );
}
