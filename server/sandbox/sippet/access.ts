import { fail } from './rpc/errors.ts';
import type { TeamMember } from './records.ts';
import { PUBLISHABLE_KEY, SECRET_KEY, type Workspace } from './workspace.ts';

/** Who sends a request (protocol sheet §1.4). */
export type Caller =
  | { kind: 'secret' }
  | { kind: 'publishable' }
  | { kind: 'operator'; operator: TeamMember; token: string }
  /** A credential that is missing, unknown, expired or revoked. */
  | { kind: 'nobody' };

/** Reads `x-api-key` and `Authorization: Bearer`. */
export function callerOf(headers: Headers, workspace: Workspace): Caller {
  const key = headers.get('x-api-key');
  if (key === SECRET_KEY) return { kind: 'secret' };
  if (key === PUBLISHABLE_KEY) return { kind: 'publishable' };
  const token = /^Bearer\s+(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (key !== null || token === undefined) return { kind: 'nobody' };
  const email = workspace.tokens.check(token, 'operator')?.email;
  const operator = workspace.store.team.find((member) => member.email === email);
  return operator === undefined ? { kind: 'nobody' } : { kind: 'operator', operator, token };
}

/** How an action names the operator it is for, where the credential does not say (protocol sheet §3.1, §5). */
export interface OperatorRef {
  sipUserId?: string | undefined;
  operatorId?: string | undefined;
  operatorEmail?: string | undefined;
  sipUsername?: string | undefined;
}

/**
 * The operator an action is for: the one of the token, who may not speak for another; with the secret key the one named.
 * Fails with `required` if nobody is named.
 */
export function operatorFor(caller: Caller, ref: OperatorRef, workspace: Workspace): TeamMember {
  const named = namedOperator(ref, workspace);
  if (caller.kind === 'operator') {
    if (named !== undefined && named !== caller.operator) fail('forbidden');
    return caller.operator;
  }
  return named ?? fail('required', { vars: { field: 'sipUserId' }, fields: ['sipUserId'] });
}

function namedOperator(ref: OperatorRef, { store }: Workspace): TeamMember | undefined {
  const { sipUserId, operatorId, operatorEmail, sipUsername } = ref;
  const tests: readonly [string, string | undefined, (member: TeamMember) => boolean][] = [
    ['sipUserId', sipUserId, (member) => member.sipUserId === sipUserId],
    ['operatorId', operatorId, (member) => member.userId === operatorId || member.sipUserId === operatorId],
    ['operatorEmail', operatorEmail, (member) => member.email === operatorEmail?.toLowerCase()],
    // A fresh SIP user name is the account's with a suffix.
    ['sipUsername', sipUsername, (member) => member.sipUser === sipUsername?.split('-')[0]],
  ];
  for (const [field, value, fits] of tests) {
    if (value === undefined) continue;
    const member = store.team.find(fits);
    return member ?? fail('invalid_argument', { message: 'names nobody', vars: { field }, fields: [field] });
  }
  return undefined;
}
