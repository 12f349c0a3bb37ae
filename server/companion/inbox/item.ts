/** What the Inbox holds; docs/inbox-api.md says what each field means. */

/** An operator: `id` is the e-mail address in lower case. */
export interface Person {
  id: string;
  name?: string;
}

export type ItemKind =
  'message' | 'lead' | 'appointment' | 'sms' | 'policy' | 'summary' | 'transfer' | 'other';

/** What the tools answer (protocol sheet §10.2); a tool given in code may have words of its own. */
export interface Outcome {
  state: 'done' | 'pending' | 'failed';
  status: string;
  spoken: string;
  problem?: string;
}

export interface Appointment {
  /** YYYY-MM-DD in `timeZone`. */
  date: string;
  /** HH:MM in `timeZone`. */
  time?: string;
  timeZone: string;
  minutes?: number;
}

export interface Note {
  id: string;
  by: Person;
  at: string;
  text: string;
}

/** Somebody took over what a colleague had claimed. */
export interface Takeover {
  from: Person;
  by: Person;
  at: string;
}

/** An item as it is kept; its `rev` is given to it by the store. */
export interface Item {
  id: string;
  kind: ItemKind;
  tool: string;
  callId: string;
  at: string;
  urgent: boolean;
  needsReview: boolean;
  number?: string;
  numberAsGiven?: string;
  name?: string;
  forPerson?: string;
  preferredTime?: string;
  text?: string;
  appointment?: Appointment;
  fields: Record<string, string>;
  outcome: Outcome;
  state: 'open' | 'claimed' | 'done';
  by?: Person;
  stateAt?: string;
  assignedTo?: Person;
  assignedBy?: Person;
  takeovers?: Takeover[];
  snoozedUntil?: string;
  notes: Note[];
}

/** An item as operators get it: `rev` grows with every change of any item of the tenant. */
export interface InboxItem extends Item {
  rev: number;
}

/** The longest text and name that an item holds, in UTF-16 units. */
export const MAX_TEXT = 10_000;
export const MAX_NAME = 200;
