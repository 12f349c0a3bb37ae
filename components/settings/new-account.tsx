import { useSignal } from '@preact/signals';
import type { Phone } from '../../lib/mirror/phone.ts';
import type { AccountKind, DialRule } from '../../lib/mirror/slices.ts';
import type { AccountInput } from '../../lib/mirror/commands.ts';
import { t } from '../../lib/text.ts';
import { Choice } from '../controls/choice.tsx';
import { AccountForm } from './account-form.tsx';
import { SippetForm } from './sippet-form.tsx';

interface NewAccountProps {
  phone: Phone;
  preview: (number: string, rule: DialRule) => string;
  requestSites: (patterns: string[]) => Promise<boolean>;
  /** It is there and in use. */
  done: () => void;
  cancel?: () => void;
}

/** A new account: which kind, then its form. */
export function NewAccount({ phone, preview, requestSites, done, cancel }: NewAccountProps) {
  const kind = useSignal<AccountKind>('sip');
  async function save(input: AccountInput): Promise<void> {
    const { id } = await phone.saveAccount(input);
    await phone.useAccount({ id });
    done();
  }
  return (
    <>
      <Choice
        label={t('accountKind')}
        hideLabel
        value={kind.value}
        options={[
          { value: 'sip', text: t('kindSip'), help: t('kindSipHelp') },
          { value: 'sippet', text: t('kindSippet'), help: t('kindSippetHelp') },
        ]}
        change={(value) => {
          kind.value = value;
        }}
      />
      {kind.value === 'sip' ? (
        <AccountForm
          saveLabel={t('connect')}
          cancel={cancel}
          preview={preview}
          requestSites={requestSites}
          save={save}
        />
      ) : (
        <SippetForm saveLabel={t('connect')} cancel={cancel} requestSites={requestSites} save={save} />
      )}
    </>
  );
}
