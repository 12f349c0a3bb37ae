import type { Contact, OperatorStatus, TeamMember } from './records.ts';
import type { ActionContext } from './rpc/action.ts';
import type { Desk } from './desk/desk.ts';
import type { Workspace } from './workspace.ts';

/** The contact with this id. */
export function contactById({ workspace }: ActionContext, identity: string): Contact | undefined {
  return workspace.store.contacts.find(({ id }) => id === identity);
}

interface PresenceChange {
  operator: TeamMember;
  status: string;
  source: string;
  /** The user id of whoever changes it. */
  by: string | null;
}

/** Sets what an operator is doing, and tells everybody. Whoever leaves loses SIP access (protocol sheet §5). */
export function setPresence(workspace: Workspace, desk: Desk, change: PresenceChange): OperatorStatus {
  const { store } = workspace;
  const { operator, status, source, by } = change;
  let row = store.statuses.find(({ sipUserId }) => sipUserId === operator.sipUserId);
  if (row === undefined) {
    row = {
      id: store.uuid(),
      sipUserId: operator.sipUserId,
      agentName: operator.name,
      status,
      source,
      changedByUserId: by,
    };
    store.statuses.push(row);
  }
  Object.assign(row, { status, source, changedByUserId: by });
  if (status === 'logged_out') {
    desk.options.pbx.accounts.revoke((account) => account.operator === operator.sipUser);
  }
  workspace.emit('operator_status_change', { ...row });
  return row;
}
