/** `window.ringside`: the same names and meanings as Sippet's helper (protocol sheet §7). Runs in the page's own world. */
import type { Ringside } from '../../docs/ringside.d.ts';
import type { PageAsk } from '../mirror/page-api.ts';
import { createAsks, refusal, type Asks } from './asks.ts';
import { openBridge, type Bridge, type Heard } from './bridge.ts';
import { createEvents } from './events.ts';
import {
  after,
  bare,
  defineProperty,
  freeze,
  getOwnPropertyDescriptor,
  NativePromise,
  resultOf,
  unasked,
} from './primordials.ts';
import { watchWidget } from './widget.ts';

/** Of the API, not of the extension. */
const version = '1.0.0';

/** Puts the API into the page, once. A page that uses the name for something of its own keeps it. */
export function startPageApi(): void {
  if (getOwnPropertyDescriptor(window, 'ringside')) return;
  let bridge: Bridge | undefined;
  const asks: Asks = createAsks(() => (bridge ??= openBridge(hear)));
  const events = createEvents(asks);
  /** The page's way to tokens; the widget's only while the page has named none itself. */
  let getToken: (() => unknown) | undefined;
  let apiOrigin: string | undefined;

  function hear(message: Heard): void {
    switch (message.say) {
      case 'done':
        return asks.done(message.id, message.result);
      case 'failed':
        return asks.failed(message.id, message.code);
      case 'event':
        return events.heard(message.name, message.data);
      case 'token?':
        return giveToken(message.id);
      case 'lost':
        asks.drop('interrupted');
        return stand();
      case 'gone':
        return asks.drop('unavailable');
      case 'ready':
    }
  }

  /** The phone is told anew what holds as long as this page is open. */
  function stand(): void {
    if (apiOrigin !== undefined) quietly('setApiOrigin', { origin: apiOrigin });
    if (getToken) quietly('setGetAccessToken', { on: true });
    events.again();
  }

  function quietly(name: PageAsk, input: object): void {
    void after(
      asks.ask(name, input),
      () => undefined,
      (why) => events.trouble(why),
    );
  }

  function giveToken(id: number): void {
    const say = (token: unknown): void => {
      // Undefined is left out by the writer: no token.
      const fits = typeof token === 'string' && token !== '';
      bridge?.send({ say: 'token', id, token: fits ? token : undefined });
    };
    if (!getToken) return say(undefined);
    void after(resultOf(getToken), say, () => say(undefined));
  }

  const wrong = (): Promise<never> =>
    unasked(new NativePromise((_resolve, reject) => reject(refusal('bad-input'))));
  const asked = (name: PageAsk, input: object) => unasked(asks.ask(name, input)) as Promise<void>;

  function setGetAccessToken(read: unknown): Promise<void> {
    if (read !== null && typeof read !== 'function') return wrong();
    getToken = (read as (() => unknown) | null) ?? undefined;
    return asked('setGetAccessToken', { on: getToken !== undefined });
  }

  function setApiOrigin(origin: unknown): Promise<void> {
    if (typeof origin !== 'string') return wrong();
    apiOrigin = origin;
    return asked('setApiOrigin', { origin });
  }

  const setAccessToken = (token: unknown) =>
    typeof token === 'string' ? asked('setAccessToken', { token }) : wrong();

  const ask = <N extends keyof Ringside & PageAsk>(name: N, input: object) =>
    asks.ask(name, input) as Promise<Awaited<ReturnType<Ringside[N]>>>;

  const api: Ringside = bare({
    version,
    setAccessToken,
    setGetAccessToken,
    setApiOrigin,
    call: (number: unknown) => (typeof number === 'string' ? ask('call', { number }) : wrong()),
    answer: () => ask('answer', {}),
    decline: () => ask('decline', {}),
    hold: (on: unknown) =>
      on === undefined || typeof on === 'boolean' ? ask('hold', on === undefined ? {} : { on }) : wrong(),
    getQueue: () => ask('getQueue', {}),
    getActiveCalls: () => ask('getActiveCalls', {}),
    callDetails: (callUuid: unknown) =>
      typeof callUuid === 'string' ? ask('callDetails', { callUuid }) : wrong(),
    on: (event: unknown, handler: unknown) => events.on(event, handler),
    off: (event: unknown, handler: unknown) => events.off(event, handler),
  });
  for (const name in api) freeze(api[name as keyof Ringside]);
  freeze(api);
  // Not to be replaced: another script of the page could otherwise stand in for it.
  defineProperty(window, 'ringside', bare({ value: api }));

  bridge = openBridge(hear);
  watchWidget({
    takeOver: (origin) => asks.ask('takeOver', origin === undefined ? {} : { origin }),
    setApiOrigin,
    setAccessToken,
    setGetAccessToken: (read) => (getToken ? undefined : setGetAccessToken(read)),
  });
}
