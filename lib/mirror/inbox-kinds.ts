/** What each kind of item is called. */
import type { TextKey } from '../text.ts';
import type { InboxKind } from './inbox.ts';

export const kindText: Readonly<Record<InboxKind, TextKey>> = {
  message: 'inboxMessage',
  lead: 'inboxLead',
  appointment: 'inboxAppointment',
  sms: 'inboxSms',
  policy: 'inboxPolicy',
  summary: 'inboxSummary',
  transfer: 'inboxTransfer',
  other: 'inboxOther',
};
