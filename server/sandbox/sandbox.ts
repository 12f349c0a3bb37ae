import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { WebSocketServer } from 'ws';
import * as v from 'valibot';
import { personas } from './callers/directory.ts';
import type { Persona, Timings } from './callers/line.ts';
import { Cemscale } from './cemscale/cemscale.ts';
import { CEMSCALE_BASE } from './cemscale/store.ts';
import { controlApi } from './control.ts';
import { crmPages } from './crm/pages.ts';
import { FaultsInput } from './faults.ts';
import type { CallReport } from './call-report.ts';
import { type Operator, type OutboundCall, Pbx } from './pbx.ts';
import type { RegistrationLimits } from './sip/registrar.ts';
import { sandboxCompanion, signedInAs, type Company } from './sippet/companion.ts';
import { Sippet, type SippetOptions } from './sippet/sippet.ts';

export interface SandboxOptions {
  host?: string;
  /** 0 takes any free port. */
  port?: number;
  /** Where all ids come from. The same seed gives the same ids. */
  seed?: number;
  /** How long a nonce is good for, ms. */
  nonceMs?: number;
  registration?: Partial<RegistrationLimits>;
  timings?: Partial<Timings>;
  /** Tones to measure in what operators say, Hz. */
  frequencies?: readonly number[];
  sippet?: Pick<SippetOptions, 'idleMs' | 'ringMs' | 'pace'>;
  /** Every SIP message, as it came or went. */
  trace?: (direction: 'in' | 'out', text: string) => void;
}

/** One registration, as tests and the control API see it. */
interface RegistrationReport {
  user: string;
  contact: string;
  /** Seconds until it lapses. */
  expiresIn: number;
  userAgent: string;
}

/** Who can be called. */
export type CallerReport = Pick<Persona, 'id' | 'name' | 'company' | 'number' | 'extension' | 'about'>;

export interface Sandbox {
  /** `http://host:port`, no slash at the end. */
  httpUrl: string;
  /** The WebSocket URL for SIP. */
  wsUrl: string;
  crmUrl: string;
  /** The SIP domain, also the realm. */
  domain: string;
  operators: readonly Operator[];
  callers: readonly CallerReport[];
  /** The company's companion: `GET /sign-in?as=one` signs in, `POST /operator-token` mints; it has an Inbox. */
  companionUrl: string;
  /** The company behind it, whose AI agents call tools. */
  company: Pick<Company, 'callTool' | 'start' | 'stop'>;
  /** The Sippet that is spoken on the same port; its API origin is `httpUrl`. */
  sippet: Sippet;
  /** The CemScale that is spoken on the same port (ASSUMED, as the sheet says): its API URL. */
  cemscaleUrl: string;
  cemscale: Cemscale;
  calls(): CallReport[];
  registrations(): RegistrationReport[];
  /** Open SIP connections. */
  connections(): number;
  /** Has somebody call an operator; settles when the INVITE is on its way. Rejects with CannotCall. */
  callOperator(user: string, call?: OutboundCall): Promise<CallReport>;
  /** The caller's side of a call hangs up. False if there is no such call. */
  hangUp(callId: string): boolean;
  /** The caller's side holds or resumes; settles with whether the operator's phone took it. */
  hold(callId: string, on: boolean): Promise<boolean>;
  /** Starts the longest gap and the losses of a call anew. False if there is no such call. */
  restartMeter(callId: string): boolean;
  /** Replaces everything that goes wrong. Throws on what is not a fault. */
  setFaults(faults: FaultsInput): void;
  /** Cuts every SIP connection without a closing handshake. */
  cutConnections(): void;
  /** Makes every nonce given out stale. */
  expireNonces(): void;
  /** Ends and forgets all calls and faults. */
  reset(): void;
  /**
   * Waits for a fact: calls `check` whenever something changes (and every 20 ms, for what only counts up) until it gives
   * something other than undefined or false. Rejects after `timeoutMs` (5 s), naming `what` and the state at that time.
   */
  until<T>(what: string, check: () => T | undefined | false, timeoutMs?: number): Promise<T>;
  stop(): Promise<void>;
}

const DOMAIN = 'sandbox.ringside.test';

/** Obviously no secrets: they are printed at the start and shown in the CRM. */
const OPERATORS: readonly Operator[] = [
  { user: '1001', password: 'demo-1001-not-a-secret', displayName: 'Operator One' },
  { user: '1002', password: 'demo-1002-not-a-secret', displayName: 'Operator Two' },
];

const TIMINGS: Timings = { hangUpAfterMs: 5000, earlyMs: 3000, digitPauseMs: 1500, callBackAfterMs: 1500 };

