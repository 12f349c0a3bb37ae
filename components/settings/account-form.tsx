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
  type AccountField,
} from './account-draft.ts';
import {
  FormFrame,
  LabelRow,
  SecretRow,
  useDraftForm,
  type AccountFormProps,
  type DraftForm,
} from './form-frame.tsx';
import { sitesOf } from './company-server.tsx';

interface SipFormProps extends AccountFormProps<SipAccountView, AccountInput> {
  /** What would be dialled for a number under a rule. */
  preview: (number: string, rule: DialRule) => string;
}

/** A SIP account, in the words of whoever got a letter from their phone administrator. */
export function AccountForm(props: SipFormProps) {
  const { account, cancel, saveLabel, preview } = props;
  const form = useDraftForm(
    {
      first: draftOf(account),
      check: (draft: AccountDraft) => check(draft, account?.id),
      tidied,
      folded: advancedFields,
      sites: ({ companionUrl }) => sitesOf(companionUrl),
    },
    props,
  );
  return (
    <FormFrame
      form={form}
      cancel={cancel}
      saveLabel={saveLabel}
      advanced={<AccountAdvanced form={form} preview={preview} />}
    >
      <Basics form={form} />
    </FormFrame>
  );
}

/** The form's state, for its parts. */
export type SipForm = DraftForm<AccountDraft, AccountField>;

function Basics({ form: { draft, set, tidy, wrong } }: { form: SipForm }) {
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
