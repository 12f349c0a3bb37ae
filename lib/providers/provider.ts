/** What a phone service offers, as a set of optional ports (DESIGN §5). An absent port means no button. */
import type { DialRule, DtmfMode } from '../mirror/slices.ts';

/** All it takes to register and call. Never leaves the engine. */
export interface SipAccess {
  /** WebSocket URLs (RFC 7118), tried in order. */
  servers: string[];
  user: string;
  domain: string;
  authUser: string;
  password: string;
  displayName?: string;
  iceServers: RTCIceServer[];
  dtmf: DtmfMode;
  dialRule: DialRule;
}

/** One operator signed in at one service. */
export interface Provider {
  /** SIP access on demand. Rejects with a FaultError. */
  lines?: () => Promise<SipAccess>;
  signOut(): Promise<void>;
}
