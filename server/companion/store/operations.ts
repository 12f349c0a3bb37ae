import type { InboxItem, Item } from '../inbox/item.ts';

/** What was replied to a request. */
export interface Reply {
  /** The HTTP status. */
  status: number;
  /** JSON. */
  body: string;
}

/** Something to be done outside, until it is done or given up. Its id is the same for every try. */
export interface Job {
  id: string;
  tenant: string;
  item: string;
  tool: string;
  kind: string;
  /** JSON. */
  payload: string;
  /** The request that waits for it, if one does. */
  answerKey: string | null;
  /** How often it was tried, this time included. */
  tries: number;
  /** How many of the first tries are known to have done nothing. */
  clear: number;
  /** When it is looked at next, in milliseconds since 1970. */
  due: number;
}

/** A request that is to be kept, unless it was kept before. */
export interface Acceptance {
  do: 'accept';
  tenant: string;
  /** The same for the same request. */
  key: string;
  /** Now, in milliseconds; a first one from before `since` does not count any more. */
  at: number;
  since: number;
  item: Item;
  /**
   * An item with the same one is brought up to date by `merge` instead of a second one made. Where that gives nothing
   * the new item is one of its own, and has the key from then on.
   */
  mergeKey?: string;
  /** Where no item has that key, one with this key is brought up to date, and has `mergeKey` (or none) from then on. */
  completes?: string;
  merge?: (before: Item, now: Item) => Item | undefined;
  /** If it is known at once. */
  reply?: (item: Item) => Reply;
  jobs: (item: Item) => Job[];
}

/** What became of a job. */
export interface Settlement {
  do: 'settle';
  tenant: string;
  job: Job;
  /** Absent: that was all. */
  againAt?: number;
  /** With it: no try so far has done it. */
  clear?: boolean;
  /** `replied`: its reply is the first one. */
  change: (item: Item, replied: boolean) => Item;
  /** The first reply, unless one was given already. */
  reply?: Reply;
}

export type Operation = Acceptance | Settlement;

/** `first`: this request was kept now. Otherwise it was there already, or somebody else has settled the job. */
export interface Result {
  first: boolean;
  item?: InboxItem;
}
