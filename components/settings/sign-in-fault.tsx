import type { Phone } from '../../lib/mirror/phone.ts';
import type { CemscaleAccountView, SippetAccountView } from '../../lib/mirror/slices.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { FaultDetail } from '../controls/fault-detail.tsx';
import { explainSignIn, faultWords } from '../controls/fault-words.ts';

interface SignInFaultProps {
  phone: Phone;
  account: SippetAccountView | CemscaleAccountView;
  requestSites: (patterns: string[]) => Promise<boolean>;
  /** Opens the account's form, where a new token is pasted; absent where it is open. */
  edit?: () => void;
}

/** Why the operator is not signed in to the account in use, and the one thing to do about it here. */
export function SignInFault({ phone, account, requestSites, edit }: SignInFaultProps) {
  const { fault, wantsOrigin, state } = phone.desk.value.signIn;
  if (!fault) return null;
  const words = faultWords[fault.code];
  // What somebody typed only somebody can type anew.
  const typed = account.kind === 'sippet' ? account.tokenFrom === 'pasted' : fault.code === 'sign-in-refused';
  return (
    <div class="inline-fault" role="alert">
      <b>{t(words.title)}</b> {t(explainSignIn(fault, account))}
      <FaultDetail fault={fault} />
      {wantsOrigin !== undefined ? (
        <Action
          class="link"
          local
          run={async () => {
            if (await requestSites([wantsOrigin])) await phone.signInAgain({});
          }}
        >
          {t('allowSite')}
        </Action>
      ) : !typed ? (
        <Action class="link" run={() => phone.signInAgain({})}>
          {t(state === 'needed' ? 'signInAgain' : 'tryNow')}
        </Action>
      ) : (
        edit && (
          <button type="button" class="link" onClick={edit}>
            {t(account.kind === 'sippet' ? 'tokenAnew' : 'enterAgain')}
          </button>
        )
      )}
    </div>
  );
}
