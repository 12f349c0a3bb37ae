import type { HiddenTarget } from './chromium/targets.ts';

/** What is alive in the engine's page after a garbage collection. */
export interface Census {
  /** Bytes of JavaScript objects. */
  heap: number;
  /** Event listeners, and documents and nodes of the page. */
  listeners: number;
  documents: number;
  nodes: number;
  /** Peer connections in memory, and those of them that are not closed. */
  connections: number;
  openConnections: number;
  /** Audio tracks that are live: the microphone, each call's share of it, each far end. */
  liveTracks: number;
  /** Audio contexts that are not closed. */
  audioContexts: number;
  /** Audio elements that play something. */
  playing: number;
  /** Sockets that are open or opening. */
  sockets: number;
}

interface Counters {
  documents: number;
  nodes: number;
  jsEventListeners: number;
}

/** Counts objects by their prototype (which sees what nothing else refers to), without a hook in the product. */
export async function census(engine: HiddenTarget): Promise<Census> {
  // Twice: what the first frees may have held more.
  for (let times = 0; times < 2; times++) await engine.send('HeapProfiler.collectGarbage');
  const counters = await engine.send<Counters>('Memory.getDOMCounters');
  const all = '() => true';
  const counted = {
    connections: await count(engine, 'RTCPeerConnection', all),
    openConnections: await count(engine, 'RTCPeerConnection', "(one) => one.signalingState !== 'closed'"),
    liveTracks: await count(
      engine,
      'MediaStreamTrack',
      "(one) => one.readyState === 'live' && one.kind === 'audio'",
    ),
    audioContexts: await count(engine, 'AudioContext', "(one) => one.state !== 'closed'"),
    playing: await count(engine, 'HTMLAudioElement', '(one) => !one.paused && one.srcObject !== null'),
    sockets: await count(engine, 'WebSocket', '(one) => one.readyState < 2'),
  };
  await engine.send('Runtime.releaseObjectGroup', { objectGroup: 'census' });
  return {
    heap: await metric(engine, 'JSHeapUsedSize'),
    listeners: counters.jsEventListeners,
    documents: counters.documents,
    nodes: counters.nodes,
    ...counted,
  };
}

/** How long the engine's main thread has worked so far, ms. A census is work too: ask before and after one. */
export const busyMs = async (engine: HiddenTarget): Promise<number> =>
  (await metric(engine, 'TaskDuration')) * 1000;

async function metric(engine: HiddenTarget, name: string): Promise<number> {
  await engine.send('Performance.enable');
  const { metrics } = await engine.send<{ metrics: { name: string; value: number }[] }>(
    'Performance.getMetrics',
  );
  return metrics.find((one) => one.name === name)?.value ?? NaN;
}

/** How many objects of this kind are in memory and fit. */
async function count(engine: HiddenTarget, kind: string, fits: string): Promise<number> {
  const all = await everyObject(engine, kind, 'census');
  const { result, exceptionDetails: thrown } = await engine.send<{
    result: { value: number };
    exceptionDetails?: { exception?: { description?: string } };
  }>('Runtime.callFunctionOn', {
    objectId: all,
    // A class that a test derived from this kind has a prototype of this kind, which is no object of it.
    functionDeclaration: `function () {
      return this.filter((one) => !Object.hasOwn(one, 'constructor')).filter(${fits}).length;
    }`,
    returnByValue: true,
  });
  if (thrown) throw new Error(`${kind} cannot be counted: ${thrown.exception?.description}`);
  return result.value;
}

/** The id of a list of all objects of this kind in memory; it lives until its group is released. */
export async function everyObject(engine: HiddenTarget, kind: string, objectGroup: string): Promise<string> {
  const prototype = await engine.send<{ result: { objectId: string } }>('Runtime.evaluate', {
    expression: `${kind}.prototype`,
    objectGroup,
  });
  const found = await engine.send<{ objects: { objectId: string } }>('Runtime.queryObjects', {
    prototypeObjectId: prototype.result.objectId,
    objectGroup,
  });
  return found.objects.objectId;
}
