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
import { FormFrame, LabelRow, SecretRow, useDraftForm, type ServiceFormProps } from './form-frame.tsx';
import { sitesOf } from './company-server.tsx';

interface SipFormProps extends ServiceFormProps<SipAccountView, AccountInput> {
  /** What would be dialled for a number under a rule. */
  preview: (number: string, rule: DialRule) => string;
}

/** A SIP account, in the words of whoever got a letter from their phone administrator. */
export function AccountForm(props: SipFormProps) {
  const { account, save, requestSites, cancel, saveLabel, preview } = props;
  const { form, submit } = useDraftForm({
    first: draftOf(account),
    check: (draft: AccountDraft) => check(draft, account?.id),
    folded: advancedFields,
  });
  const { draft, set, errors } = form;
  return (
    <FormFrame
      form={form}
      cancel={cancel}
      saveLabel={saveLabel}
      advanced={
        <AccountAdvanced
          draft={draft}
          set={set}
          errors={errors}
          preview={preview}
          tidy={() => form.tidy(tidied)}
        />
      }
      submit={() =>
        submit(async (input) => {
          const sites = sitesOf(input.companionUrl);
          // Asked here, where there is a click to ask with. Whoever says no is told by the Inbox itself what is missing.
          if (sites.length > 0) await requestSites(sites);
          await save(input);
        })
      }
    >
      <Basics draft={draft} set={set} errors={errors} tidy={() => form.tidy(tidied)} />
    </FormFrame>
  );
}

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
      <SecretRow
        label={t('fieldPassword')}
        help={t(draft.hasPassword ? 'helpPasswordSaved' : 'helpPassword')}
        saved={draft.hasPassword}
        value={draft.password}
        error={wrong('password')}
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
        <LabelRow value={draft.label} error={wrong('label')} change={(label) => set({ label })} />
      </div>
    </>
  );
}
