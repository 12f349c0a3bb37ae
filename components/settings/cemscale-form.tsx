import type { CemscaleAccountInput } from '../../lib/mirror/commands.ts';
import type { CemscaleAccountView } from '../../lib/mirror/slices.ts';
import { t } from '../../lib/text.ts';
import { Choice } from '../controls/choice.tsx';
import { Field, TextField } from '../controls/field.tsx';
import {
  cemscaleDraftOf,
  cemscaleFolded,
  cemscaleSites,
  cemscaleTidied,
  checkCemscale,
  type CemscaleDraft,
  type CemscaleField,
} from './cemscale-draft.ts';
import { CompanyServerField } from './company-server.tsx';
import {
  FormFrame,
  LabelRow,
  SecretRow,
  useDraftForm,
  type AccountFormProps,
  type DraftForm,
} from './form-frame.tsx';

type CemscaleFormProps = AccountFormProps<CemscaleAccountView, CemscaleAccountInput>;

type Form = DraftForm<CemscaleDraft, CemscaleField>;

/** A CemScale account: where the service is, how the operator signs in, who places calls. */
export function CemscaleForm(props: CemscaleFormProps) {
  const { account, cancel, saveLabel } = props;
  const form = useDraftForm(
    {
      first: cemscaleDraftOf(account),
      check: (draft: CemscaleDraft) => checkCemscale(draft, account?.id),
      tidied: cemscaleTidied,
      folded: cemscaleFolded,
      // A service that lets every page ask works without.
      sites: cemscaleSites,
    },
    props,
  );
  const { draft, set, wrong, tidy } = form;
  return (
    <FormFrame form={form} cancel={cancel} saveLabel={saveLabel} advanced={<Advanced form={form} />}>
      <p class="help">{t('cemscaleAssumed')}</p>
      <TextField
        label={t('fieldApiOrigin')}
        help={t('helpApiOrigin')}
        error={wrong('apiUrl')}
        inputMode="url"
        value={draft.apiUrl}
        change={(apiUrl) => set({ apiUrl })}
        leave={tidy}
      />
      <div class="stacked">
        <Choice
          label={t('signInBy')}
          value={draft.signInBy}
          options={[
            { value: 'password', text: t('signInByPassword'), help: t('signInByPasswordHelp') },
            { value: 'companion', text: t('signInByCompanion'), help: t('signInByCompanionHelp') },
          ]}
          change={(signInBy) => set({ signInBy })}
        />
      </div>
      {draft.signInBy === 'password' ? <ByPassword form={form} /> : <CompanyServer form={form} />}
      <div class="stacked">
        <Choice
          label={t('dialBy')}
          value={draft.dialBy}
          options={[
            { value: 'switch', text: t('dialBySwitch'), help: t('dialBySwitchHelp') },
            { value: 'line', text: t('dialByLine'), help: t('dialByLineHelp') },
          ]}
          change={(dialBy) => set({ dialBy })}
        />
      </div>
      <LabelRow value={draft.label} error={wrong('label')} change={(label) => set({ label })} />
    </FormFrame>
  );
}

function ByPassword({ form: { draft, set, wrong } }: { form: Form }) {
  return (
    <>
      <TextField
        label={t('fieldTenantId')}
        help={t('helpTenantId')}
        error={wrong('tenantId')}
        placeholder="00000000-0000-4000-8000-000000000000"
        value={draft.tenantId}
        change={(tenantId) => set({ tenantId })}
      />
      <div class="two">
        <TextField
          label={t('fieldExtension')}
          help={t('helpExtension')}
          error={wrong('extension')}
          inputMode="numeric"
          placeholder="1001"
          value={draft.extension}
          change={(extension) => set({ extension })}
        />
        <SecretRow
          label={t('fieldPassword')}
          help={t(draft.hasPassword ? 'helpPasswordSaved' : 'helpPassword')}
          saved={draft.hasPassword}
          value={draft.password}
          error={wrong('password')}
          change={(password) => set({ password })}
        />
      </div>
    </>
  );
}

function CompanyServer({ form }: { form: Form }) {
  return (
    <CompanyServerField
      value={form.draft.companionUrl}
      change={(companionUrl) => form.set({ companionUrl })}
      leave={form.tidy}
      error={form.errors.companionUrl}
    />
  );
}

function Advanced({ form }: { form: Form }) {
  const { draft, set, wrong } = form;
  return (
    <div class="advanced-body">
      {draft.signInBy === 'password' && <CompanyServer form={form} />}
      <p class="help">{t('ownLineHelp')}</p>
      <div class="two">
        <TextField
          label={t('fieldServers')}
          error={wrong('wssUrl')}
          inputMode="url"
          placeholder="wss://pbx.example.com:7443"
          value={draft.wssUrl}
          change={(wssUrl) => set({ wssUrl })}
        />
        <TextField
          label={t('fieldDomain')}
          error={wrong('sipDomain')}
          placeholder="pbx.example.com"
          value={draft.sipDomain}
          change={(sipDomain) => set({ sipDomain })}
        />
      </div>
      <Field label={t('fieldRoutes')} help={t('helpRoutes')} error={wrong('routes')}>
        {(parts) => (
          <textarea
            {...parts}
            class="input"
            rows={4}
            spellcheck={false}
            dir="ltr"
            placeholder={'{ "calls.originate": { "path": "/v1/calls" } }'}
            value={draft.routes}
            onInput={(event) => set({ routes: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}
