import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
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
  type SippetErrors,
  type SippetField,
} from './sippet-draft.ts';
import { CompanyServerField } from './company-server.tsx';
import { FormEnd } from './form-end.tsx';

interface SippetFormProps {
  /** The account to change; absent for a new one. */
  account?: SippetAccountView;
  save: (input: SippetAccountInput) => Promise<unknown>;
  /** Asks the browser for a site whose sign-in is to be used; call it from a click. */
  requestSites: (patterns: string[]) => Promise<boolean>;
  cancel?: () => void;
  saveLabel: string;
}

/** A Sippet account: where the service is, and how the operator's token comes. */
export function SippetForm({ account, save, requestSites, cancel, saveLabel }: SippetFormProps) {
  const draft = useSignal<SippetDraft>(sippetDraftOf(account));
  const tried = useSignal(false);
  const unfolded = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const now = draft.value;
  const errors: SippetErrors = tried.value ? (checkSippet(now, account?.id).errors ?? {}) : {};
  const set = (changed: Partial<SippetDraft>) => {
    draft.value = { ...draft.peek(), ...changed };
  };
  const tidy = () => set(sippetTidied(draft.peek()));
  const wrong = (field: SippetField) => {
    const key = errors[field];
    return key === undefined ? undefined : t(key);
  };

  async function submit(): Promise<void> {
    tried.value = true;
    const checked = checkSippet(draft.peek(), account?.id);
    if (checked.input) {
      const sites = sitesWanted(checked.input);
      // Asked here, where there is a click to ask with. Whoever says no is told by the account itself what is missing.
      if (sites.length > 0) await requestSites(sites);
      return void (await save(checked.input));
    }
    if (foldedFields.some((field) => checked.errors[field])) unfolded.value = true;
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  }

  return (
    <form class="form" ref={form} noValidate onSubmit={(event) => event.preventDefault()}>
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
        <TextField
          label={t('fieldToken')}
          help={t(now.hasToken ? 'helpTokenHeld' : 'helpToken')}
          error={wrong('token')}
          secret
          placeholder={now.hasToken ? t('saved') : undefined}
          value={now.token}
          change={(token) => set({ token })}
        />
      )}
      <TextField
        label={t('fieldLabel')}
        help={t('helpLabel')}
        error={wrong('label')}
        value={now.label}
        change={(label) => set({ label })}
      />
      <details
        class="fold"
        open={unfolded.value}
        onToggle={(event) => {
          unfolded.value = event.currentTarget.open;
        }}
      >
        <summary>{t('advanced')}</summary>
        <div class="fold-body">
          <CompanyServerField
            value={now.companionUrl}
            change={(companionUrl) => set({ companionUrl })}
            leave={tidy}
            error={errors.companionUrl}
          />
          <TextField
            label={t('fieldRpcPath')}
            help={t('helpRpcPath')}
            error={wrong('rpcPath')}
            placeholder="/rpc/public/run"
            value={now.rpcPath}
            change={(rpcPath) => set({ rpcPath })}
          />
          <TextField
            label={t('fieldTopic')}
            help={t('helpTopic')}
            error={wrong('topic')}
            placeholder="events"
            value={now.topic}
            change={(topic) => set({ topic })}
          />
        </div>
      </details>
      <FormEnd cancel={cancel} saveLabel={saveLabel} submit={submit} />
    </form>
  );
}
