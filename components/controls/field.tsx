import type { ComponentChildren, TargetedInputEvent } from 'preact';
import { useId } from 'preact/hooks';
import { ChevronIcon } from './icons.tsx';

/** What a field's input must carry, so that its label, help and error belong to it. */
interface FieldParts {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: 'true';
}

interface FieldProps {
  label: string;
  help?: ComponentChildren;
  error?: string;
  children: (parts: FieldParts) => ComponentChildren;
}

/** A label, an input, help below it, and what is wrong with it. */
export function Field({ label, help, error, children }: FieldProps) {
  const id = useId();
  const below = error ?? help;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        'aria-describedby': below === undefined ? undefined : `${id}-below`,
        'aria-invalid': error === undefined ? undefined : 'true',
      })}
      {below !== undefined && (
        <p class={error === undefined ? 'help' : 'help error'} id={`${id}-below`}>
          {below}
        </p>
      )}
    </div>
  );
}

interface TextFieldProps {
  label: string;
  help?: ComponentChildren;
  error?: string;
  value: string;
  change: (value: string) => void;
  /** When the field is left. */
  leave?: () => void;
  /** Shown as dots. */
  secret?: boolean;
  placeholder?: string;
  inputMode?: 'text' | 'url' | 'numeric' | 'tel';
}

/** One line of text. */
export function TextField({ label, help, error, value, change, leave, secret, ...more }: TextFieldProps) {
  const shared = {
    ...more,
    class: 'input',
    spellcheck: false,
    dir: 'auto' as const,
    value,
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => change(event.currentTarget.value),
    onBlur: leave,
  };
  return (
    <Field label={label} help={help} error={error}>
      {(parts) =>
        secret ? (
          // Not a sign-in of this page: the browser's password manager would fill in the wrong one.
          <input {...parts} {...shared} type="password" autocomplete="new-password" />
        ) : (
          <input {...parts} {...shared} type="text" autocomplete="off" />
        )
      }
    </Field>
  );
}

interface SelectFieldProps<T extends string> {
  label: string;
  help?: ComponentChildren;
  value: T;
  options: readonly { value: T; text: string }[];
  change: (value: T) => void;
}

/** One of a few. */
export function SelectField<T extends string>({ label, help, value, options, change }: SelectFieldProps<T>) {
  return (
    <Field label={label} help={help}>
      {(parts) => (
        <div class="select">
          <select
            {...parts}
            class="input"
            value={value}
            onChange={(event) => {
              const chosen = options.find((option) => option.value === event.currentTarget.value);
              if (chosen) change(chosen.value);
            }}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.text}
              </option>
            ))}
          </select>
          <ChevronIcon />
        </div>
      )}
    </Field>
  );
}
