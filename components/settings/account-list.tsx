import { useSignal } from '@preact/signals';
import type { Phone } from '../../lib/mirror/phone.ts';
import type { AccountView, DialRule } from '../../lib/mirror/slices.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { CheckIcon, PlusIcon } from '../controls/icons.tsx';
import { FaultDetail } from '../controls/fault-detail.tsx';
import { faultWords } from '../controls/fault-words.ts';
import { StatusPill } from '../phone/status-pill.tsx';
import { AccountForm } from './account-form.tsx';

interface AccountListProps {
  phone: Phone;
  preview: (number: string, rule: DialRule) => string;
}

/** The saved accounts: which is in use, and the form to add or change one. */
export function AccountList({ phone, preview }: AccountListProps) {
  const open = useSignal<string | null>(null);
  const accounts = phone.accounts.value;
  const editing = open.value;
  const adding = editing === 'new' || (accounts.length === 0 && phone.link.value === 'live');

  const close = () => {
    open.value = null;
  };

  return (
    <>
      {accounts.length > 0 && (
        <ul class="rows">
          {accounts.map((account) => (
            <li key={account.id} class="row-item">
              <AccountRow
                phone={phone}
                account={account}
                edit={() => {
                  open.value = account.id;
                }}
                editing={editing === account.id}
              />
              {editing === account.id && account.kind === 'sip' && (
                <AccountForm
                  account={account}
                  saveLabel={t('save')}
                  cancel={close}
                  preview={preview}
                  save={async (input) => {
                    await phone.saveAccount(input);
                    close();
                  }}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {adding ? (
        <AccountForm
          saveLabel={t('connect')}
          cancel={accounts.length > 0 ? close : undefined}
          preview={preview}
          save={async (input) => {
            const { id } = await phone.saveAccount(input);
            await phone.useAccount({ id });
            close();
          }}
        />
      ) : (
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            open.value = 'new';
          }}
        >
          <PlusIcon />
          {t('addAccount')}
        </button>
      )}
    </>
  );
}

interface AccountRowProps {
  phone: Phone;
  account: AccountView;
  edit: () => void;
  editing: boolean;
}

function AccountRow({ phone, account, edit, editing }: AccountRowProps) {
  const asking = useSignal(false);
  const inUse = phone.session.value.account?.id === account.id;
  const line = phone.line.value;
  const link = phone.link.value;
  const identity = account.kind === 'sip' ? `${account.user}@${account.domain}` : account.apiOrigin;
  if (asking.value) {
    return (
      <div class="account-row">
        <p class="account-text">{t('removeAsk', account.label)}</p>
        <button
          type="button"
          class="button quiet small"
          onClick={() => {
            asking.value = false;
          }}
        >
          {t('keep')}
        </button>
        <Action class="button stop small" run={() => phone.removeAccount({ id: account.id })}>
          {t('remove')}
        </Action>
      </div>
    );
  }
  return (
    <>
      <div class="account-row">
        <div class="account-text">
          <b title={account.label}>{account.label}</b>
          <span class="sub" title={identity}>
            <bdi>{identity}</bdi>
          </span>
        </div>
        {inUse && <StatusPill line={line} link={link} />}
        {!inUse && (
          <Action class="button quiet small" run={() => phone.useAccount({ id: account.id })}>
            <CheckIcon />
            {t('use')}
          </Action>
        )}
        <button
          type="button"
          class="button quiet small"
          aria-expanded={editing}
          aria-label={t('editAccount', account.label)}
          onClick={edit}
        >
          {t('edit')}
        </button>
        <button
          type="button"
          class="button quiet small"
          aria-label={t('removeAccountNamed', account.label)}
          onClick={() => {
            asking.value = true;
          }}
        >
          {t('remove')}
        </button>
      </div>
      {inUse && line.fault && line.state !== 'ready' && (
        <div class="inline-fault" role="alert">
          <b>{t(faultWords[line.fault.code].title)}</b> {t(faultWords[line.fault.code].explain)}
          <FaultDetail fault={line.fault} />
          <Action class="link" run={() => phone.reconnect({})}>
            {t('tryNow')}
          </Action>
        </div>
      )}
    </>
  );
}
