/** What the forms of all kinds of accounts share: when they complain, what is folded away, their last rows. */
import { useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { t, type TextKey } from '../../lib/text.ts';
import { TextField } from '../controls/field.tsx';
import { FormEnd } from './form-end.tsx';

/** What the form of an account is given; `A` is the account as it is shown, `I` what the engine is sent. */
export interface AccountFormProps<A, I> {
  /** The account to change; absent for a new one. */
  account?: A;
  save: (input: I) => Promise<unknown>;
  /** Asks the browser for sites; call it from a click. */
  requestSites: (patterns: string[]) => Promise<boolean>;
  cancel?: () => void;
  saveLabel: string;
}

/** What a draft comes to: what the engine is sent, or null and what keeps it from being sent, by field. */
interface Checked<I, F extends string> {
  input: I | null;
  errors: Partial<Record<F, TextKey>> | null;
}

interface DraftOptions<D, I extends object, F extends string> {
  first: D;
  check: (draft: D) => Checked<I, F>;
  /** Mends what people commonly type. */
  tidied: (draft: D) => D;
  /** Fields in the folded part: it opens when one of them is wrong. */
  folded: readonly F[];
  /** The sites without which the account does not work in full. */
  sites: (input: I) => string[];
}

/** A form under way. */
export interface DraftForm<D, F extends string> {
  draft: D;
  errors: Partial<Record<F, TextKey>>;
  set: (changed: Partial<D>) => void;
  /** Mends what was typed, e.g. when a field is left. */
  tidy: () => void;
  /** What is wrong with a field, in words; nothing before the first try. */
  wrong: (field: F) => string | undefined;
  /** Saves what is right, and shows what is wrong. */
  submit: () => Promise<void>;
  unfolded: Signal<boolean>;
  element: RefObject<HTMLFormElement | null>;
}

/** A draft, checked from the first try on. */
export function useDraftForm<D, I extends object, F extends string>(
  { first, check, tidied, folded, sites }: DraftOptions<D, I, F>,
  { save, requestSites }: Pick<AccountFormProps<never, I>, 'save' | 'requestSites'>,
): DraftForm<D, F> {
  const draft = useSignal(first);
  const tried = useSignal(false);
  const unfolded = useSignal(false);
  const element = useRef<HTMLFormElement>(null);
  const now = draft.value;
  const errors: Partial<Record<F, TextKey>> = tried.value ? (check(now).errors ?? {}) : {};
  return {
    draft: now,
    errors,
    unfolded,
    element,
    set: (changed) => {
      draft.value = { ...draft.peek(), ...changed };
    },
    tidy: () => {
      draft.value = tidied(draft.peek());
    },
    wrong: (field) => {
      const key = errors[field];
      return key === undefined ? undefined : t(key);
    },
    async submit() {
      tried.value = true;
      const checked = check(draft.peek());
      if (checked.input !== null) {
        const wanted = sites(checked.input);
        // Asked here, where there is a click to ask with. Whoever says no is told later by what does not work without.
        if (wanted.length > 0) await requestSites(wanted);
        return void (await save(checked.input));
      }
      if (folded.some((field) => checked.errors?.[field])) unfolded.value = true;
      requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
    },
  };
}

interface FormFrameProps<D, F extends string> {
  form: DraftForm<D, F>;
  /** What most people never need. */
  advanced: ComponentChildren;
  saveLabel: string;
  cancel?: () => void;
  children: ComponentChildren;
}

/** The form itself: its rows, what is folded away, its buttons. */
export function FormFrame<D, F extends string>(props: FormFrameProps<D, F>) {
  const { form, advanced, saveLabel, cancel, children } = props;
  return (
    <form class="form" ref={form.element} noValidate onSubmit={(event) => event.preventDefault()}>
      {children}
      <details
        class="advanced"
        open={form.unfolded.value}
        onToggle={(event) => {
          form.unfolded.value = event.currentTarget.open;
        }}
      >
        <summary>{t('advanced')}</summary>
        {advanced}
      </details>
      <FormEnd cancel={cancel} saveLabel={saveLabel} submit={form.submit} />
    </form>
  );
}

interface RowProps {
  value: string;
  error?: string;
  change: (value: string) => void;
}

/** How the account is called in lists. */
export function LabelRow({ value, error, change }: RowProps) {
  return (
    <TextField label={t('fieldLabel')} help={t('helpLabel')} error={error} value={value} change={change} />
  );
}

interface SecretRowProps extends RowProps {
  label: string;
  help: string;
  /** One is saved already, and stays unless another is typed. */
  saved: boolean;
}

/** A secret: never shown again, only that there is one. */
export function SecretRow({ label, help, saved, value, error, change }: SecretRowProps) {
  return (
    <TextField
      label={label}
      help={help}
      error={error}
      secret
      placeholder={saved ? t('saved') : undefined}
      value={value}
      change={change}
    />
  );
}
