/** Any SIP PBX over WebSocket: what the operator typed is all there is to know. */
import type { DialRule, DtmfMode } from '../../mirror/slices.ts';
import type { Provider } from '../provider.ts';

export interface SipAccount {
  servers: string[];
  user: string;
  domain: string;
  authUser?: string;
  password: string;
  displayName?: string;
  iceServers: { urls: string; username?: string; credential?: string }[];
  dtmf: DtmfMode;
  dialRule: DialRule;
}

export function sipProvider(account: SipAccount): Provider {
  return {
    lines: () =>
      Promise.resolve({
        servers: account.servers,
        user: account.user,
        domain: account.domain,
        authUser: account.authUser || account.user,
        password: account.password,
        displayName: account.displayName,
        iceServers: account.iceServers,
        dtmf: account.dtmf,
        dialRule: account.dialRule,
      }),
    stop: () => undefined,
    signOut: () => Promise.resolve(),
  };
}
