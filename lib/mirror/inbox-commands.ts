/**
 * The Inbox's part of the command map. A change is kept on this computer before its command resolves, and is delivered
 * when the company server is there; `taken-by` (about: by whom) where the server says at once that somebody was faster.
 * The panel on a page may send all of them: there is nothing in them that it may not see.
 */
import * as v from 'valibot';
import type { InboxEntry, InboxPage, Person } from './inbox.ts';

const id = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));
const item = v.object({ item: id });
const count = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));

export const inboxCommands = {
  /** Urgent first, then newest. With a query: everything the company server keeps, newest first, whatever the view. */
  readInbox: v.object({
    view: v.optional(v.picklist(['open', 'mine', 'snoozed', 'done']), 'open'),
    query: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(120)), ''),
    limit: v.optional(count(200), 50),
    offset: v.optional(count(1_000_000), 0),
  }),
  /** One item whole; fails with `item-gone`. */
  readItem: item,
  /** Whom an item may be given to; the last ones known while the company server is out of reach. */
  readColleagues: v.object({}),
  /** With `from`, a person's id, it is taken over from that colleague, who sees it. */
  claimItem: v.object({ ...item.entries, from: v.optional(id) }),
  /** Gives it back to everybody. */
  releaseItem: item,
  finishItem: item,
  reopenItem: item,
  /** `until` is ms since the epoch; null ends it. */
  snoozeItem: v.object({ ...item.entries, until: v.nullable(v.number()) }),
  /** `to` is a person's id; null gives it to nobody. */
  assignItem: v.object({ ...item.entries, to: v.nullable(id) }),
  noteItem: v.object({
    ...item.entries,
    text: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(10_000)),
  }),
  /**
   * Claims the item and calls its number. Where somebody else has it, `taken-by` (about: by whom) and no call, unless
   * `anyway`; what is done is called as it is.
   */
  callBack: v.object({ ...item.entries, anyway: v.optional(v.boolean(), false) }),
  /** Puts a refused change away. */
  dismissRefused: v.object({ change: id }),
  /** Asks the company server for a sign-in once more, after `needed`, or connects without waiting, after `lost`. */
  reconnectInbox: v.object({}),
} satisfies Record<string, v.GenericSchema>;

/** What the Inbox's commands answer; those not named answer nothing. */
export interface InboxResults {
  readInbox: InboxPage;
  readItem: InboxEntry;
  readColleagues: Person[];
  callBack: { call: string };
}
