/** A call to the account's test number that nobody hears: our own tones must come back. */
import type { LegEvent } from '../call/leg.ts';
import { createEchoMedia, type EchoMedia } from '../media/echo.ts';
import { dialString } from '../numbers/dial.ts';
import type { CheckParts } from './checks.ts';
import type { Finding } from './diagnose.ts';

/** How long the number may take to answer, and then (after its greeting) to give our tones back, in ms. */
const answerWithin = 15_000;
const echoWithin = 20_000;
/** A call set up slower than this is slow, in ms. */
const slow = 3000;
/** Looks in a row (every 100 ms) in which the tones must be heard. */
const looks = 3;

export async function checkEcho(parts: CheckParts): Promise<Finding> {
  const current = parts.line();
  const number = parts.slices.session.peek().account?.testNumber;
  if (!current) return { state: 'skipped', cause: 'no-account', advice: 'add-account' };
  if (!number) return { state: 'skipped', cause: 'not-configured' };
  if (parts.slices.line.peek().state !== 'ready') return { state: 'skipped', cause: 'needs-line' };
  if (parts.calls.calls.peek().some((call) => call.phase !== 'closed'))
    return { state: 'skipped', cause: 'in-call', advice: 'finish-call' };

  const media = createEchoMedia();
  const over = new AbortController();
  const started = performance.now();
  const ended = Promise.withResolvers<LegEvent>();
  const connected = Promise.withResolvers<LegEvent>();
  const target = dialString(number, current.access.dialRule, parts.slices.settings.peek().region);
  const leg = current.line.call(
    target,
    (event) => {
      if (event.type === 'connected') connected.resolve(event);
      if (['refused', 'failed', 'released', 'far-hang-up'].includes(event.type)) ended.resolve(event);
    },
    media,
  );
  try {
    const first = await Promise.race([connected.promise, ended.promise, after(answerWithin, over.signal)]);
    const took = Math.round(performance.now() - started);
    if (first === undefined)
      return { state: 'blocked', cause: 'no-answer', advice: 'check-account', about: number };
    if (first.type !== 'connected')
      return {
        state: 'blocked',
        cause: 'call-refused',
        advice: 'check-account',
        about: number,
        said: wordsOf(first),
      };
    const back = await Promise.race([
      heardBack(media, over.signal),
      ended.promise.then(() => false),
      after(echoWithin, over.signal),
    ]);
    if (back !== true) {
      const arrived = (await leg.audio.counters())?.received ?? 0;
      const cause = arrived > 0 ? 'no-echo' : 'no-sound';
      return { state: 'blocked', cause, advice: 'ask-administrator', about: number, took };
    }
    return took > slow
      ? { state: 'slow', cause: 'took-long', advice: 'check-network', about: number, took }
      : { state: 'ok', about: number, took };
  } finally {
    over.abort();
    leg.perform({ do: 'bye' });
    await media.close();
  }
}

function heardBack(media: EchoMedia, over: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    let inRow = 0;
    const timer = setInterval(() => {
      inRow = media.hears() ? inRow + 1 : 0;
      if (inRow >= looks) resolve(true);
    }, 100);
    over.addEventListener('abort', () => clearInterval(timer));
  });
}

/** Undefined when time is up. */
const after = (ms: number, over: AbortSignal) =>
  new Promise<undefined>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    over.addEventListener('abort', () => clearTimeout(timer));
  });

/** The server's own words about a refusal. */
const wordsOf = (event: LegEvent): string | undefined =>
  event.type === 'refused'
    ? `${event.code} ${event.said ?? ''}`.trim()
    : 'said' in event
      ? event.said
      : undefined;
