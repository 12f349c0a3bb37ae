import type { SippetAccountInput } from '../../lib/mirror/commands.ts';
import type { SippetAccountView } from '../../lib/mirror/slices.ts';
import { t } from '../../lib/text.ts';
import { Choice } from '../controls/choice.tsx';
import { TextField } from '../controls/field.tsx';
import {
  checkSippet,
  foldedFields,
  sippetDraftOf,
  sippetTidied,
  sitesWanted,
  type SippetDraft,
  type SippetField,
} from './sippet-draft.ts';
import { CompanyServerField } from './company-server.tsx';
import {
  FormFrame,
  LabelRow,
  SecretRow,
  useDraftForm,
  type AccountFormProps,
  type DraftForm,
} from './form-frame.tsx';

type SippetFormProps = AccountFormProps<SippetAccountView, SippetAccountInput>;

/** A Sippet account: where the service is, and how the operator's token comes. */
export function SippetForm(props: SippetFormProps) {
  const { account, cancel, saveLabel } = props;
  const form = useDraftForm(
    {
      first: sippetDraftOf(account),
      check: (draft: SippetDraft) => checkSippet(draft, account?.id),
      tidied: sippetTidied,
      folded: foldedFields,
      sites: sitesWanted,
    },
    props,
  );
  const { draft: now, set, wrong, tidy } = form;

  return (
    <FormFrame form={form} cancel={cancel} saveLabel={saveLabel} advanced={<Advanced form={form} />}>
      <TextField
        label={t('fieldApiOrigin')}
        help={t('helpApiOrigin')}
        error={wrong('apiOrigin')}
        inputMode="url"
        value={now.apiOrigin}
        change={(apiOrigin) => set({ apiOrigin })}
        leave={tidy}
      />
      <div class="stacked">
        <Choice
          label={t('tokenFrom')}
          value={now.tokenFrom}
          options={[
            { value: 'url', text: t('tokenFromUrl'), help: t('tokenFromUrlHelp') },
            { value: 'page', text: t('tokenFromPage'), help: t('tokenFromPageHelp') },
            { value: 'pasted', text: t('tokenFromPasted'), help: t('tokenFromPastedHelp') },
          ]}
          change={(tokenFrom) => set({ tokenFrom })}
        />
      </div>
      {now.tokenFrom === 'url' && (
        <TextField
          label={t('fieldSignInUrl')}
          help={t('helpSignInUrl')}
          error={wrong('signInUrl')}
          inputMode="url"
          placeholder="https://crm.example.com/operator-token"
          value={now.signInUrl}
          change={(signInUrl) => set({ signInUrl })}
          leave={tidy}
        />
      )}
      {now.tokenFrom === 'pasted' && (
        <SecretRow
          label={t('fieldToken')}
          help={t(now.hasToken ? 'helpTokenHeld' : 'helpToken')}
          saved={now.hasToken}
          value={now.token}
          error={wrong('token')}
          change={(token) => set({ token })}
        />
      )}
      <LabelRow value={now.label} error={wrong('label')} change={(label) => set({ label })} />
    </FormFrame>
  );
}

function Advanced({ form }: { form: DraftForm<SippetDraft, SippetField> }) {
  const { draft, set, wrong, errors, tidy } = form;
  return (
    <div class="advanced-body">
      <CompanyServerField
        value={draft.companionUrl}
        change={(companionUrl) => set({ companionUrl })}
        leave={tidy}
        error={errors.companionUrl}
      />
      <TextField
        label={t('fieldRpcPath')}
        help={t('helpRpcPath')}
        error={wrong('rpcPath')}
        placeholder="/rpc/public/run"
        value={draft.rpcPath}
        change={(rpcPath) => set({ rpcPath })}
      />
      <TextField
        label={t('fieldTopic')}
        help={t('helpTopic')}
        error={wrong('topic')}
        placeholder="events"
        value={draft.topic}
        change={(topic) => set({ topic })}
      />
      <TextField
        label={t('fieldTestNumber')}
        help={t('helpTestNumber')}
        error={wrong('testNumber')}
        value={draft.testNumber}
        change={(testNumber) => set({ testNumber })}
      />
    </div>
  );
}
