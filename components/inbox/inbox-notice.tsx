import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { FaultDetail } from '../controls/fault-detail.tsx';
import { WarnIcon } from '../controls/icons.tsx';
import { troubleOf } from './inbox-state.ts';

/** How the Inbox stands: what keeps it from being right with the one thing to do, and what is still to be delivered. */
export function InboxNotice({ phone }: { phone: Phone }) {
  const inbox = phone.inbox.value;
  const trouble = troubleOf(inbox);
  const { fault, undelivered, behind, heldBack } = inbox;
  const told = [
    behind && t('inboxUndeliveredCount', undelivered),
    heldBack > 0 && t('inboxHeldBack', heldBack),
  ].filter((one) => one !== false);
  return (
    <>
      {trouble && (
        <div class="notice list-fault" role={inbox.state === 'needed' ? 'alert' : 'status'}>
          <WarnIcon />
          <div class="notice-text">
            <b>{trouble.title}</b>
            <p>{trouble.text}</p>
            {fault && <FaultDetail fault={fault} />}
            <Action
              class="link"
              run={() =>
                trouble.mend === 'again'
                  ? phone.reconnectInbox({})
                  : // Only a page of ours may ask the browser for a site.
                    phone.openOptions({ section: 'account' })
              }
            >
              {t(trouble.action)}
            </Action>
          </div>
        </div>
      )}
      {told.map((words) => (
        <p key={words} class="inbox-told" role="status">
          {words}
        </p>
      ))}
    </>
  );
}
