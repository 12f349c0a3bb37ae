/** The page API's door: serves pages' ports. Who a page is the browser says; what it may, the operator; how often, the limits. */
import * as v from 'valibot';
import {
  fromPage,
  pageInputs,
  pageRules,
  paces,
  type PageAsk,
  type PageInput,
} from '../../mirror/page-api.ts';
import type { PageCode, PageEvent, PageEventData, ToPage } from '../../mirror/page-words.ts';
import { FaultError } from '../../mirror/fault.ts';
import type { PageApiSender } from '../../mirror/sender.ts';
import type { MirrorPort } from '../../mirror/wire.ts';
import { PageRefusal, type Consents, type QuestionFacts } from './consents.ts';
import { createLimits } from './limits.ts';

/** One page that is open and has spoken to us. */
export interface Visitor {
  readonly origin: string;
  /** Aborts when the page or its port goes. */
  readonly gone: AbortSignal;
  /** The events it wants. */
  events: ReadonlySet<PageEvent>;
  /** It can be asked for tokens. */
  offersTokens: boolean;
  /** The service it named by `setApiOrigin`. */
  apiOrigin?: string;
  /** The operator has just now let it sign in: the account in use may change for it. */
  welcomed: boolean;
}

/** What each ask does, once its permit is there. */
export type PageActs = {
  [N in PageAsk]: (input: PageInput<N>, visitor: Visitor) => unknown;
};

export interface PageDoorDeps {
  consents: Consents;
  acts: PageActs;
  /** What the operator is asked about, beside the site. */
  factsOf(name: PageAsk, input: unknown, visitor: Visitor): QuestionFacts;
  log(line: string): void;
  now?: () => number;
}

interface Guest extends Visitor {
  port: MirrorPort;
  leave: AbortController;
  tokenAsks: Map<number, (token: string | undefined) => void>;
  flow: ReturnType<typeof createLimits<keyof typeof flow>>;
  /** How many asks are under way. */
  busy: number;
}

/** How long a page may take to give a token, in ms. */
const tokenPatience = 15_000;
/** So many asks of one page are under way at once, and so many of its pages are served. */
const mostAsks = 32;
const mostGuests = 200;
/** What comes faster than `out` is left out, for events are hints; a page that says more than `in` is no page. */
const flow = { in: { burst: 200, perSecond: 50 }, out: { burst: 200, perSecond: 50 } };

