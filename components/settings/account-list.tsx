import { useSignal } from '@preact/signals';
import type { Phone } from '../../lib/mirror/phone.ts';
import type { AccountView, DialRule } from '../../lib/mirror/slices.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { CheckIcon, PlusIcon } from '../controls/icons.tsx';
import { FaultDetail } from '../controls/fault-detail.tsx';
import { faultWords } from '../controls/fault-words.ts';
import { StatusPill } from '../phone/status-pill.tsx';
import { LockIcon } from '../desk/desk-icons.tsx';
import { AccountEditor } from './account-editor.tsx';
import { InboxFault } from './inbox-fault.tsx';
import { NewAccount } from './new-account.tsx';
import { SignInFault } from './sign-in-fault.tsx';

interface AccountListProps {
  phone: Phone;
  preview: (number: string, rule: DialRule) => string;
  /** Asks the browser for sites; call it from a click. */
  requestSites: (patterns: string[]) => Promise<boolean>;
}

/** The saved accounts: which is in use, and the form to add or change one. */
export function AccountList({ phone, preview, requestSites }: AccountListProps) {
  const open = useSignal<string | null>(null);
  const accounts = phone.accounts.value;
  const editing = open.value;
  const managed = accounts.some(isManaged);
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
                fixed={managed}
                requestSites={requestSites}
              />
              {editing === account.id && (
                <AccountEditor
                  kind={account.kind}
                  account={account}
                  saveLabel={t('save')}
                  cancel={close}
                  preview={preview}
                  requestSites={requestSites}
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
        <NewAccount
          phone={phone}
          preview={preview}
          requestSites={requestSites}
          done={close}
          cancel={accounts.length > 0 ? close : undefined}
        />
      ) : managed ? (
        <p class="help fixed">
          <LockIcon />
          {t('managedOnly')}
        </p>
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
  /** The administrator decides which account is used. */
  fixed: boolean;
  requestSites: (patterns: string[]) => Promise<boolean>;
}

const isManaged = (account: AccountView): boolean => account.kind !== 'sip' && account.managed;

/** Who the account is for, and where. */
function identityOf(account: AccountView): string {
  if (account.kind === 'sip') return `${account.user}@${account.domain}`;
  if (account.kind === 'sippet') return account.apiOrigin;
  return account.extension === undefined ? account.apiUrl : `${account.extension} · ${account.apiUrl}`;
}

function AccountRow({ phone, account, edit, editing, fixed, requestSites }: AccountRowProps) {
  const asking = useSignal(false);
  const inUse = phone.session.value.account?.id === account.id;
  const line = phone.line.value;
  const link = phone.link.value;
  const identity = identityOf(account);
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
        {!inUse && !fixed && (
          <Action class="button quiet small" run={() => phone.useAccount({ id: account.id })}>
            <CheckIcon />
            {t('use')}
          </Action>
        )}
        {isManaged(account) ? (
          <span class="pill">
            <LockIcon />
            {t('managedAccount')}
          </span>
        ) : (
          <>
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
          </>
        )}
      </div>
      {inUse && account.kind !== 'sip' && (
        <SignInFault phone={phone} account={account} requestSites={requestSites} edit={edit} />
      )}
      {inUse && <InboxFault phone={phone} requestSites={requestSites} />}
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
