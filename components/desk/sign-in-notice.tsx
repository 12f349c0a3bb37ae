import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { FaultDetail } from '../controls/fault-detail.tsx';
import { explainSignIn, faultWords } from '../controls/fault-words.ts';
import { WarnIcon } from '../controls/icons.tsx';

/** The operator must sign in again, or nobody can: why, that calls go on, and the one thing to do. */
export function SignInNotice({ phone }: { phone: Phone }) {
  const { signIn } = phone.desk.value;
  const { account } = phone.session.value;
  const accounts = phone.accounts.value;
  const { fault } = signIn;
  const broken = signIn.state === 'retrying' && fault?.code === 'sign-in-broken';
  if ((signIn.state !== 'needed' && !broken) || !fault) return null;
  const words = faultWords[fault.code];
  const inUse = accounts.find(({ id }) => id === account?.id);
  // A pasted token can only be pasted anew, and a site only be allowed where the browser may ask: both in the options.
  const there =
    signIn.wantsOrigin !== undefined ||
    fault.code === 'sign-in-refused' ||
    (inUse?.kind === 'sippet' && inUse.tokenFrom === 'pasted');
  return (
    <div class="notice sign-in" role="alert">
      <WarnIcon />
      <div class="notice-text">
        <b>{t(words.title)}</b>
        <p>{t(explainSignIn(fault, inUse))}</p>
        <FaultDetail fault={fault} />
        <Action
          class="button accent small"
          run={() => (there ? phone.openOptions({ section: 'account' }) : phone.signInAgain({}))}
        >
          {t(words.action)}
        </Action>
        {!there && (
          <Action class="link" run={() => phone.openOptions({ section: 'account' })}>
            {t('checkAccount')}
          </Action>
        )}
      </div>
    </div>
  );
}