export function createPageDoor(deps: PageDoorDeps) {
  const now = deps.now ?? Date.now;
  const guests = new Set<Guest>();
  const limits = createLimits(paces, now);
  let nextId = 1;

  deps.consents.onChange((origin) => {
    for (const guest of guests) {
      if (guest.origin !== origin) continue;
      if (!deps.consents.allows(origin, 'see')) guest.events = new Set();
      if (!deps.consents.allows(origin, 'sign-in', deps.consents.apiOriginOf(origin))) stopTokens(guest);
    }
  });

  function stopTokens(guest: Guest): void {
    guest.offersTokens = false;
    for (const tell of guest.tokenAsks.values()) tell(undefined);
  }

  function say(guest: Guest, message: ToPage): void {
    if (guest.gone.aborted) return;
    try {
      guest.port.postMessage(message);
    } catch (error) {
      // The port closed between two messages; its disconnect event follows.
      deps.log(`a page left: ${String(error)}`);
      part(guest);
    }
  }

  function part(guest: Guest): void {
    if (!guests.delete(guest)) return;
    guest.leave.abort();
    stopTokens(guest);
  }

  async function obey(guest: Guest, id: number, name: string, input: unknown): Promise<void> {
    guest.busy += 1;
    try {
      say(guest, { say: 'done', id, result: await run(guest, name, input) });
    } catch (error) {
      say(guest, { say: 'failed', id, code: codeOf(error) });
    } finally {
      guest.busy -= 1;
    }
  }

  async function run(guest: Guest, name: string, input: unknown): Promise<unknown> {
    if (!isAsk(name)) throw new PageRefusal('bad-input');
    const { permit, pace } = pageRules[name];
    // Before anything is looked at, so that wrong input is not free of charge.
    if (guest.busy > mostAsks || !limits.take(guest.origin, pace)) throw new PageRefusal('rate-limited');
    const parsed = v.safeParse(pageInputs[name], input);
    if (!parsed.success) throw new PageRefusal('bad-input');
    if (permit && !asksNothing(name, parsed.output)) {
      const facts = deps.factsOf(name, parsed.output, guest);
      const said = await deps.consents.need(guest.origin, permit, facts, guest.gone);
      if (permit === 'sign-in' && said === 'asked') guest.welcomed = true;
      // The operator may have said yes to a page that is no more.
      if (guest.gone.aborted) throw new PageRefusal('interrupted');
    }
    // The schema above proved that the input fits this very ask.
    const act = deps.acts[name] as (input: unknown, visitor: Visitor) => unknown;
    return act(parsed.output, guest);
  }

  function codeOf(error: unknown): PageCode {
    if (error instanceof PageRefusal) return error.code;
    if (error instanceof FaultError) return error.fault.code;
    deps.log(`page API: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return 'unexpected';
  }

  async function askToken(guest: Guest): Promise<string | undefined> {
    const id = nextId++;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const token = await new Promise<string | undefined>((resolve) => {
      guest.tokenAsks.set(id, resolve);
      timer = setTimeout(() => resolve(undefined), tokenPatience);
      say(guest, { say: 'token?', id });
    });
    clearTimeout(timer);
    guest.tokenAsks.delete(id);
    return token;
  }

  return {
    /** Serves one page until its port closes. */
    accept(port: MirrorPort, sender: PageApiSender): void {
      if (guests.size >= mostGuests) return port.disconnect();
      const leave = new AbortController();
      const guest: Guest = {
        port,
        leave,
        origin: sender.origin,
        gone: leave.signal,
        events: new Set(),
        offersTokens: false,
        welcomed: false,
        tokenAsks: new Map(),
        flow: createLimits(flow, now),
        busy: 0,
      };
      guests.add(guest);
      port.onDisconnect.addListener(() => part(guest));
      port.onMessage.addListener((message) => {
        if (guest.gone.aborted) return;
        const parsed = v.safeParse(fromPage, message);
        if (!parsed.success || !guest.flow.take('', 'in')) {
          deps.log(`${guest.origin} said too much or no message; its port is closed`);
          part(guest);
          port.disconnect();
          return;
        }
        const said = parsed.output;
        if (said.say === 'ask') void obey(guest, said.id, said.name, said.input);
        else guest.tokenAsks.get(said.id)?.(said.token);
      });
    },

    /** Tells the pages that may see and want it. */
    tell(name: PageEvent, data: PageEventData): void {
      for (const guest of guests) {
        if (!guest.events.has(name) || !deps.consents.allows(guest.origin, 'see')) continue;
        if (guest.flow.take('', 'out')) say(guest, { say: 'event', name, data });
      }
    },
    /** Asks the pages of a site, the newest first, for a token; undefined when none gives one. */
    async askFor(origin: string, apiOrigin: string): Promise<string | undefined> {
      for (const guest of [...guests].toReversed()) {
        if (guest.origin !== origin || !guest.offersTokens) continue;
        if ((guest.apiOrigin ?? apiOrigin) !== apiOrigin) continue;
        if (!deps.consents.allows(origin, 'sign-in', apiOrigin)) return undefined;
        const token = await askToken(guest);
        // Taken back while it was asked.
        if (token !== undefined)
          return deps.consents.allows(origin, 'sign-in', apiOrigin) ? token : undefined;
      }
      return undefined;
    },
  };
}

/** What takes something back needs no permit, and must not raise a question. */
const asksNothing = (name: PageAsk, input: unknown): boolean =>
  (name === 'setGetAccessToken' && !(input as PageInput<'setGetAccessToken'>).on) ||
  (name === 'subscribe' && (input as PageInput<'subscribe'>).events.length === 0);

const isAsk = (name: string): name is PageAsk => Object.hasOwn(pageInputs, name);
