import * as v from 'valibot';
import type { HeldCall } from '../desk/held-call.ts';
import type { Call } from '../records.ts';
import type { ActionContext } from './action.ts';
import { fail } from './errors.ts';

/** Text that may be left out. */
export const optionalText = v.optional(v.nullable(v.string()));

/** A call by `callUuid`; `callId` and `id` are taken too (protocol sheet §8 #2). */
export const callRef = {
  callUuid: v.optional(v.string()),
  callId: v.optional(v.string()),
  id: v.optional(v.string()),
};

/** An operator by any of its names (protocol sheet §3.1, §5). */
export const operatorRef = {
  sipUserId: v.optional(v.string()),
  operatorId: v.optional(v.string()),
  operatorEmail: v.optional(v.string()),
  sipUsername: v.optional(v.string()),
};

interface CallRef {
  callUuid?: string | undefined;
  callId?: string | undefined;
  id?: string | undefined;
}

/** The call an input names. Fails with `required` or `not_found`. */
export function callOf({ workspace }: ActionContext, { callUuid, callId, id }: CallRef): Call {
  const wanted = callUuid ?? callId ?? id;
  if (wanted === undefined) fail('required', { vars: { field: 'callUuid' }, fields: ['callUuid'] });
  return (
    workspace.store.calls.find((call) => call.callUuid === wanted || call.id === wanted) ?? fail('not_found')
  );
}

/** The same, for a call that is going on here and now. */
export function liveCallOf(context: ActionContext, ref: CallRef): HeldCall {
  const { callUuid } = callOf(context, ref);
  return (
    context.desk.find(callUuid) ??
    fail('invalid_argument', {
      message: 'the call is over',
      vars: { field: 'callUuid' },
      fields: ['callUuid'],
    })
  );
}
