/** One account's line: connected, registered, and brought back whenever it is lost. */
import type { Invitation } from 'sip.js';
import { Grammar, Inviter, SessionState, UserAgent, UserAgentState, type URI } from 'sip.js';
import type { LegEvent, Leg } from '../call/leg.ts';
import { createSpare, openAnswering } from '../media/connection.ts';
import { FaultError, type Fault, type FaultCode } from '../mirror/fault.ts';
import type { LineSlice } from '../mirror/slices.ts';
import type { SipAccess } from '../providers/provider.ts';
import { type Disturbance, onDisturbance } from './disturbance.ts';
import { useDigest } from './digest.ts';
import { createFarewells } from './farewell.ts';
import { endPendingRequests, guardInbound } from './inbound.ts';
import { pauseAfterRefusal, pauseBefore } from './ladder.ts';
import { createLeg, handlerOf, type LegMedia, type SipLeg } from './leg.ts';
import { refusalOf } from './offer.ts';
import { refusalIn, type Refusal } from './refusal.ts';
import { createPing } from './ping.ts';
import { createRegistration, type RegisterAnswer } from './registration.ts';
import { createServers } from './servers.ts';
import { SocketTransport } from './transport.ts';

/** What a line is registered as. */
export interface LineContact {
  name: string;
  /** Ends with `.invalid`. */
  host: string;
  /** A UUID (RFC 5626 §4.1). */
  instance: string;
  /** The line has taken its registration back, as far as it could. */
  release(): void;
}

export interface LineDeps {
  media: LegMedia;
  log(line: string, level?: 'warn' | 'error'): void;
  /** A new one for every line where absent. */
  contact?: LineContact;
  /** Every change of the line's state. */
  onState(state: Omit<LineSlice, 'since'>): void;
  /** Somebody calls; `hear` must be called at once with the listener for this leg's events. */
  onOffer(leg: Leg, hear: (tell: (event: LegEvent) => void) => void): void;
}

export interface Line {
  /** Places a call to a SIP user part or a whole SIP URI, with other media than the operator's where given. Throws a FaultError when the target is no address. */
  call(target: string, tell: (event: LegEvent) => void, media?: LegMedia): Leg;
  /** A call is likely: gets what it needs ready, without the microphone and without a word to anybody. */
  prepare(): void;
  /** The server knows us by a new password from now on; calls go on. False when the access is for somebody else. */
  renew(access: SipAccess): boolean;
  /** Registers anew; what comes of it is told as the line's state. Resolves when the server has answered, or did not in time. */
  register(): Promise<void>;
  /** Tries again now instead of waiting for the ladder. */
  retry(): void;
  /** Unregisters and closes; nothing is told afterwards. */
  stop(): Promise<void>;
}

/** How often the server is asked for a sign of life, and how long it may take, in ms. */
const pingEvery = 25_000;
const pingPatience = 5000;
/** A server that ignores OPTIONS is asked by REGISTER, which costs it more. */
const registerEvery = 60_000;
/** After sleep or a change of network a dead connection is more likely than a slow one. */
const doubtPatience = 2000;
/** How long a connection is kept for the last words of its calls, in ms. */
const lastWords = 5000;
/** How long a later server is used before the first is looked at again, in ms. */
const homesick = 300_000;

