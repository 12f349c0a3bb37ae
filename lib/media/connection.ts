/** Peer connections, made when they are needed or a little before. None of this opens a microphone or tells a far end. */
import { type Gathering, watchGathering } from './gathering.ts';

export interface Connection {
  pc: RTCPeerConnection;
  gathering: Gathering;
  /** Our offer, on its way to being the local description; absent where the far end offers. */
  offering?: Promise<void>;
}

/** One for a call out: its offer is made and its candidates gather at once. */
export function openOffering(iceServers: RTCIceServer[]): Connection {
  const connection = open({ iceServers });
  const { pc } = connection;
  const offer = async () => {
    pc.addTransceiver('audio', { direction: 'sendrecv' });
    await pc.setLocalDescription(await pc.createOffer());
  };
  const offering = offer();
  // Whoever uses the offer is told; one that is closed unused has nobody to tell.
  offering.catch(() => undefined);
  return { ...connection, offering };
}

/**
 * One for a call in. Its candidates gather in the pool, without a local description: with one, checks would go to the
 * caller and show where we are before anybody has answered.
 */
export const openAnswering = (iceServers: RTCIceServer[]): Connection =>
  // Without a server there is nothing to wait for, and a pool's candidates all at once only slow the first checks.
  open({ iceServers, iceCandidatePoolSize: iceServers.length > 0 ? 1 : 0 });

// No bundle policy: rtpengine and many switches drop BUNDLE and the call with it.
function open(configuration: RTCConfiguration & { iceServers: RTCIceServer[] }): Connection {
  const pc = new RTCPeerConnection(configuration);
  return { pc, gathering: watchGathering(pc, configuration.iceServers) };
}

/** Holds at most one connection for the next call out. */
export interface Spare {
  /** Makes one if there is none, or a fresh one in place of an old; seldom enough that a restless pointer costs nothing. */
  prepare(): void;
  /** The prepared one, or a new one. It is the caller's to close from now on. */
  take(): Connection;
  /** Closes an unused one: what it gathered may no longer hold. */
  drop(): void;
}

/** How long an unused one is kept, in ms; a STUN server's mapping lives about as long (RFC 4787 §4.3 wants two minutes, many give 30 s). */
const keptFor = 30_000;
/** One that is wanted again at this age gives way to a fresh one, in ms. */
const freshFor = 20_000;
/** The least time between two, in ms. */
const leastPause = 1000;

export function createSpare(iceServers: RTCIceServer[]): Spare {
  let kept: Connection | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let made = -Infinity;

  function drop(): void {
    clearTimeout(timer);
    kept?.pc.close();
    kept = undefined;
  }

  return {
    prepare() {
      if (performance.now() - made < (kept ? freshFor : leastPause)) return;
      drop();
      made = performance.now();
      kept = openOffering(iceServers);
      timer = setTimeout(drop, keptFor);
    },
    take() {
      const taken = kept ?? openOffering(iceServers);
      kept = undefined;
      clearTimeout(timer);
      return taken;
    },
    drop,
  };
}