/** Starts the exchange, the demo CRM and the control API on one port. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  const watchers = new Set<() => void>();
  const frequencies = options.frequencies ?? [440, 600, 700, 1000];
  const changed = (): void => {
    for (const watcher of watchers) watcher();
  };
  const pbx = new Pbx({
    domain: DOMAIN,
    operators: OPERATORS,
    seed: options.seed ?? 1,
    nonceMs: options.nonceMs ?? 300_000,
    registration: { minSeconds: 2, maxSeconds: 600, ...options.registration },
    timings: { ...TIMINGS, ...options.timings },
    frequencies,
    trace: options.trace ?? (() => undefined),
    changed,
    opened: (leg) => {
      sippet.follow(leg);
      cemscale.follow(leg);
    },
  });
  const sippet: Sippet = new Sippet({
    ...options.sippet,
    seed: options.seed ?? 1,
    pbx,
    frequencies,
    sip: { domain: DOMAIN, webSocketUrl: () => sandbox.wsUrl },
    changed,
    callTool: (call) =>
      void company.callTool(call).catch((error: unknown) => console.error(`${call.tool}: ${String(error)}`)),
  });
  const cemscale: Cemscale = new Cemscale({
    seed: options.seed ?? 1,
    pbx,
    frequencies,
    sip: { domain: DOMAIN, webSocketUrl: () => sandbox.wsUrl },
    changed,
  });
  const app = new Hono();
  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  serveSockets(server, pbx, sippet, cemscale);
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sandbox listens on no port');
  const authority = `${host.includes(':') ? `[${host}]` : host}:${address.port}`;
  const find = (callId: string) => pbx.legs.find((leg) => leg.dialog.callId === callId);

  const company = sandboxCompanion(() => sandbox.httpUrl);

  const sandbox: Sandbox = {
    httpUrl: `http://${authority}`,
    wsUrl: `ws://${authority}/sip`,
    crmUrl: `http://${authority}/`,
    companionUrl: `http://${authority}/companion`,
    company,
    domain: DOMAIN,
    operators: OPERATORS,
    callers: personas.map(({ id, name, company, number, extension, about }) => ({
      id,
      name,
      company,
      number,
      extension,
      about,
    })),
    calls: () => pbx.legs.map((leg) => leg.report()),
    registrations: () => {
      const now = performance.now();
      return pbx.registrar.bindings().map(({ user, contact, expiresAt, userAgent }) => ({
        user,
        contact,
        expiresIn: Math.round((expiresAt - now) / 1000),
        userAgent,
      }));
    },
    connections: () => pbx.connections,
    callOperator: async (user, call) => (await pbx.callOperator(user, call)).report(),
    sippet,
    cemscaleUrl: `http://${authority}${CEMSCALE_BASE}`,
    cemscale,
    hangUp: (callId) => {
      const leg = find(callId);
      leg?.hangUp();
      return leg !== undefined;
    },
    hold: async (callId, on) => (await find(callId)?.hold(on)) ?? false,
    restartMeter: (callId) => {
      const leg = find(callId);
      leg?.media.restartMeter();
      return leg !== undefined;
    },
    setFaults: (faults) => {
      pbx.faults = v.parse(FaultsInput, faults);
      sippet.faults = pbx.faults.sippet;
      cemscale.faults = pbx.faults.cemscale;
    },
    cutConnections: () => pbx.cutConnections(),
    expireNonces: () => pbx.expireNonces(),
    reset: () => {
      sippet.reset();
      cemscale.reset();
      pbx.reset();
    },
    until: (what, check, timeoutMs = 5000) =>
      waitFor(watchers, what, check, timeoutMs, () => JSON.stringify(pbx.legs.map((leg) => leg.report()))),
    stop: async () => {
      await company.close();
      sippet.stop();
      cemscale.stop();
      pbx.stop();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  app.route('/sandbox', controlApi(sandbox));
  app.route('/companion', company.app);
  app.route(CEMSCALE_BASE, cemscale.api);
  app.route('/', sippet.api);
  app.route('/', crmPages({ ...sandbox, signedInAs }));
  return sandbox;
}

/** All kinds of sockets on one port: SIP, and the services' realtime events. */
function serveSockets(server: Server, pbx: Pbx, sippet: Sippet, cemscale: Cemscale): void {
  const sip = new WebSocketServer({
    noServer: true,
    maxPayload: 65_536,
    handleProtocols: (offered) => (offered.has('sip') ? 'sip' : false),
  });
  const realtime = new WebSocketServer({ noServer: true, maxPayload: 65_536 });
  server.on('upgrade', (request, socket, head) => {
    const refuse = (status: string): void => {
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    };
    if (request.url?.split('?')[0] === '/socket/websocket') {
      const grant = sippet.admit(request);
      if (grant === undefined) return refuse('403 Forbidden');
      realtime.handleUpgrade(request, socket, head, (accepted) => sippet.connect(accepted, grant));
      return;
    }
    const url = new URL(request.url ?? '', 'http://sandbox');
    if (url.pathname === `${CEMSCALE_BASE}/ws`) {
      realtime.handleUpgrade(request, socket, head, (accepted) =>
        cemscale.connect(accepted, url.searchParams),
      );
      return;
    }
    const refusal = refusalOf(request.url, request.headers['sec-websocket-protocol'], pbx);
    if (refusal !== undefined) return refuse(refusal);
    sip.handleUpgrade(request, socket, head, (accepted) => pbx.connect(accepted));
  });
}

function refusalOf(path: string | undefined, protocols: string | undefined, pbx: Pbx): string | undefined {
  if (path !== '/sip') return '404 Not Found';
  if (pbx.faults.refuseSocket) return '503 Service Unavailable';
  // RFC 7118 §4: the client must offer the subprotocol.
  return /(^|,)\s*sip\s*(,|$)/.test(protocols ?? '') ? undefined : '400 Bad Request';
}

function waitFor<T>(
  watchers: Set<() => void>,
  what: string,
  check: () => T | undefined | false,
  timeoutMs: number,
  describe: () => string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      watchers.delete(look);
      clearInterval(poll);
      clearTimeout(limit);
    };
    const look = (): void => {
      try {
        const found = check();
        if (found === undefined || found === false) return;
        stop();
        resolve(found);
      } catch (error: unknown) {
        stop();
        reject(error);
      }
    };
    const poll = setInterval(look, 20);
    const limit = setTimeout(() => {
      stop();
      reject(new Error(`waited ${timeoutMs} ms in vain for: ${what}; calls: ${describe()}`));
    }, timeoutMs);
    watchers.add(look);
    look();
  });
}
