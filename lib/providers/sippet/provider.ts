/** Sippet: an operator token, RPC, a realtime channel, and SIP access on demand (protocol sheet). */
import type { Provider, ProviderEvent } from '../provider.ts';
import { accessOf } from './access.ts';
import { aiPort, transcriptsPort } from './ai.ts';
import { contactsPort } from './contacts.ts';
import { eventOf } from './events.ts';
import { historyPort } from './history.ts';
import { notesPort } from './notes.ts';
import { numbersPort } from './numbers.ts';
import { presencePort } from './presence.ts';
import { queuePort } from './queue.ts';
import { mapOf, textOf } from '../row.ts';
import type { Token } from '../mint.ts';
import { createTokens, type TokenOrigin, type Tokens } from '../tokens.ts';
import { createReader, type Reader } from './read.ts';
import { createRpc } from './rpc.ts';
import { sessionParams } from './session.ts';
import type { Me } from './shapes.ts';
import { openSocket, type RealtimeSocket, type SocketDeps } from './socket.ts';

export interface SippetOptions {
  /** `https://api.sippet.ai` */
  origin: string;
  /** Absent: `/rpc/public/run`, then `/rpc/run` (§8 row 12). */
  rpcPath?: string;
  /** Absent: `events` (§8 row 8). */
  topic?: string;
  tokens: TokenOrigin;
  /** Asks the company's server for a session token (§1.3), where it may give any. */
  company?: () => Promise<Token>;
  fetch: typeof fetch;
  log: (line: string) => void;
  /** For the phoenix client, in tests. */
  socket?: SocketDeps['options'];
}

/** What the ports share. */
export interface Sippet {
  read: Reader;
  me: Me;
  /** Who is who, by user id; filled by the presence port. */
  names: Map<string, string>;
  log: (line: string) => void;
}

export function sippetProvider(options: SippetOptions): Provider {
  let tell: (event: ProviderEvent) => void = () => undefined;
  let socket: RealtimeSocket | undefined;
  /** SIP users lent to us and not given back. */
  const lent = new Set<string>();

  const tokens: Tokens = createTokens(
    options.tokens,
    (event) => {
      tell(event);
      if (event.state === 'signed-in') socket?.nudge();
    },
    options.log,
  );
  const rpc = createRpc({
    origin: options.origin,
    paths: options.rpcPath ? [options.rpcPath] : ['/rpc/public/run', '/rpc/run'],
    tokens,
    fetch: options.fetch,
    log: options.log,
  });
  const sippet: Sippet = { read: createReader(rpc), me: {}, names: new Map(), log: options.log };
  const { read, me } = sippet;

  async function giveBack(user: string): Promise<void> {
    const inputs = [{ sipUsername: user }, ...(me.sipUserId ? [{ sipUserId: me.sipUserId }] : []), {}];
    await read.mapWith('revoke_sip_access', inputs);
    lent.delete(user);
  }

  return {
    start(listener) {
      tell = listener;
      tokens.begin();
      socket = openSocket({
        origin: options.origin,
        topic: options.topic ?? 'events',
        params: sessionParams({
          origin: options.origin,
          tokens,
          fetch: options.fetch,
          company: options.company,
          log: options.log,
        }),
        onEvent(name, payload) {
          const event = eventOf(name, payload);
          if (event) tell(event);
          tell({ type: 'realtime', name, payload: mapOf(payload) });
        },
        onState: (state) => tell({ type: 'link', state }),
        log: options.log,
        options: options.socket,
      });
    },
    signInAgain: () => tokens.again(),
    offerToken: (token) => tokens.offer(token),
    stop() {
      tell = () => undefined;
      socket?.stop();
      tokens.stop();
      rpc.stop();
    },
    async signOut() {
      tell = () => undefined;
      socket?.stop();
      rpc.stop();
      // A courtesy (§5): without a token, or without a network, it ends by itself.
      const given = await Promise.allSettled([...lent].map(giveBack));
      for (const one of given)
        if (one.status === 'rejected') options.log(`SIP access was not given back: ${String(one.reason)}`);
      tokens.stop();
    },

    async lines() {
      const map = await read.map({ action: 'issue_sip_access', input: {} });
      const { access, me: named } = accessOf(map);
      Object.assign(me, named, { userId: me.userId ?? textOf(map, 'userId', 'operatorId') });
      lent.add(access.user);
      // What was read before knew nobody as us.
      tell({ type: 'presence' });
      tell({ type: 'queue' });
      return access;
    },
    queue: queuePort(sippet),
    contacts: contactsPort(sippet),
    history: historyPort(sippet),
    presence: presencePort(sippet),
    transcripts: transcriptsPort(sippet),
    ai: aiPort(sippet),
    numbers: numbersPort(sippet),
    notes: notesPort(sippet),
  };
}
