/**
 * CemScale: a JWT, REST, a realtime socket, and SIP for the sound. Of its API little is known; what is ASSUMED stands in
 * the route table and in docs/limitations.md, and nobody should take it for CemScale's own word.
 */
import { FaultError } from '../../mirror/fault.ts';
import { type Token } from '../mint.ts';
import type { Provider, ProviderEvent, SipAccess } from '../provider.ts';
import { isRow, textOf } from '../row.ts';
import { createTokens, type TokenOrigin } from '../tokens.ts';
import { accessByAccount, accessOf } from './access.ts';
import { adminPort } from './admin.ts';
import { createClient, type Client } from './client.ts';
import { controlPort } from './control.ts';
import { eventOf } from './events.ts';
import { allRows } from './pages.ts';
import { blockedPort, historyPort, numbersPort, presencePort } from './ports.ts';
import { routesWith, urlOf, type RouteOverrides } from './routes.ts';
import { meOf, type Me } from './rows.ts';
import { adminLogin, login, type Credentials } from './sign-in.ts';
import { openSocket, type CemscaleSocket } from './socket.ts';

export interface CemscaleOptions {
  /** `https://voip-api.cemscale.com` is KNOWN; a test system may have a path. */
  apiUrl: string;
  routes?: RouteOverrides;
  /** Extension and password, or a token from the company's companion. */
  signIn: { by: 'password'; credentials: Credentials } | { by: 'companion'; mint: () => Promise<Token> };
  /** A token from before, and where the newest is kept. */
  tokens: Pick<TokenOrigin, 'first' | 'keep'>;
  /** The account's own phone server, for when the service names none. */
  line?: { wssUrl: string; domain: string };
  /** Calls are placed by the switch, which calls our line first; else by the line itself. */
  dialBy: 'switch' | 'line';
  fetch: typeof fetch;
  log: (line: string) => void;
  /** Multiplies all pauses; tests make it small. */
  pace?: number;
}

/** What the ports share. */
export interface Cemscale {
  client: Client;
  /** Filled by `whoAmI` and by signing in. */
  me: Me;
  /** Asks the service once; rejects when it does not say our extension. */
  whoAmI: () => Promise<Me & { extension: string }>;
  log: (line: string) => void;
  pace: number;
}

export function cemscaleProvider(options: CemscaleOptions): Provider {
  const { apiUrl, signIn, log, pace = 1 } = options;
  const routes = routesWith(options.routes);
  const me: Me = signIn.by === 'password' ? { extension: signIn.credentials.extension } : {};
  let tell: (event: ProviderEvent) => void = () => undefined;
  let socket: CemscaleSocket | undefined;
  let asking: Promise<void> | undefined;

  async function mint(): Promise<Token> {
    if (signIn.by === 'companion') return signIn.mint();
    const { user, ...token } = await login({ apiUrl, routes, fetch: options.fetch }, signIn.credentials);
    learn(user);
    return token;
  }

  const tokens = createTokens(
    { ...options.tokens, mint },
    (event) => {
      tell(event);
      if (event.state === 'signed-in') socket?.nudge();
    },
    log,
  );
  const client = createClient({
    apiUrl,
    routes,
    tokens,
    fetch: options.fetch,
    log,
    ...(pace !== 1 && { pauses: [250, 750, 2000].map((pause) => pause * pace) }),
  });

  function learn(row: Record<string, unknown>): void {
    for (const [name, value] of Object.entries(meOf(row)))
      if (value !== undefined) Object.assign(me, { [name]: value });
  }

  async function ask(): Promise<void> {
    if (me.extension === undefined) {
      const answer = await client.one('auth.me');
      learn(isRow(answer['user']) ? answer['user'] : answer);
    }
  }

  async function whoAmI(): Promise<Me & { extension: string }> {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    await asking;
    if (me.extension === undefined)
      throw new FaultError('service-refused', { said: 'the service does not say our extension' });
    return { ...me, extension: me.extension };
  }

  /** The row's id of our extension, which `ext.sip` wants. */
  async function extensionId(): Promise<string> {
    const { extension } = await whoAmI();
    if (me.extensionId === undefined) {
      const { rows } = await allRows(client, 'ext.list', 'extensions');
      const mine = rows.find((row) => textOf(row, 'extension') === extension);
      me.extensionId = mine && textOf(mine, 'id');
    }
    return me.extensionId ?? extension;
  }

  async function lines(): Promise<SipAccess> {
    const { line } = options;
    try {
      return accessOf(await client.one('ext.sip', { names: { id: await extensionId() } }));
    } catch (error) {
      const signedIn = !(error instanceof FaultError) || !/^sign-in|^site-/.test(error.fault.code);
      // What the operator typed is a way to the same phone server: the sheet's route is only a guess.
      if (!signedIn || !line || signIn.by !== 'password') throw error;
      log(`SIP access as the account says: ${String(error)}`);
      const { extension, password } = signIn.credentials;
      return accessByAccount({ ...line, user: extension, password });
    }
  }

  /** A WebSocket cannot carry a header: the token goes into the query (§6.2, ASSUMED). */
  async function socketUrl(): Promise<string> {
    const url = urlOf(apiUrl, routes['events.socket'], {}, { token: await tokens.get() });
    return url.replace(/^http/, 'ws');
  }

  /** The socket was refused: a newer token opens it again, by `signed-in`. */
  function renewForSocket(): void {
    tokens
      .get()
      .then((bad) => tokens.renew(bad))
      .then(() => socket?.nudge())
      .catch((error: unknown) => log(`realtime: ${String(error)}`));
  }

  /** A client with the administrator's token, which nobody can renew. */
  async function administrator(email: string, password: string): Promise<{ client: Client; name: string }> {
    const { tenant, ...first } = await adminLogin({ apiUrl, routes, fetch: options.fetch }, email, password);
    const theirs = createTokens({ first, keep: () => Promise.resolve() }, () => undefined, log);
    return {
      client: createClient({ apiUrl, routes, tokens: theirs, fetch: options.fetch, log }),
      name: [email, textOf(tenant, 'name')].filter(Boolean).join(' · '),
    };
  }

  const shared: Cemscale = { client, me, whoAmI, log, pace };
  const stop = () => {
    tell = () => undefined;
    socket?.stop();
    tokens.stop();
    client.stop();
  };

  return {
    start(listener) {
      tell = listener;
      tokens.begin();
      socket = openSocket({
        url: socketUrl,
        onEvent(name, data) {
          const event = eventOf(name, data);
          if (event) tell(event);
          else log(`realtime: ${name}`);
        },
        onState: (state) => tell({ type: 'link', state }),
        onBadToken: renewForSocket,
        log,
        pace,
      });
    },
    signInAgain: () => tokens.again(),
    stop,
    // No way to give a token back is known: it ends by itself.
    signOut: () => Promise.resolve(stop()),

    lines,
    history: historyPort(shared),
    presence: presencePort(shared),
    numbers: numbersPort(shared, options.dialBy === 'switch'),
    control: controlPort(shared),
    blocked: blockedPort(shared),
    admin: adminPort(shared, administrator),
  };
}
