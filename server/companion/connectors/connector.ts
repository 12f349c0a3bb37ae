/** What the outside world is asked for, by tool and tenant. Every connector rejects with a ConnectorFault or lets other errors pass as bugs. */
export class ConnectorFault extends Error {
  /** `again`: trying later may help. `refused`: it will not. `afterMs`: what the other side asked to wait. */
  readonly kind: 'again' | 'refused';
  readonly afterMs: number | undefined;
  /** Whether it may have been done all the same: the next try is told so. */
  readonly mayBeDone: boolean;
  constructor(
    kind: 'again' | 'refused',
    message: string,
    options: { afterMs?: number; mayBeDone?: boolean; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'ConnectorFault';
    this.kind = kind;
    this.afterMs = options.afterMs;
    this.mayBeDone = options.mayBeDone ?? false;
  }
}

export interface Sms {
  /** E.164. */
  to: string;
  text: string;
  /** The same for every try of the same message. */
  key: string;
  /** When it was asked for: nothing from before is this message. */
  since: Date;
  /** An earlier try may have sent it: its answer was lost, or its process was killed. */
  mayBeSent: boolean;
}

/** Sends one SMS. */
export interface SmsSender {
  send(sms: Sms, signal: AbortSignal): Promise<void>;
}

export interface PolicyQuestion {
  policyNumber: string;
  phone?: string;
  lastName?: string;
  dateOfBirth?: string;
  lookupType?: string;
}

export interface PolicyAnswer {
  policyNumber: string;
  status: string;
  /** Fit to be spoken, where the book has one; e.g. what is due and when. */
  details?: string;
}

/** Looks a policy up; undefined when there is none (or what identifies the caller does not fit). */
export interface PolicyBook {
  find(question: PolicyQuestion, signal: AbortSignal): Promise<PolicyAnswer | undefined>;
}

/** Tells the CRM of a tool call that was accepted. `id` is the same for every try. */
export interface CrmSink {
  deliver(
    event: { id: string; type: string; tenant: string; at: string; data: unknown },
    signal: AbortSignal,
  ): Promise<void>;
}

/** What one tenant has; an absent connector means: the built-in store only. */
export interface Connectors {
  sms?: SmsSender;
  policies?: PolicyBook;
  /** Which tools are told to the CRM, by tool name; `*` for the rest. */
  crm?: ReadonlyMap<string, CrmSink>;
}
