/** One peer connection with one audio section, and an ICE wait that never hangs on a dead STUN server. */

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export interface PeerOptions {
  iceServers: RTCIceServer[];
  /** Our microphone; may arrive after the offer is under way. */
  microphone: Promise<MediaStreamTrack>;
  /** Far-end audio has a track. Called once. */
  onAudio(track: MediaStreamTrack): void;
  /** The media path is in doubt (`wavering`), broke (`lost`), or works (again). */
  onPath(state: 'wavering' | 'lost' | 'back'): void;
}

/** How long candidates are waited for once the first one is known, in ms; a live STUN server answers well within it. */
const gatherGrace = 300;
/** The longest wait for a first candidate, in ms. */
const gatherLimit = 1000;

export type Peer = ReturnType<typeof createPeer>;

/** Nothing is sent and no microphone is opened by making one. */
export function createPeer(options: PeerOptions) {
  // No bundle policy: rtpengine and many switches drop BUNDLE and the call with it.
  const pc = new RTCPeerConnection({ iceServers: options.iceServers });
  const wantsRelay = options.iceServers.some((server) =>
    [server.urls].flat().some((url) => /^turns?:/i.test(url)),
  );
  const wantsReflexive = options.iceServers.length > 0;
  let direction: Direction = 'sendrecv';
  let remoteDirection: Direction = 'sendrecv';
  let sending: MediaStreamTrack | undefined;

  pc.addEventListener('track', ({ track }) => options.onAudio(track), { once: true });
  pc.addEventListener('connectionstatechange', () => {
    if (pc.connectionState === 'connected') options.onPath('back');
    if (pc.connectionState === 'disconnected') options.onPath('wavering');
    if (pc.connectionState === 'failed') options.onPath('lost');
  });

  const audio = () => pc.getTransceivers().find((one) => one.receiver.track.kind === 'audio');

  async function attach(): Promise<void> {
    const transceiver = audio() ?? pc.addTransceiver('audio', { direction });
    if (transceiver.direction !== 'stopped') transceiver.direction = direction;
    if (!sending) {
      sending = await options.microphone;
      if (pc.signalingState !== 'closed') await transceiver.sender.replaceTrack(sending);
    }
  }

  /** Resolves when waiting longer cannot pay: the best kind of candidate is there, or time is up. */
  function gathered(): Promise<void> {
    if (pc.iceGatheringState === 'complete') return Promise.resolve();
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(limit);
        clearTimeout(grace);
        pc.removeEventListener('icecandidate', look);
        pc.removeEventListener('icegatheringstatechange', look);
        resolve();
      };
      const limit = setTimeout(finish, gatherLimit);
      let grace: ReturnType<typeof setTimeout> | undefined;
      const look = (event: Event) => {
        if (pc.iceGatheringState === 'complete' || pc.signalingState === 'closed') return finish();
        const type = (event as RTCPeerConnectionIceEvent).candidate?.type;
        if (!type) return;
        const best = wantsRelay ? type === 'relay' : wantsReflexive ? type === 'srflx' : false;
        if (best) return finish();
        grace ??= setTimeout(finish, gatherGrace);
      };
      pc.addEventListener('icecandidate', look);
      pc.addEventListener('icegatheringstatechange', look);
    });
  }

  async function describe(make: () => Promise<RTCSessionDescriptionInit>): Promise<string> {
    await pc.setLocalDescription(await make());
    await gathered();
    const sdp = pc.localDescription?.sdp;
    if (!sdp) throw new Error('the peer connection closed while it gathered candidates');
    return sdp;
  }

  return {
    pc,
    /** What we ask for in the next offer or answer. */
    direct(next: Direction) {
      direction = next;
    },
    /** What the far end last offered or answered, seen from its side. */
    remoteDirection: () => remoteDirection,

    async offer(iceRestart = false): Promise<string> {
      await attach();
      return describe(() => pc.createOffer({ iceRestart }));
    },
    async answer(): Promise<string> {
      await attach();
      return describe(() => pc.createAnswer());
    },
    /** Takes their SDP: an offer when we have none open, otherwise an answer; `early` is a 18x answer that may be followed by another. */
    async take(sdp: string, early = false): Promise<void> {
      const ours = pc.signalingState === 'have-local-offer' || pc.signalingState === 'have-remote-pranswer';
      await pc.setRemoteDescription({ type: ours ? (early ? 'pranswer' : 'answer') : 'offer', sdp });
      remoteDirection = directionIn(sdp);
    },
    /** Drops an offer of ours that was refused, or theirs that we cannot take. */
    async rollback(): Promise<void> {
      if (pc.signalingState === 'have-local-offer') await pc.setLocalDescription({ type: 'rollback' });
      else if (pc.signalingState === 'have-remote-offer') await pc.setRemoteDescription({ type: 'rollback' });
    },
    connected: () => pc.connectionState === 'connected',
    /** Packets of theirs that came so far. */
    async packets(): Promise<number> {
      let received = 0;
      for (const [, report] of (await pc.getStats()) as unknown as Iterable<
        [string, Record<string, unknown>]
      >)
        if (report['type'] === 'inbound-rtp') received += Number(report['packetsReceived'] ?? 0);
      return received;
    },
    expectsAnswer: () => pc.signalingState === 'have-remote-offer',
    /** Whether what we say is sent at all; used for mute and hold, at once and without a message. */
    speak(on: boolean) {
      options.microphone.then(
        (track) => Object.assign(track, { enabled: on }),
        () => undefined, // The refusal is reported where the microphone is awaited.
      );
    },
    /** False when this connection cannot send RFC 4733 events now. */
    sendDigits(tones: string): boolean {
      const sender = audio()?.sender.dtmf;
      if (!sender?.canInsertDTMF) return false;
      // 100 ms tone and 70 ms gap are what every gateway accepts (RFC 4733 §2.5, Chromium's own defaults).
      sender.insertDTMF(sender.toneBuffer + tones, 100, 70);
      return true;
    },
    close() {
      pc.close();
    },
  };
}

/** The direction of the first audio section, from its sender's side; `sendrecv` unless said otherwise (RFC 3264 §6.1). */
export function directionIn(sdp: string): Direction {
  const [session = '', ...media] = sdp.split(/^(?=m=)/m);
  const section = media.find((one) => one.startsWith('m=audio')) ?? '';
  const said = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m;
  const found = (said.exec(section) ?? said.exec(session))?.[1] as Direction | undefined;
  // RFC 2543 peers hold by a null address.
  if (!found && /^c=IN IP4 0\.0\.0\.0\s*$/m.test(section || session)) return 'sendonly';
  return found ?? 'sendrecv';
}
