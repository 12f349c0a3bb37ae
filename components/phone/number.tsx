/** A number as people write it, and where it belongs. The engine reads it; each number is asked for once. */
import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { NumberDescription } from '../../lib/mirror/commands.ts';
import type { Phone } from '../../lib/mirror/phone.ts';

const known = new WeakMap<Phone, Map<string, Signal<NumberDescription | null>>>();

function read(phone: Phone, number: string, region: string): ReadonlySignal<NumberDescription | null> {
  const numbers = known.get(phone) ?? new Map<string, Signal<NumberDescription | null>>();
  known.set(phone, numbers);
  const key = `${region} ${number}`;
  const before = numbers.get(key);
  if (before !== undefined) return before;
  const described = signal<NumberDescription | null>(null);
  numbers.set(key, described);
  void (async () => {
    try {
      described.value = await phone.describeNumber({ input: number });
    } catch {
      // The engine was away: the number stands as it is and is asked for again next time.
      numbers.delete(key);
    }
  })();
  return described;
}

/** What a party's number is, as soon as the engine has read it. */
export function useNumber(phone: Phone, number: string): NumberDescription | null {
  const { region } = phone.settings.value;
  const described = useMemo(() => read(phone, number, region), [phone, number, region]);
  return described.value;
}

/** The number as people write it in the operator's country. */
export const useWritten = (phone: Phone, number: string): string =>
  useNumber(phone, number)?.formatted || number;

interface NumberTextProps {
  phone: Phone;
  number: string;
  class?: string;
}

/** Shows a number: always left to right, tabular, cut short with its whole self in the title. */
export function NumberText({ phone, number, class: more }: NumberTextProps) {
  const text = useWritten(phone, number);
  return (
    <span class={more ? `number ${more}` : 'number'} title={text}>
      <bdi dir="ltr">{text}</bdi>
    </span>
  );
}
