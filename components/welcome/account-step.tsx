import { useSignal } from '@preact/signals';
import type { Phone } from '../../lib/mirror/phone.ts';
import type { AccountKind, DialRule } from '../../lib/mirror/slices.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { Choice } from '../controls/choice.tsx';
import { FaultDetail } from '../controls/fault-detail.tsx';
import { faultWords } from '../controls/fault-words.ts';
import { TextField } from '../controls/field.tsx';
import { StatusPill } from '../phone/status-pill.tsx';
import { AccountEditor } from '../settings/account-editor.tsx';
import { SignInFault } from '../settings/sign-in-fault.tsx';
import { sitesWanted } from '../settings/sippet-draft.ts';
import { isSandbox, sandboxAccount, sandboxAddress } from './sandbox.ts';

interface AccountStepProps {
  phone: Phone;
  preview: (number: string, rule: DialRule) => string;
  /** Asks the browser for sites; call it from a click. */
  requestSites: (patterns: string[]) => Promise<boolean>;
}

/** Which phone server: the sandbox on this machine, or the company's own. */
export function AccountStep({ phone, preview, requestSites }: AccountStepProps) {
  const kind = useSignal<'sandbox' | AccountKind | null>(null);
  const address = useSignal(sandboxAddress);
  const accounts = phone.accounts.value;
  const inUse = phone.session.value.account?.id;
  const current = accounts.find((account) => account.id === inUse);
  const own = current && !isSandbox(current) ? current : undefined;
  const typed = address.value;
  const shown = kind.value ?? own?.kind ?? 'sandbox';

  async function useSandbox(): Promise<void> {
    const saved = accounts.find(isSandbox);
    const account = sandboxAccount(typed.trim(), t('sandbox'), saved?.id);
    // Asked here, where there is a click to ask with; its cookie is what signs in.
    await requestSites(sitesWanted(account));
    const { id } = await phone.saveAccount(account);
    await phone.useAccount({ id });
  }

  return (
    <>
      <LineState phone={phone} requestSites={requestSites} />
      <Choice
        label={t('accountKind')}
        hideLabel
        upright
        value={shown}
        options={[
          { value: 'sandbox', text: t('sandbox'), help: t('sandboxHelp') },
          { value: 'sippet', text: t('kindSippet'), help: t('kindSippetHelp') },
          { value: 'cemscale', text: t('kindCemscale'), help: t('kindCemscaleHelp') },
          { value: 'sip', text: t('ownServer'), help: t('ownServerHelp') },
        ]}
        change={(value) => {
          kind.value = value;
        }}
      />
      {shown === 'sandbox' && (
        <form class="add" onSubmit={(event) => event.preventDefault()}>
          <TextField
            label={t('sandboxAddress')}
            inputMode="url"
            value={typed}
            change={(value) => {
              address.value = value;
            }}
          />
          <Action
            class={current ? 'button quiet' : 'button accent'}
            type="submit"
            run={useSandbox}
            off={typed.trim() === ''}
          >
            {t('connect')}
          </Action>
        </form>
      )}
      {shown !== 'sandbox' && (
        <AccountEditor
          key={own?.kind === shown ? own.id : shown}
          kind={shown}
          account={own?.kind === shown ? own : undefined}
          saveLabel={t('connect')}
          preview={preview}
          requestSites={requestSites}
          save={async (input) => {
            const { id } = await phone.saveAccount(input);
            await phone.useAccount({ id });
          }}
        />
      )}
    </>
  );
}

/** How the account in use gets on with its server. */
function LineState({ phone, requestSites }: Pick<AccountStepProps, 'phone' | 'requestSites'>) {
  const { account } = phone.session.value;
  const inUse = phone.accounts.value.find(({ id }) => id === account?.id);
  const line = phone.line.value;
  const link = phone.link.value;
  if (!account) return null;
  return (
    <div class="line-state" role="status">
      <div class="account-text">
        <b>{account.label}</b>
        <span class="sub" title={account.identity}>
          <bdi>{account.identity}</bdi>
        </span>
      </div>
      <StatusPill line={line} link={link} />
      {inUse && inUse.kind !== 'sip' && (
        <SignInFault phone={phone} account={inUse} requestSites={requestSites} />
      )}
      {line.fault && line.state !== 'ready' && (
        <div class="inline-fault">
          <b>{t(faultWords[line.fault.code].title)}</b> {t(faultWords[line.fault.code].explain)}
          <FaultDetail fault={line.fault} />
        </div>
      )}
    </div>
  );
}
