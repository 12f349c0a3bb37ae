import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../../lib/text.ts';
import { Field } from './field.tsx';
import { ChevronIcon } from './icons.tsx';

interface Option {
  value: string;
  text: string;
}

interface ComboboxProps {
  label: string;
  help?: string;
  value: string;
  options: readonly Option[];
  change: (value: string) => void;
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Options whose words begin with what is typed come first, then those that hold it anywhere. */
export function search(options: readonly Option[], typed: string): Option[] {
  const wanted = plain(typed.trim());
  if (wanted === '') return [...options];
  const at = (option: Option): number => {
    if (option.value.toLowerCase() === wanted) return 0;
    const text = plain(option.text);
    if (text.startsWith(wanted)) return 1;
    return text.includes(` ${wanted}`) ? 2 : text.includes(wanted) ? 3 : 4;
  };
  return options.filter((option) => at(option) < 4).toSorted((a, b) => at(a) - at(b));
}

/** One of many, found by typing. */
export function Combobox({ label, help, value, options, change }: ComboboxProps) {
  const typed = useSignal<string | null>(null);
  const active = useSignal(0);
  const list = useId();
  const box = useRef<HTMLUListElement>(null);
  const text = typed.value;
  const index = active.value;
  const open = text !== null;
  const found = open ? search(options, text) : [];
  const chosen = options.find((option) => option.value === value)?.text ?? value;

  useEffect(() => {
    box.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  }, [index, text]);

  function show(wanted: string): void {
    typed.value = wanted;
    active.value =
      wanted === ''
        ? Math.max(
            0,
            options.findIndex((option) => option.value === value),
          )
        : 0;
  }

  function take(option: Option | undefined): void {
    typed.value = null;
    if (option && option.value !== value) change(option.value);
  }

  function key(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return show('');
      const step = event.key === 'ArrowDown' ? 1 : -1;
      active.value = Math.min(found.length - 1, Math.max(0, index + step));
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      take(found[index]);
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      typed.value = null;
    }
  }

  return (
    <Field label={label} help={help}>
      {(parts) => (
        <div class="combobox">
          <input
            {...parts}
            class="input"
            type="text"
            role="combobox"
            autocomplete="off"
            spellcheck={false}
            aria-autocomplete="list"
            aria-expanded={open}
            aria-controls={list}
            aria-activedescendant={found[index] ? `${list}-${found[index].value}` : undefined}
            value={text ?? chosen}
            onFocus={(event) => event.currentTarget.select()}
            onClick={() => show('')}
            onInput={(event) => show(event.currentTarget.value)}
            onKeyDown={key}
            onBlur={() => {
              typed.value = null;
            }}
          />
          <ChevronIcon />
          <ul class="options" role="listbox" id={list} aria-label={label} hidden={!open} ref={box}>
            {found.map((option, at) => (
              <li
                key={option.value}
                id={`${list}-${option.value}`}
                role="option"
                class={at === index ? 'option active' : 'option'}
                aria-selected={option.value === value}
                onPointerDown={(event) => {
                  // The list must still stand when the click ends.
                  event.preventDefault();
                }}
                onClick={() => take(option)}
              >
                {option.text}
              </li>
            ))}
            {found.length === 0 && <li class="option none">{t('nothingFound')}</li>}
          </ul>
        </div>
      )}
    </Field>
  );
}
