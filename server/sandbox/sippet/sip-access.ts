import type { TeamMember } from './records.ts';
import type { ActionContext } from './rpc/action.ts';
import { fail } from './rpc/errors.ts';
import { timestamp } from './store.ts';

/** `issue_sip_access`: an account at the exchange for a while (protocol sheet §5). */
export function issueSipAccess(
  { workspace, desk }: ActionContext,
  operator: TeamMember,
  callUuid: string | undefined,
): object {
  const { variants, options } = workspace;
  if (callUuid !== undefined && desk.find(callUuid) === undefined) fail('not_found');
  const seconds = variants.sipAccessSeconds;
  const account = desk.options.pbx.accounts.issue(operator.sipUser, {
    seconds,
    fresh: variants.sipUsers === 'fresh',
    callUuid,
  });
  const { username, password } = account;
  const { domain } = options.sip;
  const url = options.sip.webSocketUrl();
  if (variants.sipNames === 'short') return { username, password, domain, wsUrl: url, ttlSeconds: seconds };
  return {
    sipUsername: username,
    sipPassword: password,
    sipDomain: domain,
    sipWebsocketUrl: url,
    sipUri: `sip:${username}@${domain}`,
    sipUserId: operator.sipUserId,
    displayName: operator.name,
    expiresAt: timestamp(Date.now() + seconds * 1000),
    ttlSeconds: seconds,
    iceServers: [],
  };
}

/** `revoke_sip_access`: the named accounts of this operator, or all of them. Twice is no mistake. */
export function revokeSipAccess(
  { workspace, desk }: ActionContext,
  operator: TeamMember,
  which: { sipUsername: string | undefined; callUuid: string | undefined },
): void {
  desk.options.pbx.accounts.revoke(
    (account) =>
      account.operator === operator.sipUser &&
      (which.sipUsername === undefined || account.username === which.sipUsername) &&
      (which.callUuid === undefined || account.callUuid === which.callUuid),
  );
  workspace.options.changed();
}
