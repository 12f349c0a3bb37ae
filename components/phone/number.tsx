/** A number as people write it. The engine formats; each number is asked for once. */
import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Phone } from '../../lib/mirror/phone.ts';

const known = new WeakMap<Phone, Map<string, Signal<string>>>();

function written(phone: Phone, number: string, region: string): ReadonlySignal<string> {
  const numbers = known.get(phone) ?? new Map<string, Signal<string>>();
  known.set(phone, numbers);
  const key = `${region} ${number}`;
  const before = numbers.get(key);
  if (before !== undefined) return before;
  const text = signal(number);
  numbers.set(key, text);
  void (async () => {
    try {
      const { formatted } = await phone.describeNumber({ input: number });
      text.value = formatted || number;
    } catch {
      // The engine was away: the number stands as it is and is asked for again next time.
      numbers.delete(key);
    }
  })();
  return text;
}

/** The number as people write it in the operator's country. */
export function useWritten(phone: Phone, number: string): string {
  const { region } = phone.settings.value;
  const text = useMemo(() => written(phone, number, region), [phone, number, region]);
  return text.value;
}

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