export function createLine(access: SipAccess, deps: LineDeps): Line {
  const uri = UserAgent.makeURI(`sip:${encodeURIComponent(access.user)}@${access.domain}`);
  if (!uri) throw new FaultError('bad-server-address', { about: `${access.user}@${access.domain}` });
  const servers = createServers(access.servers);
  const legs = new Set<SipLeg>();
  const spare = createSpare(access.iceServers);
  let failures = 0;
  /** How often in a row we were not let in, although these very credentials have `worked`. */
  let refusals = 0;
  let worked = false;
  /** Until when the server asked to be left alone, ms since the epoch. */
  let leftAlone = 0;
  let stopped = false;
  let generation = 0;
  /** The next attempt while there is no line, the next refresh while there is one. */
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pingTimer: ReturnType<typeof setTimeout> | undefined;
  let homeTimer: ReturnType<typeof setTimeout> | undefined;
  let state: LineSlice['state'] = 'none';
  /** Unknown until a ping was answered, or only a REGISTER was. */
  let answersPing: boolean | undefined;
  let refreshing: Promise<void> | undefined;

  const agent = new UserAgent({
    uri,
    authorizationUsername: access.authUser,
    authorizationPassword: access.password,
    displayName: access.displayName ?? '',
    ...(deps.contact && {
      contactName: deps.contact.name,
      viaHost: deps.contact.host,
      instanceId: deps.contact.instance,
    }),
    transportConstructor: SocketTransport,
    transportOptions: { server: () => servers.current() },
    sessionDescriptionHandlerFactory: handlerOf,
    sipExtensionExtraSupported: ['timer'],
    // It rings only once the offer is known to be one that can be taken.
    sendInitialProvisionalResponse: false,
    // SIP.js's own console logging would print whole messages with their Authorization lines.
    logBuiltinEnabled: false,
    logConfiguration: false,
    logConnector(level, category, _label, content) {
      if (level === 'warn' || level === 'error') deps.log(`${category}: ${content}`, level);
    },
    // An offscreen document has no unload moment to rely on.
    gracefulShutdown: false,
    // The operator decides how long it rings; the caller's side ends it.
    noAnswerTimeout: 300,
    userAgentString: 'Ringside',
    delegate: {
      onDisconnect: (error) => lost('server-dropped', error?.message),
      onInvite: (invitation) => void offer(invitation),
    },
  });
  const transport = agent.transport as SocketTransport;
  const registration = createRegistration(agent, access.domain, deps.contact?.instance);
  const ping = createPing(agent, access.domain);
  guardInbound(agent, {
    log: (text) => deps.log(text),
    updated: (dialog, request) =>
      [...legs].find((leg) => leg.session.dialog?.id === dialog)?.updated(request),
  });
  useDigest(agent);
  const farewells = createFarewells();
  const stopWatching = onDisturbance(doubt);

  function legOf(session: Inviter | Invitation, tell: (event: LegEvent) => void, media = deps.media): SipLeg {
    const leg = createLeg(session, {
      connect: () => (session instanceof Inviter ? spare.take() : openAnswering(access.iceServers)),
      dtmf: access.dtmf,
      addressOf: (dialled) => addressOf(dialled, access.domain),
      media,
      tell,
      farewell: (session, done) => farewells.say(session, done),
      onPathLost: () => doubt('network'),
    });
    legs.add(leg);
    session.stateChange.addListener((now) => {
      if (now !== SessionState.Terminated) return;
      legs.delete(leg);
      if (legs.size === 0) setTimeout(leave, lastWords);
    });
    return leg;
  }

  async function offer(invitation: Invitation): Promise<void> {
    const cameBy = generation;
    const refusal = await refusalOf(invitation.request);
    // The caller may give up meanwhile; then there is nothing to ring for.
    const stands = () => invitation.state === SessionState.Initial;
    if (stands() && !refusal) await invitation.progress();
    if (!stands()) return;
    let tell: ((event: LegEvent) => void) | undefined;
    const leg = legOf(invitation, (event) => tell?.(event));
    deps.onOffer(leg, (listener) => {
      tell = listener;
      if (refusal) leg.turnDown(refusal.status, refusal.why, refusal.headers);
      else leg.prepare();
    });
    // The connection broke while the offer was looked at: the other legs have been told.
    if (cameBy !== generation) leg.disconnected();
  }

  /** Connects and registers once; whatever comes of it leads to exactly one next state. */
  async function attempt(): Promise<void> {
    rest();
    const mine = ++generation;
    if (failures === 0) say({ state: 'connecting' });
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
    if (answer.ok) return settled(answer.expires);
    const refusal = refusalIn(answer);
    if (refusal) return refused(refusal);
    const said = `${answer.code} ${answer.said}`.trim();
    const unanswered = answer.code === 408;
    const why = fault(unanswered ? 'server-unreachable' : 'register-failed', said);
    // It is there but cannot serve us (§21.5); another one may.
    again(why, { retryAfter: answer.retryAfter, elsewhere: answer.code >= 500 && answer.code < 600 });
  }

  /** We are not let in: for good, unless we were before. A server that starts says so too, for a while. */
  function refused({ code, said, about }: Refusal): void {
    const why = { ...fault(code, said), ...(about && { about }) };
    // Access that passes is had anew.
    if (worked && !access.passing) return again(why, { pause: pauseAfterRefusal((refusals += 1)) });
    rest();
    generation++;
    say({ state: 'refused', fault: why });
    leave();
  }

  /** Lets the connection of a refused account go, when no call needs it any more. */
  function leave(): void {
    if (state !== 'refused' || legs.size > 0) return;
    void transport.disconnect();
    endPendingRequests(agent.userAgentCore);
  }

  /** Registered: everything that keeps it so begins. */
  function settled(expires: number): void {
    const fresh = state !== 'ready';
    rest();
    failures = 0;
    refusals = 0;
    worked = true;
    say({ state: 'ready' });
    // Well before the binding ends, so that one lost refresh costs nothing.
    timer = setTimeout(() => void refresh(), expires * 600);
    pingTimer = setTimeout(() => void check(), answersPing === false ? registerEvery : pingEvery);
    if (!servers.isFirst()) homeTimer = setTimeout(() => void goHome(), homesick);
    if (!fresh) return;
    for (const leg of legs) leg.reconnected();
    farewells.reconnected();
  }

  function rest(): void {
    clearTimeout(timer);
    clearTimeout(pingTimer);
    clearTimeout(homeTimer);
  }

  /** Renews the binding, which also proves the connection. Several wishes at a time are one request. */
  function refresh(patience?: number): Promise<void> {
    refreshing ??= renew(patience).finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  async function renew(patience?: number): Promise<void> {
    const mine = generation;
    const answer = await registration.register(patience);
    if (mine === generation) heard(answer);
  }

  /** A connection can be dead for hours without a word from the browser (RFC 6223 §1). */
  async function check(): Promise<void> {
    const mine = generation;
    const answered = answersPing !== false && (await ping(pingPatience));
    if (mine !== generation) return;
    if (answered) {
      answersPing = true;
      pingTimer = setTimeout(() => void check(), pingEvery);
    } else if (answersPing) {
      again(fault('server-dropped', `no answer in ${pingPatience / 1000} s`));
    } else {
      // Some servers drop OPTIONS on the floor; they are not dead for that.
      await refresh(pingPatience);
      if (mine === generation && state === 'ready') answersPing = false;
    }
  }

  /** Something happened that may have cut us off without a word. */
  function doubt(what: Disturbance): void {
    spare.drop();
    if (state === 'ready') void refresh(doubtPatience);
    else if (state === 'retrying' && what !== 'offline' && Date.now() >= leftAlone) retry();
  }

  function retry(): void {
    failures = 0;
    void attempt();
  }

  /** Back to the first server once it is there again, but never under a call. */
  async function goHome(): Promise<void> {
    const mine = generation;
    const back = legs.size === 0 && (await servers.firstAnswers());
    if (mine !== generation) return;
    if (!back || legs.size > 0) {
      homeTimer = setTimeout(() => void goHome(), homesick);
      return;
    }
    generation++;
    rest();
    await registration.unregister();
    servers.first();
    await transport.disconnect();
    retry();
  }

  function lost(code: FaultCode, said: string | undefined): void {
    // A socket that we closed ourselves has its next state already.
    if (said === undefined) return;
    if (state === 'refused') cutOff();
    else again(fault(code, said));
  }

  /** Nothing comes over the old connection any more. */
  function cutOff(): void {
    endPendingRequests(agent.userAgentCore);
    for (const leg of legs) leg.disconnected();
  }

  /**
   * `retryAfter` in seconds, as the server asked; `elsewhere`: the next server is worth a try; `pause` in ms: we were not
   * let in, so the connection itself is sound and stays while calls need it.
   */
  function again(
    why: Fault,
    {
      retryAfter = 0,
      elsewhere = false,
      pause,
    }: { retryAfter?: number; elsewhere?: boolean; pause?: number } = {},
  ): void {
    if (stopped) return;
    generation++;
    rest();
    failures += 1;
    const moves = elsewhere || why.code === 'server-unreachable';
    if (moves) servers.next(retryAfter);
    const wished = moves ? servers.rest() : retryAfter * 1000;
    const wait = wished || (pause ?? pauseBefore(failures));
    leftAlone = Date.now() + wished;
    say({ state: 'retrying', fault: why, retryAt: Date.now() + wait });
    timer = setTimeout(() => void attempt(), wait);
    if (pause !== undefined && legs.size > 0) return;
    // A fresh socket may reach a server that serves us.
    void transport.disconnect();
    cutOff();
  }

  function say(next: Omit<LineSlice, 'since'>): void {
    state = next.state;
    if (state !== 'ready') spare.drop();
    deps.onState(next);
  }

  const fault = (code: FaultCode, said: string): Fault => ({
    code,
    said,
    about: servers.current(),
    at: Date.now(),
  });

  void attempt();

  return {
    call(target, tell, media) {
      const address = addressOf(target, access.domain);
      if (!address) throw new FaultError('not-a-number', { about: target });
      return legOf(new Inviter(agent, address), tell, media);
    },
    prepare() {
      if (state === 'ready') spare.prepare();
    },
    renew(next) {
      const same = next.user === access.user && next.domain === access.domain;
      if (!same || next.servers.join() !== access.servers.join()) return false;
      const { configuration } = agent;
      worked &&=
        configuration.authorizationUsername === next.authUser &&
        configuration.authorizationPassword === next.password;
      // Read by SIP.js for every challenge anew.
      configuration.authorizationUsername = next.authUser;
      configuration.authorizationPassword = next.password;
      if (stopped) return true;
      if (state === 'ready') void refresh();
      else retry();
      return true;
    },
    register: () => (state === 'ready' ? refresh() : Promise.resolve()),
    retry() {
      if (!stopped && state !== 'ready') retry();
    },
    async stop() {
      stopped = true;
      generation++;
      rest();
      spare.drop();
      stopWatching();
      try {
        if (transport.isConnected()) await registration.unregister();
        await agent.stop();
      } finally {
        deps.contact?.release();
      }
    },
  };
}

/** A dialled string as a SIP URI: whole URIs stay, anything else becomes a user of our domain. */
function addressOf(target: string, domain: string): URI | undefined {
  if (/^sips?:/i.test(target)) return Grammar.URIParse(target);
  return Grammar.URIParse(`sip:${encodeURIComponent(target).replaceAll('%2B', '+')}@${domain}`);
}
