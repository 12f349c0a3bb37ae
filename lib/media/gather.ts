/** Asks one STUN or TURN server for a candidate. */

export interface Gathered {
  ok: boolean;
  /** ms. */
  took: number;
  /** STUN error code (RFC 8489 §14.8), or 701 where the server could not be reached. */
  code?: number;
  said?: string;
}

/** How long the server may take, in ms. */
const patience = 5000;

/** Nothing is sent to anybody but this server. */
export async function gather(server: RTCIceServer, kind: 'stun' | 'turn'): Promise<Gathered> {
  const started = performance.now();
  const wanted = kind === 'turn' ? 'relay' : 'srflx';
  let pc: RTCPeerConnection;
  try {
    pc = new RTCPeerConnection({
      iceServers: [server],
      iceTransportPolicy: kind === 'turn' ? 'relay' : 'all',
    });
  } catch (error) {
    return { ok: false, took: 0, said: error instanceof Error ? error.message : String(error) };
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failure: { code: number; said: string } | undefined;
  const done = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patience);
    pc.onicecandidate = ({ candidate }) => {
      if (candidate?.type === wanted) resolve(true);
      // Without a NAT a STUN server tells our own address, which is no new candidate; that it ended well is the answer.
      if (!candidate) resolve(kind === 'stun' && !failure);
    };
    pc.onicecandidateerror = ({ errorCode, errorText }) => {
      failure ??= { code: errorCode, said: `${errorCode} ${errorText}`.trim() };
      // 701 comes for each network interface; another one may still reach it.
      if (errorCode !== 701) resolve(false);
    };
  });
  pc.addTransceiver('audio');
  await pc.setLocalDescription();
  const ok = await done;
  clearTimeout(timer);
  pc.close();
  return { ok, took: Math.round(performance.now() - started), ...(ok ? {} : failure) };
}
