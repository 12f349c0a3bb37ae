import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { FaultDetail } from '../controls/fault-detail.tsx';
import { troubleOf } from '../inbox/inbox-state.ts';

interface InboxFaultProps {
  phone: Phone;
  requestSites: (patterns: string[]) => Promise<boolean>;
}

/** Why the Inbox of the account in use cannot be had, and the one thing to do about it here. */
export function InboxFault({ phone, requestSites }: InboxFaultProps) {
  const inbox = phone.inbox.value;
  const { fault, wantsOrigin } = inbox;
  const trouble = troubleOf(inbox);
  if (!trouble) return null;
  return (
    <div class="inline-fault" role="alert">
      <b>{trouble.title}</b> {trouble.text}
      {fault && <FaultDetail fault={fault} />}
      {wantsOrigin !== undefined ? (
        <Action class="link" local run={() => requestSites([wantsOrigin])}>
          {t('allowSite')}
        </Action>
      ) : (
        trouble.mend === 'again' && (
          <Action class="link" run={() => phone.reconnectInbox({})}>
            {t('tryNow')}
          </Action>
        )
      )}
    </div>
  );
}
