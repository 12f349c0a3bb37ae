/** Memory and processor time of the engine over many calls, and over a long one. */
import { openDesk, type Desk } from '../support/desk.ts';
import { busyMs, census, type Census } from '../support/census.ts';
import { figure, grown, growth, keep, shown } from './figures.ts';

/** How often the engine is looked at: over the calls, each time at rest, and over the long call. */
const restingLooks = 5;
const looks = 10;
/** SIP keeps what belongs to a call for 32 s after its end (RFC 3261 §17.1.1.2, 64 × T1), to answer what comes late; ms. */
const sipMemory = 33_000;

/** Calls out and in by turns, each with sound both ways. The first ones warm up and do not count. */
export async function benchManyCalls(calls: number): Promise<void> {
  const desk = await openDesk();
  try {
    await desk.signIn();
    for (let warm = 0; warm < 5; warm++) await oneCall(desk, warm % 2 === 0);
    const { engine } = desk.browser;
    const seen: { calls: number; census: Census; busyPerCall?: number }[] = [
      { calls: 0, census: await idle(desk) },
    ];
    let busy = 0;
    const every = Math.max(1, Math.floor(calls / restingLooks));
    for (let done = 1; done <= calls; done++) {
      const before = await busyMs(engine);
      await oneCall(desk, done % 2 === 0);
      busy += (await busyMs(engine)) - before;
      if (done % every > 0) continue;
      seen.push({ calls: done, census: await idle(desk), busyPerCall: busy / every });
      busy = 0;
    }
    console.table(
      seen.map(({ calls, census, busyPerCall }) => ({
        calls,
        'busy, ms a call': busyPerCall?.toFixed(1),
        ...row(census),
      })),
    );
    // Over the later half: what is compiled and kept once is there by then.
    const later = seen.slice(Math.floor(seen.length / 2) - 1);
    const heap = growth(later.map((one) => [one.calls, one.census.heap]));
    const listeners = growth(later.map((one) => [one.calls, one.census.listeners]));
    const worked = growth(later.flatMap((one) => (one.busyPerCall ? [[one.calls, one.busyPerCall]] : [])));
    console.log(`memory: ${grown(heap, 'bytes a call')}`);
    console.log(`listeners: ${grown(listeners, 'a call', 3)}`);
    console.log(`main thread: ${grown(worked, 'ms a call with each call', 3)}`);
    keep('many-calls', {
      seen,
      bytesPerCall: heap,
      listenersPerCall: listeners,
      busyMsPerCallWithEachCall: worked,
    });
  } finally {
    await desk.close();
  }
}

/** One call that lasts, with sound both ways. */
export async function benchLongCall(minutes: number): Promise<void> {
  const desk = await openDesk();
  try {
    await desk.signIn();
    await desk.phone.do('dial', { number: '602' });
    await desk.phone.call((call) => call.phase === 'live', 'the call is not live');
    const { engine } = desk.browser;
    const began = Date.now();
    const seen: { minute: number; census: Census; busy: number }[] = [];
    for (let look = 0; look < looks; look++) {
      const [from, worked] = [Date.now(), await busyMs(engine)];
      await new Promise((resolve) => setTimeout(resolve, (minutes * 60_000) / looks));
      const busy = ((await busyMs(engine)) - worked) / (Date.now() - from);
      seen.push({ minute: (Date.now() - began) / 60_000, busy, census: await census(engine) });
    }
    console.table(
      seen.map(({ minute, busy, census }) => ({
        minute: minute.toFixed(1),
        'busy, %': (busy * 100).toFixed(2),
        ...row(census),
      })),
    );
    const heap = growth(seen.map((one) => [one.minute, one.census.heap]));
    const worked = growth(seen.map((one) => [one.minute, one.busy * 100]));
    const busy = figure(seen.map((one) => one.busy * 100));
    console.log(`memory: ${grown(heap, 'bytes a minute')}`);
    console.log(
      `main thread: busy ${shown(busy, 2)} % of the time; ${grown(worked, '% with each minute', 3)}`,
    );
    keep('long-call', {
      seen,
      bytesPerMinute: heap,
      busyPercent: busy,
      busyPercentWithEachMinute: worked,
    });
  } finally {
    await desk.close();
  }
}

const row = ({ heap, listeners, connections, openConnections, liveTracks, audioContexts }: Census) => ({
  'heap, kB': Math.round(heap / 1024),
  listeners,
  connections,
  'of these open': openConnections,
  'live tracks': liveTracks,
  audioContexts,
});

async function oneCall({ phone, sandbox }: Desk, out: boolean): Promise<void> {
  if (out) await phone.do('dial', { number: '602' });
  else {
    await sandbox.callOperator('1001', { persona: 'tone' });
    const offered = await phone.call((call) => call.phase === 'offered', 'nothing rings');
    await phone.do('answer', { call: offered.id });
  }
  const live = await phone.call((call) => call.phase === 'live', 'the call is not live');
  await sandbox.until('our sound there', () => (sandbox.calls().at(-1)?.heard.packets ?? 0) > 10);
  await phone.do('hangUp', { call: live.id });
  await phone.until('calls', (all) => all.every((call) => call.phase === 'closed'), 'it does not end');
  await phone.do('dismiss', { call: live.id });
  sandbox.reset();
}

/** When nothing of the last call is needed any more. */
async function idle({ browser, ears }: Desk): Promise<Census> {
  await ears.forget();
  await new Promise((resolve) => setTimeout(resolve, sipMemory));
  return census(browser.engine);
}
