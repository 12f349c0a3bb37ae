/** Why the Inbox is not as it should be, in words, with the one thing to do. Pure. */
import type { InboxSlice } from '../../lib/mirror/inbox.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { faultWords } from '../controls/fault-words.ts';

export interface InboxTrouble {
  title: string;
  text: string;
  action: TextKey;
  /** What the action is: the browser's permission, the account's form, or another try. */
  mend: 'site' | 'account' | 'again';
}

/** Undefined while all is well, and while it connects for the first time. */
export function troubleOf({ state, fault, host = '', wantsOrigin }: InboxSlice): InboxTrouble | undefined {
  if (state === 'lost')
    return { title: t('inboxLost', host), text: t('inboxLostText'), action: 'tryNow', mend: 'again' };
  if (state !== 'needed') return undefined;
  if (wantsOrigin !== undefined)
    return { title: t('inboxAllow', host), text: t('inboxAllowText'), action: 'allowSite', mend: 'site' };
  if (fault && fault.code !== 'sign-in-needed' && fault.code !== 'site-permission-needed') {
    const { title, explain } = faultWords[fault.code];
    return { title: t(title), text: t(explain), action: 'checkAccount', mend: 'account' };
  }
  return { title: t('inboxSignIn', host), text: t('inboxSignInText'), action: 'tryNow', mend: 'again' };
}
