import { useSignal, type Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { AccountInput } from '../../lib/mirror/commands.ts';
import type { DialRule, SipAccountView } from '../../lib/mirror/slices.ts';
import { t } from '../../lib/text.ts';
import { Field, TextField } from '../controls/field.tsx';
import { AccountAdvanced } from './account-advanced.tsx';
import {
  advancedFields,
  check,
  draftOf,
  exposed,
  tidied,
  type AccountDraft,
  type AccountErrors,
} from './account-draft.ts';
import { sitesOf } from './company-server.tsx';
import { FormEnd } from './form-end.tsx';

interface AccountFormProps {
  /** The account to change; absent for a new one. */
  account?: SipAccountView;
  save: (input: AccountInput) => Promise<unknown>;
  /** Asks the browser for a site whose sign-in is to be used; call it from a click. */
  requestSites: (patterns: string[]) => Promise<boolean>;
  cancel?: () => void;
  saveLabel: string;
  /** What would be dialled for a number under a rule. */
  preview: (number: string, rule: DialRule) => string;
}

/** A SIP account, in the words of whoever got a letter from their phone administrator. */
export function AccountForm(props: AccountFormProps) {
  const { account, save, requestSites, cancel, saveLabel, preview } = props;
  const draft = useSignal(draftOf(account));
  const tried = useSignal(false);
  const unfolded = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const now = draft.value;
  const errors = tried.value ? (check(now, account?.id).errors ?? {}) : {};
  const set = setter(draft);

  async function submit(): Promise<void> {
    tried.value = true;
    const checked = check(draft.peek(), account?.id);
    if (checked.input) {
      const sites = sitesOf(checked.input.companionUrl);
      // Asked here, where there is a click to ask with. Whoever says no is told by the Inbox itself what is missing.
      if (sites.length > 0) await requestSites(sites);
      return void (await save(checked.input));
    }
    if (advancedFields.some((field) => checked.errors[field])) unfolded.value = true;
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  }

  return (
    <form class="form" ref={form} noValidate onSubmit={(event) => event.preventDefault()}>
      <Basics draft={now} set={set} errors={errors} tidy={() => set(tidied(draft.peek()))} />
      <details
        class="fold"
        open={unfolded.value}
        onToggle={(event) => {
          unfolded.value = event.currentTarget.open;
        }}
      >
        <summary>{t('advanced')}</summary>
        <AccountAdvanced
          draft={now}
          set={set}
          errors={errors}
          preview={preview}
          tidy={() => set(tidied(draft.peek()))}
        />
      </details>
      <FormEnd cancel={cancel} saveLabel={saveLabel} submit={submit} />
    </form>
  );
}

const setter =
  (draft: Signal<AccountDraft>) =>
  (changed: Partial<AccountDraft>): void => {
    draft.value = { ...draft.peek(), ...changed };
  };

/** What the parts of the form share. */
export interface FormPart {
  draft: AccountDraft;
  set: (changed: Partial<AccountDraft>) => void;
  errors: AccountErrors;
}

function Basics({ draft, set, errors, tidy }: FormPart & { tidy: () => void }) {
  const wrong = (field: keyof AccountErrors) => {
    const key = errors[field];
    return key === undefined ? undefined : t(key);
  };
  return (
    <>
      <Field
        label={t('fieldServers')}
        help={t(exposed(draft.servers) ? 'helpServersExposed' : 'helpServers')}
        error={wrong('servers')}
      >
        {(parts) => (
          <textarea
            {...parts}
            class="input"
            rows={Math.min(3, draft.servers.split('\n').length)}
            spellcheck={false}
            dir="ltr"
            placeholder="wss://pbx.example.com/ws"
            value={draft.servers}
            onInput={(event) => set({ servers: event.currentTarget.value })}
            onBlur={tidy}
          />
        )}
      </Field>
      <div class="two">
        <TextField
          label={t('fieldUser')}
          help={t('helpUser')}
          error={wrong('user')}
          placeholder="1001"
          value={draft.user}
          change={(user) => set({ user })}
          leave={tidy}
        />
        <TextField
          label={t('fieldDomain')}
          help={t('helpDomain')}
          error={wrong('domain')}
          placeholder="pbx.example.com"
          value={draft.domain}
          change={(domain) => set({ domain })}
        />
      </div>
      <TextField
        label={t('fieldPassword')}
        help={t(draft.hasPassword ? 'helpPasswordSaved' : 'helpPassword')}
        error={wrong('password')}
        secret
        placeholder={draft.hasPassword ? t('saved') : undefined}
        value={draft.password}
        change={(password) => set({ password })}
      />
      <div class="two">
        <TextField
          label={t('fieldDisplayName')}
          help={t('helpDisplayName')}
          error={wrong('displayName')}
          value={draft.displayName}
          change={(displayName) => set({ displayName })}
        />
        <TextField
          label={t('fieldLabel')}
          help={t('helpLabel')}
          error={wrong('label')}
          value={draft.label}
          change={(label) => set({ label })}
        />
      </div>
    </>
  );
}
