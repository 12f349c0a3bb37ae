/** Tools of a CRM's own: functions that it gives when it mounts the receiver in its own server. */
import * as v from 'valibot';

/**
 * What each known tool is called with (protocol sheet §9.3). A model writes it, from speech: every text may be anything,
 * and what is optional here may be missing, null or of another kind all the same. Check what you rely on.
 */
export interface ToolArguments {
  send_sms: { to_phone: string; message: string; purpose?: string; caller_name?: string };
  create_lead: {
    first_name: string;
    phone: string;
    last_name?: string;
    email?: string;
    company?: string;
    interest?: string;
    notes?: string;
    source?: string;
  };
  leave_message: {
    caller_name: string;
    caller_phone: string;
    message: string;
    for_person?: string;
    urgent?: boolean | string | number;
    callback_preferred_time?: string;
  };
  schedule_appointment: {
    caller_name: string;
    phone: string;
    date: string;
    purpose: string;
    time?: string;
    duration?: number | string;
    notes?: string;
  };
  check_policy_status: {
    policy_number: string;
    phone?: string;
    last_name?: string;
    date_of_birth?: string;
    lookup_type?: string;
  };
  end_call: { reason: string; summary?: string };
  transfer_call: { target?: string; reason?: string; summary?: string };
}

/** What a tool of this name is called with; one that nobody knows has whatever the model writes. */
export type ArgumentsOf<Name extends string> = Name extends keyof ToolArguments
  ? ToolArguments[Name]
  : Readonly<Record<string, unknown>>;

/** A call of a tool, as the receiver gives it to a function. */
export interface ToolCallGiven {
  /** As it was called. */
  tool: string;
  /** The id of the tenant by whose key it came. */
  tenant: string;
  callId: string;
  args: Readonly<Record<string, unknown>>;
  /** The same for every try of the same call: do nothing twice for it. */
  key: string;
  /** Ends when this try has had its time. The caller has been answered by then; the outcome is kept all the same. */
  signal: AbortSignal;
}

/** What a handler knows of the call besides its arguments. */
export type ToolContext = Omit<ToolCallGiven, 'args'>;

/** What the agent is answered. Members of your own go along, e.g. `lead_id`. */
export interface ToolAnswer {
  /** `sent`, `created`, `saved`, `scheduled`, `found`, `not_found`, `failed`, `noted`, `error`, or a word of your own. */
  status: string;
  /** Spoken to the caller: one or two sentences in the tenant's language, without markup, addresses or ids. */
  message: string;
  [member: string]: string;
}

/**
 * Does what the agent has promised. A ConnectorFault of kind `again` has it called again later, with the same `key`; any
 * other error is final: the caller hears that it could not be done, and the Inbox shows it.
 */
export type ToolHandler<Arguments> = (
  args: Arguments,
  context: ToolContext,
) => ToolAnswer | Promise<ToolAnswer>;

/** A handler as the receiver calls it. */
export type DefinedTool = (call: ToolCallGiven) => Promise<ToolAnswer>;

/**
 * Your own handlers by tool name, in the place of the built-in ones; a name that nobody knows adds a tool.
 *
 * ```ts
 * const tools = defineTools({
 *   create_lead: async (args, { key }) => {
 *     const lead = await crm.leads.upsert({ key, name: args.first_name, phone: args.phone });
 *     return { status: 'created', message: 'Thank you, I have your details.', lead_id: lead.id };
 *   },
 * });
 * ```
 *
 * Throws TypeError for a name that no agent can call.
 */
export function defineTools<Names extends string>(handlers: {
  [Name in Names]: ToolHandler<ArgumentsOf<Name>>;
}): Readonly<Record<Names, DefinedTool>> {
  const tools = {} as Record<Names, DefinedTool>;
  for (const name of Object.keys(handlers) as Names[]) {
    if (!/^[a-z][a-z0-9_]{0,63}$/.test(name)) {
      throw new TypeError(`"${name}" is not the name of a tool: small letters, digits and _`);
    }
    // What a model writes is not known to be what the type says; the handler has been told to check.
    const handler = handlers[name] as ToolHandler<Readonly<Record<string, unknown>>> | undefined;
    if (typeof handler !== 'function') throw new TypeError(`the handler of ${name} is not a function`);
    tools[name] = async ({ args, ...context }) => {
      const answer = await handler(args, context);
      if (!v.is(Answer, answer)) {
        throw new TypeError(`the handler of ${name} did not return { status, message } with texts only`);
      }
      return answer;
    };
  }
  return tools;
}

const Answer = v.objectWithRest(
  { status: v.pipe(v.string(), v.nonEmpty()), message: v.pipe(v.string(), v.nonEmpty()) },
  v.string(),
);
