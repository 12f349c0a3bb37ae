import { useSignal } from '@preact/signals';
import type { DialRule, DtmfMode } from '../../lib/mirror/slices.ts';
import { t } from '../../lib/text.ts';
import { SelectField, TextField } from '../controls/field.tsx';
import { PlusIcon, TrashIcon } from '../controls/icons.tsx';
import { CompanyServerField } from './company-server.tsx';
import { ruleOf, type IceDraft } from './account-draft.ts';
import type { SipForm } from './account-form.tsx';

interface AdvancedProps {
  form: SipForm;
  preview: (number: string, rule: DialRule) => string;
}

/** What most people never need: the rest of the account. */
export function AccountAdvanced({ form, preview }: AdvancedProps) {
  const { draft, set, errors, tidy, wrong } = form;
  const dtmf: { value: DtmfMode; text: string }[] = [
    { value: 'rfc4733', text: t('dtmfRfc4733') },
    { value: 'info', text: t('dtmfInfo') },
  ];
  return (
    <div class="advanced-body">
      <TextField
        label={t('fieldAuthUser')}
        help={t('helpAuthUser')}
        error={wrong('authUser')}
        placeholder={draft.user}
        value={draft.authUser}
        change={(authUser) => set({ authUser })}
      />
      <IceServers
        servers={draft.iceServers}
        change={(iceServers) => set({ iceServers })}
        error={wrong('iceServers')}
      />
      <SelectField
        label={t('fieldDtmf')}
        help={t('helpDtmf')}
        value={draft.dtmf}
        options={dtmf}
        change={(dtmf) => set({ dtmf })}
      />
      <Dialling form={form} preview={preview} />
      <TextField
        label={t('fieldTestNumber')}
        help={t('helpTestNumber')}
        error={wrong('testNumber')}
        value={draft.testNumber}
        change={(testNumber) => set({ testNumber })}
      />
      <CompanyServerField
        value={draft.companionUrl}
        change={(companionUrl) => set({ companionUrl })}
        leave={tidy}
        error={errors.companionUrl}
      />
    </div>
  );
}

function Dialling({ form: { draft, set, wrong }, preview }: AdvancedProps) {
  const sample = useSignal('+13055550100');
  const formats: { value: DialRule['format']; text: string }[] = [
    { value: 'e164', text: t('formatE164') },
    { value: 'plain', text: t('formatPlain') },
    { value: 'international', text: t('formatInternational') },
    { value: 'national', text: t('formatNational') },
  ];
  const dialled = preview(sample.value, ruleOf(draft));
  return (
    <fieldset class="group">
      <legend class="label">{t('dialRule')}</legend>
      <SelectField
        label={t('fieldFormat')}
        value={draft.format}
        options={formats}
        change={(format) => set({ format })}
      />
      <div class="two">
        <TextField
          label={t('fieldPrefix')}
          help={t('helpPrefix')}
          error={wrong('prefix')}
          inputMode="tel"
          value={draft.prefix}
          change={(prefix) => set({ prefix })}
        />
        <TextField
          label={t('fieldFromDigits')}
          help={t('helpFromDigits')}
          error={wrong('fromDigits')}
          inputMode="numeric"
          value={draft.fromDigits}
          change={(fromDigits) => set({ fromDigits })}
        />
      </div>
      <TextField
        label={t('fieldSample')}
        help={
          <>
            {t('dialledAs')} <output class="dialled">{dialled}</output>
          </>
        }
        inputMode="tel"
        value={sample.value}
        change={(number) => {
          sample.value = number;
        }}
      />
    </fieldset>
  );
}

interface IceServersProps {
  servers: readonly IceDraft[];
  change: (servers: IceDraft[]) => void;
  error?: string;
}

function IceServers({ servers, change, error }: IceServersProps) {
  const edit = (at: number, changed: Partial<IceDraft>) =>
    change(servers.map((server, index) => (index === at ? { ...server, ...changed } : server)));
  return (
    <fieldset class="group">
      <legend class="label">{t('iceServers')}</legend>
      <p class="help">{t('helpIceServers')}</p>
      {servers.map((server, at) => (
        // The rows have no identity but their order.
        <div class="ice" key={at}>
          <TextField
            label={t('fieldIceUrl')}
            placeholder="turn:turn.example.com:3478"
            value={server.urls}
            change={(urls) => edit(at, { urls })}
          />
          <div class="two">
            <TextField
              label={t('fieldIceUser')}
              value={server.username}
              change={(username) => edit(at, { username })}
            />
            <TextField
              label={t('fieldIceCredential')}
              secret
              placeholder={server.hasCredential ? t('saved') : undefined}
              value={server.credential}
              change={(credential) => edit(at, { credential })}
            />
          </div>
          <button
            type="button"
            class="icon-button ice-remove"
            aria-label={t('removeServer', server.urls)}
            title={t('remove')}
            onClick={() => change(servers.filter((_, index) => index !== at))}
          >
            <TrashIcon />
          </button>
        </div>
      ))}
      {error !== undefined && <p class="help error">{error}</p>}
      {servers.length < 8 && (
        <button
          type="button"
          class="button quiet small"
          onClick={() =>
            change([...servers, { urls: '', username: '', credential: '', hasCredential: false }])
          }
        >
          <PlusIcon />
          {t('addServer')}
        </button>
      )}
    </fieldset>
  );
}
