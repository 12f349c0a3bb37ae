/** One account's line: connected, registered, and brought back whenever it is lost. */
import type { Invitation } from 'sip.js';
import { Grammar, Inviter, UserAgent, UserAgentState, type URI } from 'sip.js';
import type { LegEvent, Leg } from '../call/leg.ts';
import type { Microphone } from '../media/microphone.ts';
import { FaultError, type Fault, type FaultCode } from '../mirror/fault.ts';
import type { LineSlice } from '../mirror/slices.ts';
import type { SipAccess } from '../providers/provider.ts';
import { createLeg, handlerOf } from './leg.ts';
import { createRegistration, type RegisterAnswer } from './registration.ts';
import { pauseBefore } from './ladder.ts';
import { SocketTransport } from './transport.ts';

export interface LineDeps {
  microphone: Microphone;
  context: () => AudioContext;
  log(line: string): void;
  /** Every change of the line's state. */
  onState(state: Omit<LineSlice, 'since'>): void;
  /** Somebody calls; `hear` must be called at once with the listener for this leg's events. */
  onOffer(leg: Leg, hear: (tell: (event: LegEvent) => void) => void): void;
}

export interface Line {
  /** Places a call to a SIP user part or a whole SIP URI. Throws a FaultError when the target is no address. */
  call(target: string, tell: (event: LegEvent) => void): Leg;
  /** Tries again now instead of waiting for the ladder. */
  retry(): void;
  /** Unregisters and closes; nothing is told afterwards. */
  stop(): Promise<void>;
}

/** Answers that only the operator can mend; asking again would only lock the account. */
const finalAnswers: Readonly<Record<number, FaultCode>> = {
  401: 'wrong-password',
  403: 'register-forbidden',
  404: 'register-forbidden',
  407: 'wrong-password',
};

export function createLine(access: SipAccess, deps: LineDeps): Line {
  const uri = UserAgent.makeURI(`sip:${encodeURIComponent(access.user)}@${access.domain}`);
  if (!uri) throw new FaultError('bad-server-address', { about: `${access.user}@${access.domain}` });
  let server = 0;
  let failures = 0;
  let stopped = false;
  let generation = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const agent = new UserAgent({
    uri,
    authorizationUsername: access.authUser,
    authorizationPassword: access.password,
    displayName: access.displayName ?? '',
    transportConstructor: SocketTransport,
    transportOptions: { server: () => access.servers[server % access.servers.length] ?? '' },
    sessionDescriptionHandlerFactory: handlerOf,
    // SIP.js's own console logging would print whole messages with their Authorization lines.
    logBuiltinEnabled: false,
    logConfiguration: false,
    logConnector(level, category, _label, content) {
      if (level === 'warn' || level === 'error') deps.log(`${level} ${category}: ${content}`);
    },
    // An offscreen document has no unload moment to rely on.
    gracefulShutdown: false,
    // The operator decides how long it rings; the caller's side ends it.
    noAnswerTimeout: 300,
    userAgentString: 'Ringside',
    delegate: {
      onDisconnect: (error) => lost('server-dropped', error?.message),
      onInvite: (invitation) => offer(invitation),
    },
  });
  const transport = agent.transport as SocketTransport;
  const registration = createRegistration(agent, access.domain);

  const legOptions = (tell: (event: LegEvent) => void) => ({
    iceServers: access.iceServers,
    dtmf: access.dtmf,
    microphone: deps.microphone,
    context: deps.context,
    tell,
  });

  function offer(invitation: Invitation): void {
    let tell: ((event: LegEvent) => void) | undefined;
    const leg = createLeg(
      invitation,
      legOptions((event) => tell?.(event)),
    );
    deps.onOffer(leg, (listener) => {
      tell = listener;
    });
  }

  /** Connects and registers once; whatever comes of it leads to exactly one next state. */
  async function attempt(): Promise<void> {
    clearTimeout(timer);
    const mine = ++generation;
    if (failures === 0) deps.onState({ state: 'connecting' });
    try {
      if (agent.state === UserAgentState.Stopped) await agent.start();
      else if (!transport.isConnected()) await transport.connect();
    } catch (error) {
      if (mine === generation)
        lost('server-unreachable', error instanceof Error ? error.message : String(error));
      return;
    }
    if (mine !== generation) return;
    const answer = await registration.register();
    if (mine === generation) heard(answer);
  }

  function heard(answer: RegisterAnswer): void {
    if (answer.ok) {
      failures = 0;
      deps.onState({ state: 'ready' });
      // Well before the binding ends, so that one lost refresh costs nothing.
      timer = setTimeout(() => void refresh(), answer.expires * 600);
      return;
    }
    const said = `${answer.code} ${answer.said}`.trim();
    const final = finalAnswers[answer.code];
    if (final) {
      generation++;
      const code =
        final === 'register-forbidden' && /auth|passw|credential/i.test(said) ? 'wrong-password' : final;
      deps.onState({ state: 'refused', fault: fault(code, said) });
      void transport.disconnect();
      return;
    }
    // The server is there but does not serve us: a fresh socket may reach one that does.
    transport.drop(new Error(said));
    again(fault(answer.code === 408 ? 'server-unreachable' : 'register-failed', said), answer.retryAfter);
  }

  async function refresh(): Promise<void> {
    const mine = generation;
    const answer = await registration.register();
    if (mine === generation) heard(answer);
  }

  function lost(code: FaultCode, said: string | undefined): void {
    // A socket that we closed ourselves has its next state already.
    if (stopped || said === undefined) return;
    again(fault(code, said));
  }

  function again(why: Fault, retryAfter?: number): void {
    if (stopped) return;
    generation++;
    clearTimeout(timer);
    failures += 1;
    if (why.code === 'server-unreachable') server += 1;
    const pause = retryAfter === undefined ? pauseBefore(failures) : retryAfter * 1000;
    deps.onState({ state: 'retrying', fault: why, retryAt: Date.now() + pause });
    timer = setTimeout(() => void attempt(), pause);
  }

  const fault = (code: FaultCode, said: string): Fault => ({
    code,
    said,
    about: access.servers[server % access.servers.length],
    at: Date.now(),
  });

  void attempt();

  return {
    call(target, tell) {
      const address = addressOf(target, access.domain);
      if (!address) throw new FaultError('not-a-number', { about: target });
      const inviter = new Inviter(agent, address);
      return createLeg(inviter, legOptions(tell));
    },
    retry() {
      if (stopped || (transport.isConnected() && failures === 0)) return;
      failures = 0;
      void attempt();
    },
    async stop() {
      stopped = true;
      generation++;
      clearTimeout(timer);
      if (transport.isConnected()) await registration.unregister();
      await agent.stop();
    },
  };
}

/** A dialled string as a SIP URI: whole URIs stay, anything else becomes a user of our domain. */
function addressOf(target: string, domain: string): URI | undefined {
  if (/^sips?:/i.test(target)) return Grammar.URIParse(target);
  return Grammar.URIParse(`sip:${encodeURIComponent(target).replaceAll('%2B', '+')}@${domain}`);
}
