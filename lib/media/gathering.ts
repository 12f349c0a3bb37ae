/** How long an offer or answer waits for candidates: a description on SIP must carry them all, for none can follow it. */

export interface Gathering {
  /** Candidates are gathered afresh from now on: an ICE restart. */
  begin(): void;
  /** Resolves when waiting longer cannot pay: the best kind of candidate is there, or time is up. */
  done(): Promise<void>;
}

/**
 * How long a STUN server is given, in ms from the beginning, once a candidate of the machine itself is known. It answers
 * in one round trip (and a look-up of its name), so 300 ms reach around the world; one that has not answered by then is
 * down or walled off, and the switch's own media relay finds us by what we send.
 */
const reflexivePatience = 300;
/** A TURN server takes three round trips and is the only way out of some networks, so it is worth a longer wait. ms */
const relayPatience = 1000;
/** The longest wait for a first candidate, in ms. */
const firstPatience = 1000;
/**
 * Candidates come one event each; those of the machine, and what a pool has gathered, come in one burst, whose rest is
 * waited for. The browser says that it is done only 100 ms later: it tries TCP, which no switch takes. ms
 */
const burst = 10;

/** Watches a connection from its making on; what it gathered before it is needed is not waited for again. */
export function watchGathering(pc: RTCPeerConnection, iceServers: RTCIceServer[]): Gathering {
  const wantsRelay = iceServers.some((server) => [server.urls].flat().some((url) => /^turns?:/i.test(url)));
  const best = wantsRelay ? 'relay' : iceServers.length > 0 ? 'srflx' : 'host';
  const patience = wantsRelay ? relayPatience : reflexivePatience;
  let began = performance.now();
  let any = false;
  let hasBest = false;
  // Of this round: right after a restart the connection still says "complete" of the round before.
  let complete = pc.iceGatheringState === 'complete';
  let look: (() => void) | undefined;

  pc.addEventListener('icecandidate', ({ candidate }) => {
    if (!candidate?.type) return;
    any = true;
    hasBest ||= candidate.type === best;
    look?.();
  });
  pc.addEventListener('icegatheringstatechange', () => {
    complete = pc.iceGatheringState === 'complete';
    look?.();
  });

  const left = () => began + patience - performance.now();
  const over = () => complete || pc.signalingState === 'closed';
  const enough = () => over() || hasBest || (any && left() <= 0);

  return {
    begin() {
      began = performance.now();
      any = false;
      hasBest = false;
      complete = false;
    },
    done() {
      if (enough()) return Promise.resolve();
      return new Promise((resolve) => {
        let settling: ReturnType<typeof setTimeout> | undefined;
        const finish = () => {
          clearTimeout(settling);
          clearTimeout(grace);
          clearTimeout(limit);
          look = undefined;
          resolve();
        };
        const limit = setTimeout(finish, firstPatience);
        const grace = setTimeout(() => any && finish(), Math.max(0, left()));
        look = () => {
          clearTimeout(settling);
          if (over()) finish();
          else if (enough()) settling = setTimeout(finish, burst);
        };
      });
    },
  };
}
